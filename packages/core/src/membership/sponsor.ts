/**
 * The sponsor's side: who may come in under which name. It must never let a second process take
 * the name of one that answers, nor answer before what it says is durable. Invariants: M18 (a name
 * has one live store), M19 (accepting again changes nothing), M20 (durable before said), M21 (the
 * name and address are the frame's, not the request's), M22 (at most `sponsoredMax` wait), M24
 * (nobody is let in by a clock far from a majority's).
 */
import type {
  Ack,
  ClusterEvent,
  Effect,
  JoinRequest,
  MemberName,
  Message,
  Outcome,
  Refusal,
  StoreId,
  VersionVector,
  LogEntry,
} from '../model/index.ts'
import type { ClusterId } from '../model/index.ts'
import {
  clusterLabel,
  destinationOf,
  displacedName,
  type Marked,
  marked,
  messageRefused,
  refusal,
  succeed,
  tagOf,
} from '../model/index.ts'
import type { Context, Decision, StoreRecord } from '../state/index.ts'
import { decided, memberNamed, recordOf, whyNotLog } from '../state/index.ts'
import { pingOf } from './detector/index.ts'
import type { Applicant, MembershipLocal, Received, Sponsored } from './local/index.ts'
import { isIsolated, isStalled, sponsorTimer } from './local/index.ts'

export type Judgement =
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  | { readonly kind: 'accept-again'; readonly cluster: ClusterId }
  /** Admitted, but not durable yet: its answer is on its way, or comes with the next request. */
  | { readonly kind: 'say-nothing' }
  | { readonly kind: 'admit'; readonly replaces: StoreId | null; readonly cluster: ClusterId }
  | { readonly kind: 'ask'; readonly holder: StoreRecord; readonly cluster: ClusterId }

/** Does as was judged: lets in, refuses, or asks whoever holds the name first. */
export function answerApplicant(
  local: MembershipLocal,
  context: Context,
  judged: { readonly applicant: Applicant; readonly judgement: Judgement },
): Decision<MembershipLocal> {
  const { applicant, judgement } = judged
  if (judgement.kind !== 'ask') return carryOut(local, applicant, judgement)
  const waiting = local.sponsored.get(applicant.request.name)
  if (waiting?.holder === judgement.holder.store)
    // The holder is being asked already; whoever asked last waits for its answer.
    return decided(withSponsored(local, { ...waiting, ...applicant }))
  return beginAsking(local, context, { applicant, holder: judgement.holder })
}

/** What to do about an applicant, by the roster and the live view as they are now. */
export function judge(local: MembershipLocal, context: Context, applicant: Applicant): Judgement {
  const { request, from } = applicant
  const { name, cluster } = context.self
  const objection = objectionTo(local, context, applicant)
  if (objection !== undefined) return { kind: 'refuse', refusal: objection }
  if (cluster === undefined) return no('not-joined', `${name} is in no cluster yet`)
  const known = recordOf(context.state, request.store)
  if (known !== undefined) return judgeAgain(context, { known, request, cluster })
  const why = whyNotLog(context)
  if (why !== undefined) return { kind: 'refuse', refusal: why }
  const holder = memberNamed(context.state, request.name)
  if (holder === undefined) return { kind: 'admit', replaces: null, cluster }
  if (holder.store === context.self.store)
    return no('name-taken', `${request.name} is the name of the member asked`)
  if (holder.store === request.previous) return { kind: 'admit', replaces: holder.store, cluster }
  if (from.cluster === clusterLabel(cluster) && request.previous === null)
    return no('name-taken', `${request.name} is a member already`)
  // Only a view that is being kept up says that the holder is silent now (M18).
  const isSilent = local.live.get(request.name)?.status === 'failed'
  if (isSilent && local.isRunning && !isIsolated(local))
    return { kind: 'admit', replaces: holder.store, cluster }
  return { kind: 'ask', holder, cluster }
}

