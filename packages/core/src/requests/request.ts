/**
 * The asker's side: where an ask goes, its id, its answer, its end. Keeps Q1 (every ask settles
 * exactly once: an id leaves `pending` with its settlement, and only then), Q4 (a request for one
 * life of a peer says so), Q5 (an id of its own for every request) Q8 (an answer counts only
 * from who was asked) and Q9 (only what did not run is asked of the next life).
 */
import {
  type Abandon,
  type Address,
  type Ask,
  type CommandId,
  clusterLabel,
  destinationOf,
  drawBelow,
  type Effect,
  marked,
  type MemberName,
  messageRefused,
  type Outcome,
  type Refusal,
  refusal,
  refuse,
  type Reply,
  type Request,
  type Sender,
  succeed,
  type Value,
} from '../model/index.ts'
import {
  type Context,
  decided,
  type Decision,
  memberNamed,
  type Self,
  type StoreRecord,
} from '../state/index.ts'
import { answer, notJoined } from './answer.ts'
import type { PendingRequest, RequestsLocal } from './local.ts'
import { idsPerStretch } from './senders.ts'
import { handOver, isServingFull, servingOverloaded } from './serving.ts'
import { withPending } from './timers.ts'

type Decided = Decision<RequestsLocal>

interface Issued<Command> {
  readonly id: CommandId
  readonly command: Command
}

export function ask(local: RequestsLocal, context: Context, issued: Issued<Ask>): Decided {
  const target = targetOf(context, issued.command)
  if (target.kind !== 'target') return settledWith(local, issued.id, { ok: false, refusal: target })
  const { command } = issued
  if (target.isOwn && command.subject !== 'data')
    return settledWith(local, issued.id, answer(context, command.subject))
  if (local.pending.size >= local.config.inFlightMax)
    return settledWith(local, issued.id, overloaded(local))
  const idBase = local.idBase ?? drawIdBase(context)
  const { name, address, isOwn } = target
  const request: PendingRequest = {
    id: idBase + issued.id,
    command: issued.id,
    name,
    address,
    isOwn,
    subject: command.subject,
    incarnation: command.subject === 'data' ? lifeOf(context, name) : 0,
    nextLife: 'not-asked',
    data: command.data,
    timeoutMs: command.timeoutMs,
    askedAt: context.at,
    sentAt: context.at,
  }
  const based = local.idBase === undefined ? { ...local, idBase } : local
  return isOwn ? askSelf(based, context, request) : askPeer(based, request)
}

interface Target {
  readonly kind: 'target'
  readonly name: MemberName | undefined
  readonly address: Address
  readonly isOwn: boolean
}

function targetOf(context: Context, command: Ask): Target | Refusal {
  const { self } = context
  const { name, address } = command.to
  if (!(Number.isFinite(command.timeoutMs) && command.timeoutMs > 0))
    return refusal('invalid-option', 'timeoutMs must be a number of milliseconds above 0')
  const known = name === undefined ? undefined : memberNamed(context.state, name)
  if (self.role === 'member' && isOwnTarget(self, command.to, known))
    return { kind: 'target', name: self.name, address: self.address, isOwn: true }
  const where = address ?? known?.address
  if (where !== undefined) return { kind: 'target', name, address: where, isOwn: false }
  if (name !== undefined) return refusal('unknown-peer', `no member is called ${name}`)
  return refusal('invalid-option', 'a request needs the name or the address of a member')
}

/** By address, or by a name that is its own: in the roster, or, for who is in none, as it chose. */
function isOwnTarget(self: Self, to: Ask['to'], known: StoreRecord | undefined): boolean {
  if (to.name === undefined) return to.address === self.address
  return known === undefined ? to.name === self.name : known.store === self.store
}

/** The life of a peer as the live view has it; 0: not known yet. */
const lifeOf = (context: Context, name: MemberName | undefined): number =>
  name === undefined ? 0 : (context.live.get(name)?.incarnation ?? 0)

/** A place of its own for the ids of this process, so that no other life's are met (Q5). */
const drawIdBase = (context: Context): number =>
  drawBelow(2 ** 31, context.entropy, 'requests/ids') * idsPerStretch

const overloaded = (local: RequestsLocal): Outcome<never> =>
  refuse('overloaded', `${local.config.inFlightMax} requests are in flight (inFlightMax)`)

function askPeer(local: RequestsLocal, request: PendingRequest): Decided {
  const armed = withPending(local, request)
  return decided(armed.local, { effects: [sendRequest(request), ...armed.effects] })
}

