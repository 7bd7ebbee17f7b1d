/**
 * The joiner's side: one join at a time, repeated until it is answered or its deadline passes. It
 * must never change anything but the join itself before somebody lets this member in. Invariants:
 * M14 (one at a time), M15 (each command is settled exactly once), M16 (a refused join changes
 * nothing), M17 (every join mints a new store, and gives up the one before).
 */
import type {
  Abandon,
  CommandId,
  Destination,
  Effect,
  FrameRefused,
  Join,
  JoinReply,
  Message,
  Nack,
  Outcome,
  PeerUnreachable,
  Refusal,
  RefusalKind,
  StoreId,
} from '../model/index.ts'
import {
  drawId,
  marked,
  messageRefused,
  refusal,
  refuse,
  storeIdBytes,
  succeed,
} from '../model/index.ts'
import type { Context, Decision } from '../state/index.ts'
import { decided, isMember, recordOf } from '../state/index.ts'
import type { MembershipLocal, PendingJoin, Received } from './local/index.ts'
import { joinRetryTimer, joinTimer } from './local/index.ts'

/** The application asks to join the cluster of a contact. */
export function beginJoin(
  local: MembershipLocal,
  context: Context,
  asked: { readonly id: CommandId; readonly command: Join },
): Decision<MembershipLocal> {
  const { id, command } = asked
  const objection = objectionTo(local, context, command)
  if (objection !== undefined) {
    const outcome: Outcome<never> = { ok: false, refusal: objection }
    return decided(local, { effects: [{ kind: 'settle', id, outcome }] })
  }
  const draw = { label: 'membership/store', bytes: storeIdBytes }
  const store = drawId(context.hash, context.entropy, draw) as StoreId
  const { name, address } = context.self
  const { contact, timeoutMs } = command
  const joining: PendingJoin = {
    command: id,
    contact,
    timeoutMs,
    request: { kind: 'join-request', name, address, store, previous: previousOf(local, context) },
    sponsor: undefined,
    trouble: undefined,
  }
  const deadline: Effect = { kind: 'arm', timer: joinTimer, deadline: context.at + timeoutMs }
  return decided(
    { ...local, joining },
    { effects: [deadline, ...attempt(local, context, joining)] },
  )
}

function objectionTo(
  local: MembershipLocal,
  context: Context,
  { contact }: Join,
): Refusal | undefined {
  const { role, name, address } = context.self
  if (role === 'client') {
    const detail = 'a client has no address to be reached at: only members join'
    return refusal('cluster-config', detail)
  }
  if (contact === address)
    return refusal('invalid-option', `${contact} is the address of ${name} itself`)
  if (local.leaving !== undefined)
    return refusal('cluster-state', `${name} is leaving, and may join once that is settled`)
  if (local.joining === undefined) return undefined
  return refusal('cluster-state', `${name} is joining at ${local.joining.contact} already`)
}

/**
 * The store that this join gives up (M17): one's own, if it was let in and its log never came;
 * else that of the last join that failed, which somebody may have admitted; else one that is out.
 */
function previousOf(local: MembershipLocal, context: Context): StoreId | null {
  const { store } = context.self
  const { givenUp = null } = local
  if (store === undefined || isMember(context.state, store)) return givenUp
  // Who is out by its own log holds no name any more.
  const isOut = recordOf(context.state, store) !== undefined
  return isOut ? (givenUp ?? store) : store
}

/** Asks again: to be let in or, once let in, for the log. */
export function retryJoin(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const { joining } = local
  if (joining === undefined) return decided(local)
  const mark =
    joining.sponsor === undefined ? 'membership.join-repeated' : 'membership.join-resumed'
  return decided(local, { effects: [...attempt(local, context, joining), marked(mark)] })
}

function attempt(local: MembershipLocal, context: Context, pending: PendingJoin): Effect[] {
  const deadline = context.at + local.config.joinRetryMs
  const to: Destination = pending.sponsor ?? { name: undefined, address: pending.contact }
  const message: Message =
    pending.sponsor === undefined
      ? pending.request
      : { kind: 'pull', vector: context.durable, bytesMax: local.config.joinPullBytesMax }
  return [
    { kind: 'send', to, message },
    { kind: 'arm', timer: joinRetryTimer, deadline },
  ]
}

/** The contact's answer. Let in: begin an empty log and fetch theirs. */
export function hearJoinReply(
  local: MembershipLocal,
  context: Context,
  input: Received<JoinReply>,
): Decision<MembershipLocal> {
  const { message: reply, from } = input
  const pending = local.joining
  if (pending === undefined || reply.store !== pending.request.store)
    return refuseReply(local, input)
  if (pending.sponsor !== undefined) return decided(local)
  if (!reply.outcome.ok) return hearRefusal(local, pending, reply.outcome.refusal)
  const sponsor: Destination = { name: from.name, address: from.address }
  const joining: PendingJoin = { ...pending, sponsor, trouble: undefined }
  // The new log is empty: what is durable of the old one is no longer ours to name.
  const fresh: Context = { ...context, durable: new Map() }
  return decided(
    { ...local, joining, givenUp: undefined },
    {
      adopt: { store: reply.store, cluster: reply.outcome.value },
      effects: attempt(local, fresh, joining),
    },
  )
}

