/**
 * Leaving, so that the others know: ejects oneself, then asks members of the roster as it was, a
 * few at a time, until one says that it takes this member for none. It must never say that it left
 * while nobody else is known to have it, nor go on for longer than it was given. Invariants: M15
 * (settled once), M24 (not with a clock far from a majority's), M35 (never while it joins), M36
 * (confirmed by one that had known it), M37 (out by its own log it stays out, confirmed or not).
 */
import type {
  Abandon,
  Ack,
  ClusterEvent,
  CommandId,
  Effect,
  Millis,
  Nack,
  Outcome,
  Refusal,
} from '../../model/index.ts'
import { clusterLabel, type Marked, marked, refusal, refuse, succeed } from '../../model/index.ts'
import type { Context, Decision, StoreRecord } from '../../state/index.ts'
import { decided, isMember, recordOf, whyNotLog } from '../../state/index.ts'
import { pingOf } from '../detector/index.ts'
import type { MembershipLocal, PendingLeave, Received } from '../local/index.ts'
import { leaveRetryTimer, leaveTimer } from '../local/index.ts'
import { drawWitnesses, witnessesOf, witnessFrom } from './witness.ts'

/** Ejects this member, and begins to ask as soon as that is durable. */
export function beginLeave(
  local: MembershipLocal,
  context: Context,
  asked: { readonly id: CommandId; readonly timeoutMs: Millis },
): Decision<MembershipLocal> {
  const { id: command, timeoutMs } = asked
  const own = ownRecord(context)
  const objection = objectionTo(local, context, own)
  if (objection !== undefined || own === undefined) {
    const outcome: Outcome<never> = { ok: false, refusal: objection ?? notJoined(context) }
    return decided(local, { effects: [{ kind: 'settle', id: command, outcome }] })
  }
  const witnesses = witnessesOf(local, context, own)
  const leaving: PendingLeave = { command, timeoutMs, witnesses, isAsked: false }
  const event: ClusterEvent = { kind: 'member-ejected', name: own.name, store: own.store }
  return decided(
    { ...local, leaving },
    {
      events: [{ event, settles: undefined }],
      effects: [{ kind: 'arm', timer: leaveTimer, deadline: context.at + timeoutMs }],
      // Pushed first, then asked about: what rides on `then` goes out before the timer fires.
      then: [{ kind: 'arm', timer: leaveRetryTimer, deadline: context.at }],
    },
  )
}

function objectionTo(
  local: MembershipLocal,
  context: Context,
  own: StoreRecord | undefined,
): Refusal | undefined {
  const { name, role } = context.self
  if (role === 'client') return refusal('cluster-config', `${name} is a client: only members leave`)
  if (local.joining !== undefined)
    return refusal('cluster-state', `${name} is joining at ${local.joining.contact}: abandon that`)
  if (own === undefined) return notJoined(context)
  if (context.state.memberCount === 1)
    return refusal('cluster-state', `${name} is the last member: a cluster is never empty`)
  return whyNotLog(context)
}

const notJoined = ({ self }: Context): Refusal =>
  refusal('not-joined', `${self.name} is no member of a cluster now: there is none to leave`)

function ownRecord({ self, state }: Context): StoreRecord | undefined {
  const record = self.store === undefined ? undefined : recordOf(state, self.store)
  return record?.status === 'member' ? record : undefined
}

/** Asks a few, and again until somebody has heard of it. */
export function retryLeave(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const { leaving, nextProbe } = local
  if (leaving === undefined) return decided(local)
  const { leaveFanout, leaveRetryMs } = local.config
  const effects: Effect[] = []
  const drawn = drawWitnesses(leaving.witnesses, context.entropy, leaveFanout)
  for (const [i, to] of drawn.entries()) {
    const message = pingOf(local, context, nextProbe + i)
    if (message !== undefined) effects.push({ kind: 'send', to, message })
  }
  if (leaving.isAsked) effects.push(marked('membership.leave-repeated'))
  effects.push({ kind: 'arm', timer: leaveRetryTimer, deadline: context.at + leaveRetryMs })
  const asked = { ...leaving, isAsked: true }
  return decided({ ...local, leaving: asked, nextProbe: nextProbe + drawn.length }, { effects })
}