function objectionTo(
  local: MembershipLocal,
  context: Context,
  { request, from }: Applicant,
): Refusal | undefined {
  const { name, role } = context.self
  if (role === 'client') return refusal('cluster-config', `${name} is a client and has no cluster`)
  if (context.lifecycle === 'joining' || context.lifecycle === 'ejected')
    return refusal('not-joined', `${name} is in no cluster now: it is ${context.lifecycle}`)
  // Two that let each other in would each move into the cluster that the other leaves (M14).
  if (local.joining !== undefined)
    return refusal('not-joined', `${name} is itself joining at ${local.joining.contact}`)
  if (request.name === from.name && request.address === from.address) return undefined
  const claimed = `${request.name} at ${request.address}`
  return refusal('invalid-token', `${from.name} at ${from.address} proved no right to ${claimed}`)
}

const no = (kind: Refusal['kind'], detail: string): Judgement => ({
  kind: 'refuse',
  refusal: refusal(kind, detail),
})

/** A store the log knows: the same request again, or one that must not be let in (M19). */
function judgeAgain(
  context: Context,
  again: {
    readonly known: StoreRecord
    readonly request: JoinRequest
    readonly cluster: ClusterId
  },
): Judgement {
  const { known, request, cluster } = again
  if (known.status !== 'member')
    return no('cluster-state', `store ${known.store} is out for good (${known.status})`)
  const isItsName =
    known.name === request.name || known.name === displacedName(request.name, known.store)
  if (!isItsName || known.address !== request.address)
    return no('name-taken', `store ${known.store} is ${known.name} at ${known.address}`)
  return isDurable(known.admitted, context.durable)
    ? { kind: 'accept-again', cluster }
    : { kind: 'say-nothing' }
}

const isDurable = (entry: LogEntry, durable: VersionVector): boolean =>
  (durable.get(entry.stream) ?? 0) > entry.seq

/** A judgement that needs nobody else. Whoever waited for this name waits no longer. */
function carryOut(
  local: MembershipLocal,
  applicant: Applicant,
  judgement: Exclude<Judgement, { kind: 'ask' }>,
): Decision<MembershipLocal> {
  const { request } = applicant
  if (judgement.kind === 'say-nothing')
    return decided(local, { effects: [marked('membership.accepted-unsynced')] })
  if (judgement.kind === 'refuse') {
    const outcome: Outcome<never> = { ok: false, refusal: judgement.refusal }
    return decided(local, { effects: replyTo(applicant, outcome) })
  }
  const accepted = replyTo(applicant, succeed(judgement.cluster))
  if (judgement.kind === 'accept-again')
    return decided(local, { effects: [...accepted, marked('membership.accepted-again')] })
  const { name, address, store } = request
  const { replaces } = judgement
  const event: ClusterEvent = { kind: 'member-joined', name, address, store, replaces }
  const ended = endAsking(local, name)
  const effects = [...ended.effects, ...markOf(request, replaces)]
  return { ...ended, events: [{ event, settles: undefined }], effects, then: accepted }
}

/** Why the store that held the name gives way. */
function markOf({ previous }: JoinRequest, replaces: StoreId | null): readonly Marked[] {
  if (replaces === null) return []
  const isGivenUp = replaces === previous
  return [marked(isGivenUp ? 'membership.store-given-up' : 'membership.holder-silent')]
}

export function replyTo(applicant: Applicant, outcome: Outcome<ClusterId>): Effect[] {
  const { request, from } = applicant
  const message: Message = { kind: 'join-reply', store: request.store, outcome }
  const refused: Effect[] = outcome.ok
    ? []
    : [
        {
          kind: 'publish',
          notice: messageRefused(from.name, 'join-request', outcome.refusal),
        },
      ]
  return [{ kind: 'send', to: { name: from.name, address: from.address }, message }, ...refused]
}