/** The contact does not take join requests at all. */
export function hearJoinNack(
  local: MembershipLocal,
  input: Received<Nack>,
): Decision<MembershipLocal> {
  const { message, from } = input
  const pending = local.joining
  if (pending === undefined || pending.sponsor !== undefined || pending.contact !== from.address)
    return decided(local)
  const detail = `${from.name} at ${from.address} takes no join requests`
  return hearRefusal(local, pending, refusal(message.refusal, detail))
}

/** Not now is not no: only these two kinds are worth asking again until the deadline. */
const isPassing = (kind: RefusalKind): boolean => kind === 'not-joined' || kind === 'overloaded'

const hearRefusal = (
  local: MembershipLocal,
  pending: PendingJoin,
  trouble: Refusal,
): Decision<MembershipLocal> =>
  isPassing(trouble.kind)
    ? decided(
        { ...local, joining: { ...pending, trouble } },
        { effects: [marked('membership.join-put-off')] },
      )
    : endJoin(local, pending, { ok: false, refusal: trouble })

function refuseReply(
  local: MembershipLocal,
  input: Received<JoinReply>,
): Decision<MembershipLocal> {
  const { from, message } = input
  const why = refusal('cluster-state', `no join waits for an answer about store ${message.store}`)
  return decided(local, {
    effects: [{ kind: 'publish', notice: messageRefused(from.name, 'join-reply', why) }],
  })
}

/** Remembers why an answer may never come: the deadline's refusal then says so. */
export function noteJoinTrouble(
  local: MembershipLocal,
  input: FrameRefused | PeerUnreachable,
): MembershipLocal {
  const pending = local.joining
  if (pending === undefined || pending.contact !== input.address) return local
  const trouble =
    input.kind === 'frame-refused'
      ? refusal(input.reason, `a frame of ${input.address} was refused (${input.reason})`)
      : (pending.trouble ?? refusal('network-error', `nobody listens at ${input.address}`))
  return { ...local, joining: { ...pending, trouble } }
}

/** The deadline passed (M15). */
export function expireJoin(local: MembershipLocal): Decision<MembershipLocal> {
  const pending = local.joining
  if (pending === undefined) return decided(local)
  const { contact, timeoutMs, sponsor, trouble, request } = pending
  const within = `within ${timeoutMs} ms`
  if (sponsor !== undefined) {
    const detail = `${contact} let ${request.name} in, but its log did not arrive ${within}`
    return giveUpJoin(local, pending, refuse('network-error', detail))
  }
  const detail =
    trouble === undefined
      ? `no answer from ${contact} to the join request of ${request.name} ${within}`
      : `${contact} did not let ${request.name} in ${within}: ${trouble.detail}`
  return giveUpJoin(local, pending, refuse(trouble?.kind ?? 'network-error', detail))
}

/** The application gave up on its join. */
export function abandonJoin(local: MembershipLocal, command: Abandon): Decision<MembershipLocal> {
  const pending = local.joining
  if (pending === undefined || pending.command !== command.id) return decided(local)
  return giveUpJoin(
    local,
    pending,
    refuse('aborted', `the join at ${pending.contact} was abandoned`),
  )
}

/** The disk does not take the log that came of it: the next join gives that store up (M17). */
export function loseJoin(
  local: MembershipLocal,
  store: StoreId | undefined,
  why: Refusal,
): Decision<MembershipLocal> {
  const lost = { ...local, givenUp: store }
  const pending = local.joining
  if (pending?.sponsor === undefined) return decided(lost)
  return endJoin(lost, pending, { ok: false, refusal: why })
}

/** Own store is in the fold: the join is done. Told once what says so is durable (M15). */
export function completeJoin(local: MembershipLocal, context: Context): Decision<MembershipLocal> {
  const pending = local.joining
  const isIn = pending?.sponsor !== undefined && isMember(context.state, pending.request.store)
  if (pending === undefined || !isIn) return decided(local)
  const ended = endJoin(local, pending, succeed(null))
  return { ...ended, effects: [], then: ended.effects }
}

/** Nobody said no, so somebody may have said yes: the next join gives this store up (M17). */
const giveUpJoin = (
  local: MembershipLocal,
  pending: PendingJoin,
  outcome: Outcome<never>,
): Decision<MembershipLocal> => {
  if (pending.sponsor !== undefined) return endJoin(local, pending, outcome)
  const ended = endJoin({ ...local, givenUp: pending.request.store }, pending, outcome)
  return { ...ended, effects: [...ended.effects, marked('membership.join-unheard')] }
}

function endJoin(
  local: MembershipLocal,
  pending: PendingJoin,
  outcome: Outcome<null>,
): Decision<MembershipLocal> {
  return decided(
    { ...local, joining: undefined },
    {
      effects: [
        { kind: 'disarm', timer: joinTimer },
        { kind: 'disarm', timer: joinRetryTimer },
        { kind: 'settle', id: pending.command, outcome },
      ],
    },
  )
}
