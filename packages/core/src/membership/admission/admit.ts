/**
 * When applicants are let in: the first at once, those who ask soon after together. An admission is
 * an append and a push to everybody: a burst of joiners would else cost as many of both. Who may
 * come in is judged by `sponsor.ts`, and must be judged again when its turn comes. Invariants: M38
 * (one decision for all who ask within `admitMs` after an admission), M39 (at most `admitMax` wait,
 * one for a name).
 */
import type { Effect, JoinRequest, MemberName } from '../../model/index.ts'
import { marked, refuse } from '../../model/index.ts'
import type { Context, Decision } from '../../state/index.ts'
import { decided } from '../../state/index.ts'
import type { Applicant, MembershipLocal, Received } from '../local/index.ts'
import { admitTimer } from '../local/index.ts'
import { answerApplicant, judge, replyTo } from '../sponsor.ts'

type Waiting = ReadonlyMap<MemberName, Applicant>

const nobody: Waiting = new Map()

/** Somebody asks to be let in, perhaps again. */
export function hearJoinRequest(
  local: MembershipLocal,
  context: Context,
  input: Received<JoinRequest>,
): Decision<MembershipLocal> {
  const applicant: Applicant = { request: input.message, from: input.from }
  const judgement = judge(local, context, applicant)
  const { admitting } = local
  if (judgement.kind === 'admit' && admitting !== undefined)
    return wait(local, admitting, applicant)
  const answered = answerApplicant(withoutWaiting(local, applicant), context, {
    applicant,
    judgement,
  })
  return judgement.kind === 'admit' ? closeDoor(answered, context) : answered
}

/** Who may come in waits for its turn; whoever asks last for a name takes the place (M39). */
function wait(
  local: MembershipLocal,
  admitting: Waiting,
  applicant: Applicant,
): Decision<MembershipLocal> {
  const { admitMax } = local.config
  const { name } = applicant.request
  if (!admitting.has(name) && admitting.size >= admitMax) {
    const why = refuse('overloaded', `${admitMax} joins wait to be let in here already`)
    return decided(local, { effects: replyTo(applicant, why) })
  }
  return decided({ ...local, admitting: new Map(admitting).set(name, applicant) })
}

/** Who is refused now must not be let in afterwards. */
function withoutWaiting(local: MembershipLocal, { request }: Applicant): MembershipLocal {
  if (local.admitting?.get(request.name)?.request.store !== request.store) return local
  const admitting = new Map(local.admitting)
  admitting.delete(request.name)
  return { ...local, admitting }
}

/** The next ones wait, from now on for `admitMs`. */
const closeDoor = (
  admitted: Decision<MembershipLocal>,
  { at }: Context,
): Decision<MembershipLocal> => {
  const { local, effects } = admitted
  const arm: Effect = { kind: 'arm', timer: admitTimer, deadline: at + local.config.admitMs }
  return { ...admitted, local: { ...local, admitting: nobody }, effects: [...effects, arm] }
}

/** All who wait, in one decision: each as is right now (M38). The door is open again after. */
export function admitWaiting(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const applicants = [...(local.admitting ?? nobody).values()]
  let next: MembershipLocal = { ...local, admitting: undefined }
  const answers: Decision<MembershipLocal>[] = []
  for (const applicant of applicants) {
    const judgement = judge(next, context, applicant)
    const answered = answerApplicant(next, context, { applicant, judgement })
    next = answered.local
    answers.push(answered)
  }
  const all = decided(next, {
    events: answers.flatMap(({ events }) => events),
    effects: answers.flatMap(({ effects }) => effects),
    then: answers.flatMap(({ then }) => then),
  })
  if (all.events.length === 0) return all
  const effects = [...all.effects, marked('membership.admitted-together')]
  return closeDoor({ ...all, effects }, context)
}