function beginAsking(
  local: MembershipLocal,
  context: Context,
  asking: { readonly applicant: Applicant; readonly holder: StoreRecord },
): Decision<MembershipLocal> {
  const { applicant, holder } = asking
  const { sponsoredMax } = local.config
  if (!local.sponsored.has(applicant.request.name) && local.sponsored.size >= sponsoredMax) {
    const why = refusal('overloaded', `${sponsoredMax} joins wait for an answer here already`)
    return decided(local, { effects: replyTo(applicant, { ok: false, refusal: why }) })
  }
  const firstProbe = local.nextProbe
  const waiting: Sponsored = { ...applicant, holder: holder.store, firstProbe, missed: 0 }
  const asked = askHolder(withSponsored(local, waiting), context, holder)
  return { ...asked, effects: [...asked.effects, marked('membership.holder-asked')] }
}

/** A ping to the store that holds the name, where it was last known to listen. */
function askHolder(
  local: MembershipLocal,
  context: Context,
  holder: StoreRecord,
): Decision<MembershipLocal> {
  const message = pingOf(local, context, local.nextProbe)
  if (message === undefined) return decided(local)
  const deadline = context.at + local.config.probeTimeoutMs
  return decided(
    { ...local, nextProbe: local.nextProbe + 1 },
    {
      effects: [
        { kind: 'send', to: destinationOf(holder), message },
        { kind: 'arm', timer: sponsorTimer(holder.name), deadline },
      ],
    },
  )
}

/** The holder's time to answer is over: judge anew, ask again, or let the applicant in. */
export function missHolder(
  local: MembershipLocal,
  context: Context,
  name: MemberName,
): Decision<MembershipLocal> {
  const waiting = local.sponsored.get(name)
  if (waiting === undefined) return decided(local)
  const judgement = judge(local, context, waiting)
  if (judgement.kind !== 'ask') {
    const ended = endAsking(local, name)
    const done = carryOut(ended.local, waiting, judgement)
    return { ...done, effects: [...ended.effects, ...done.effects] }
  }
  const { holder, cluster } = judgement
  if (holder.store !== waiting.holder)
    return beginAsking(local, context, { applicant: waiting, holder })
  // Silence says nothing while nobody can be heard (M7), nor of what was not read yet (M27).
  const isDeaf = isIsolated(local) || isStalled(local, context)
  const missed = isDeaf ? waiting.missed : waiting.missed + 1
  if (missed >= local.config.holderProbes)
    return carryOut(local, waiting, { kind: 'admit', replaces: holder.store, cluster })
  return askHolder(withSponsored(local, { ...waiting, missed }), context, holder)
}

/** The holder of a wanted name answered one of the probes that asked, or a later one (M18). */
export function holderAnswered(
  local: MembershipLocal,
  context: Context,
  input: Received<Ack>,
): Decision<MembershipLocal> {
  const { from, message: ack } = input
  const waiting = local.sponsored.get(from.name)
  const isAnswer =
    waiting !== undefined &&
    tagOf(waiting.holder) === ack.store &&
    from.cluster === clusterLabel(context.self.cluster) &&
    ack.probe >= waiting.firstProbe &&
    ack.probe < local.nextProbe
  if (!isAnswer) return decided(local)
  const why = refusal('name-taken', `${from.name} is a member and answers at ${from.address}`)
  const ended = endAsking(local, from.name)
  const reply = replyTo(waiting, { ok: false, refusal: why })
  const mark = marked('membership.holder-answered')
  return { ...ended, effects: [...ended.effects, ...reply, mark] }
}

const withSponsored = (local: MembershipLocal, waiting: Sponsored): MembershipLocal => ({
  ...local,
  sponsored: new Map(local.sponsored).set(waiting.request.name, waiting),
})

function endAsking(local: MembershipLocal, name: MemberName): Decision<MembershipLocal> {
  if (!local.sponsored.has(name)) return decided(local)
  const sponsored = new Map(local.sponsored)
  sponsored.delete(name)
  return decided(
    { ...local, sponsored },
    { effects: [{ kind: 'disarm', timer: sponsorTimer(name) }] },
  )
}