/** It had this member for one a moment ago: its next nack will mean that it heard (M36). */
export function hearLeaveAck(
  local: MembershipLocal,
  input: Received<Ack>,
): Decision<MembershipLocal> {
  const { leaving } = local
  const its = leaving && witnessFrom(leaving.witnesses, input.from)
  if (leaving === undefined || its === undefined || its.hasKnown) return decided(local)
  const witnesses = leaving.witnesses.map((witness) =>
    witness === its ? { ...its, hasKnown: true } : witness,
  )
  return decided({ ...local, leaving: { ...leaving, witnesses } })
}

/** "You are no member": if it had this one for a member before, it has heard that it left (M36). */
export function hearLeaveNack(
  local: MembershipLocal,
  context: Context,
  input: Received<Nack>,
): Decision<MembershipLocal> {
  const { from, message } = input
  const { leaving } = local
  if (leaving === undefined || message.about !== 'ping' || message.refusal !== 'not-member')
    return decided(local)
  const its = witnessFrom(leaving.witnesses, from)
  const isOfCluster = from.cluster === clusterLabel(context.self.cluster)
  if (its === undefined || !isOfCluster || !isOutDurably(context)) return decided(local)
  if (its.hasKnown) return endLeave(local, leaving, succeed(null))
  return decided(local, { effects: [marked('membership.witness-unknowing')] })
}

function isOutDurably({ self, state, durable }: Context): boolean {
  const ended = self.store && recordOf(state, self.store)?.ended
  return ended !== undefined && (durable.get(ended.stream) ?? 0) > ended.seq
}

/** The deadline passed (M15): the log says that it is out, and nobody is known to have read it. */
export function expireLeave(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const { leaving } = local
  if (leaving === undefined) return decided(local)
  const detail =
    `${context.self.name} is out by its own log, but no other member confirmed it within ` +
    `${leaving.timeoutMs} ms: who has not heard of it may take it for failed`
  return giveUp(local, leaving, refuse('network-error', detail))
}

/** The application waits no longer. What is logged stays (M37). */
export function abandonLeave(local: MembershipLocal, command: Abandon): Decision<MembershipLocal> {
  const { leaving } = local
  if (leaving === undefined || leaving.command !== command.id) return decided(local)
  return giveUp(local, leaving, refuse('aborted', 'it is out by its own log all the same'))
}

const giveUp = (
  local: MembershipLocal,
  leaving: PendingLeave,
  outcome: Outcome<never>,
): Decision<MembershipLocal> =>
  withMark(endLeave(local, leaving, outcome), marked('membership.leave-unheard'))

const withMark = (
  decision: Decision<MembershipLocal>,
  mark: Marked,
): Decision<MembershipLocal> => ({ ...decision, effects: [...decision.effects, mark] })

/** It is a member again: all others were out before it, or its disk did not take the leave. */
export function takeBackLeave(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const { leaving } = local
  if (leaving === undefined || !isMember(context.state, context.self.store)) return decided(local)
  const { name } = context.self
  const outcome =
    context.state.memberCount === 1
      ? refuse('cluster-state', `the others were out before ${name}, which is the last member now`)
      : refuse('store-failed', `the log store of ${name} did not take it: it is a member still`)
  return withMark(endLeave(local, leaving, outcome), marked('membership.leave-taken-back'))
}

function endLeave(
  local: MembershipLocal,
  { command }: PendingLeave,
  outcome: Outcome<null>,
): Decision<MembershipLocal> {
  return decided(
    { ...local, leaving: undefined },
    {
      effects: [
        { kind: 'disarm', timer: leaveTimer },
        { kind: 'disarm', timer: leaveRetryTimer },
        { kind: 'settle', id: command, outcome },
      ],
    },
  )
}