function askSelf(local: RequestsLocal, context: Context, request: PendingRequest): Decided {
  const { self } = context
  const why = notJoined(context)
  if (why !== undefined) return settledWith(local, request.command, { ok: false, refusal: why })
  if (isServingFull(local)) {
    const outcome = { ok: false, refusal: servingOverloaded(local) } as const
    return settledWith(local, request.command, outcome)
  }
  const { name, address } = self
  const from: Sender = { name, address, cluster: clusterLabel(self.cluster) }
  const armed = withPending(local, request)
  const { id, data } = request
  const toServe = { id, from, sender: undefined, data, isClient: false }
  const { serving, served, effect } = handOver(local, toServe)
  return decided({ ...armed.local, serving, served }, { effects: [effect, ...armed.effects] })
}

/** The request as it goes out, the first time and again. */
export function sendRequest(pending: PendingRequest): Effect {
  const { id, subject, incarnation, data, name, address } = pending
  const message: Request = { kind: 'request', id, subject, incarnation, data }
  return { kind: 'send', to: destinationOf({ name, address }), message }
}

/**
 * An answer settles its request; a second one finds nothing to settle (Q1). That it was meant for a
 * life that is over sends it to the next one instead, if it cannot have run (Q9).
 */
export function receiveReply(
  local: RequestsLocal,
  context: Context,
  received: { readonly from: Sender; readonly message: Reply },
): Decided {
  const { from, message } = received
  const request = local.pending.get(message.id)
  if (request !== undefined && isFromAsked(request, from)) {
    const { outcome } = message
    return !outcome.ok && outcome.refusal.kind === 'restarted'
      ? askNextLife(local, context, { request, why: outcome.refusal })
      : settled(local, request, outcome)
  }
  const why =
    request === undefined
      ? refusal('network-error', 'an answer that nobody waits for: late, or a second one')
      : refusal('unknown-target', `an answer from ${from.name}, who was not asked`)
  const notice = messageRefused(from.name, 'reply', why)
  return decided(local, { effects: [{ kind: 'publish', notice }] })
}

/**
 * Sent once, it was one frame, and that counted in the life that refused it, not in the one before
 * (F3, F4). Sent again meanwhile, the life before may have run it: nobody knows.
 */
function askNextLife(
  local: RequestsLocal,
  context: Context,
  refused: { readonly request: PendingRequest; readonly why: Refusal },
): Decided {
  const { request, why } = refused
  const isSentOnce = request.sentAt === request.askedAt && request.nextLife === 'not-asked'
  if (request.incarnation === 0 || !isSentOnce)
    return settled(local, request, refuse('network-error', why.detail))
  const next = forNextLife(request, context)
  const pending = local.pending.with(request.id, next)
  const effects: Effect[] = [marked('requests.next-life')]
  if (next.nextLife === 'asked') effects.push(sendRequest(next))
  return decided({ ...local, pending }, { effects })
}

/** The request as the next life gets it, or as it waits until the live view knows that one. */
export function forNextLife(request: PendingRequest, context: Context): PendingRequest {
  const incarnation = lifeOf(context, request.name)
  return incarnation === 0 || incarnation === request.incarnation
    ? { ...request, nextLife: 'awaited' }
    : { ...request, incarnation, nextLife: 'asked', sentAt: context.at }
}

/** By name or address; one asked by address alone may go by any name (Q8). */
const isFromAsked = ({ name, address, isOwn }: PendingRequest, from: Sender): boolean =>
  !isOwn && (name === undefined || name === from.name || address === from.address)

/** The caller gave up: its slot is free at once, and a late answer finds nothing. */
export function abandon(local: RequestsLocal, issued: Issued<Abandon>): Decided {
  const own: Effect = { kind: 'settle', id: issued.id, outcome: succeed(null) }
  const id = (local.idBase ?? Number.NaN) + issued.command.id
  const request = local.pending.get(id)
  if (request === undefined) return decided(local, { effects: [own] })
  const decision = settled(local, request, refuse('aborted', 'the caller gave up'))
  return { ...decision, effects: [...decision.effects, own] }
}

export function settled(
  local: RequestsLocal,
  request: PendingRequest,
  outcome: Outcome<Value>,
): Decided {
  const pending = local.pending.without(request.id)
  return settledWith({ ...local, pending }, request.command, outcome)
}

function settledWith(local: RequestsLocal, id: CommandId, outcome: Outcome<Value>): Decided {
  return decided(local, { effects: [{ kind: 'settle', id, outcome }] })
}
