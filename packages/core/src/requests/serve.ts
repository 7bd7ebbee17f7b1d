/**
 * The receiver's side: who may ask what, and what becomes of a data request. Keeps Q2 (another life
 * of this member runs nothing that was meant for one before), Q3 (an id is run at most once; its
 * repeats get the same answer) and Q7 (limits are answered, not met with silence). A refusal goes
 * back as the reply itself, since a nack could not say to which request.
 */
import {
  type Effect,
  invariant,
  marked,
  messageRefused,
  type Outcome,
  type Refusal,
  refusal,
  type Request,
  type RequestServed,
  type Sender,
  type Value,
} from '../model/index.ts'
import { type Context, decided, type Decision, isFromMember } from '../state/index.ts'
import { answer, notJoined } from './answer.ts'
import type { RequestsLocal } from './local.ts'
import { settled } from './request.ts'
import { hasSeen, markSeen } from './seen.ts'
import {
  answerOf,
  isClient,
  recordFor,
  type SenderRecord,
  senderKey,
  type Senders,
  type Serving,
  withAnswer,
  withoutIdle,
} from './senders.ts'
import { handOver, isServing, isServingFull, servingOverloaded } from './serving.ts'
import { arm, forgetTimer } from './timers.ts'

type Decided = Decision<RequestsLocal>

interface Received {
  readonly from: Sender
  readonly message: Request
}

export function receiveRequest(
  local: RequestsLocal,
  context: Context,
  received: Received,
): Decided {
  const why = refusalOf(context, received)
  if (why !== undefined) return decided(local, { effects: refused(received, why) })
  const { subject } = received.message
  if (subject === 'data') return receiveData(local, context, received)
  return decided(local, { effects: [reply(received, answer(context, subject))] })
}

function refusalOf(context: Context, { from, message }: Received): Refusal | undefined {
  const { self } = context
  if (self.role === 'client')
    return refusal('unknown-target', `${self.name} is a client: it answers no requests`)
  if (message.subject === 'ping') return undefined
  const own = notJoined(context)
  if (own !== undefined) return own
  if (!isClient(from) && !isFromMember(context, from))
    return refusal('not-member', `${from.name} is no member of the cluster of ${self.name}`)
  if (message.incarnation !== 0 && message.incarnation !== self.incarnation)
    return refusal('restarted', `${self.name} has restarted and did not run this request`)
  return undefined
}

function receiveData(local: RequestsLocal, context: Context, received: Received): Decided {
  const { from, message } = received
  const key = senderKey(from, message.id)
  const room = { config: local.config, at: context.at, serving: local.serving }
  const opened = recordFor(local.senders, key, room)
  if (opened === undefined) {
    const why = `${local.config.sendersMax} senders are remembered already (sendersMax)`
    return decided(local, { effects: refused(received, refusal('overloaded', why)) })
  }
  const { recent, older, seen } = opened.record
  const isRepeat = hasSeen(seen, message.id)
  const taken = isRepeat ? seen : markSeen(seen, message.id)
  const place: Place = {
    key,
    record: { seen: taken, recent, older, usedAt: context.at },
    senders: opened.senders,
  }
  const decision = isRepeat ? repeated(local, place, received) : fresh(local, place, received)
  return local.forgetAt === undefined ? withForgetting(decision, context) : decision
}

/** Where a request was put down: its sender's record, with its id taken. */
interface Place {
  readonly key: string
  readonly record: SenderRecord
  readonly senders: Senders
}

function fresh(local: RequestsLocal, place: Place, received: Received): Decided {
  if (isServingFull(local)) return overloaded(local, place, received)
  const { from, message } = received
  const { id, data } = message
  const toServe = { id, from, sender: place.key, data, isClient: isClient(from) }
  const { serving, served, effect } = handOver(local, toServe)
  const senders = place.senders.with(place.key, place.record)
  return decided({ ...local, senders, serving, served }, { effects: [effect] })
}

/** The refusal is kept as the answer: a repeat must not run what its asker was told was not. */
function overloaded(local: RequestsLocal, place: Place, received: Received): Decided {
  const why = servingOverloaded(local)
  const { id } = received.message
  const outcome = { ok: false, refusal: why } as const
  const record = withAnswer(place.record, { id, outcome, at: place.record.usedAt }, local.config)
  const senders = place.senders.with(place.key, record)
  return decided({ ...local, senders }, { effects: refused(received, why) })
}

/** Answered: the same again. Running: the answer is on the way. Otherwise it is too late. */
function repeated(local: RequestsLocal, place: Place, received: Received): Decided {
  const { from, message } = received
  const used = { ...local, senders: place.senders.with(place.key, place.record) }
  const outcome = answerOf(place.record, message.id)
  if (outcome !== undefined) {
    const effects = [reply(received, outcome), marked('requests.answered-again')]
    return decided(used, { effects })
  }
  if (isServing(local, from, message.id))
    return decided(used, { effects: [marked('requests.repeated-running')] })
  const why = refusal('network-error', 'taken before, and the answer is no longer kept')
  return decided(used, { effects: refused(received, why) })
}

/** The handler answered: to whoever asked, and into memory for repeats. */
export function requestServed(
  local: RequestsLocal,
  context: Context,
  input: RequestServed,
): Decided {
  const number = Number(input.key)
  const request = local.serving.get(number)
  if (request === undefined) return decided(local)
  const serving = local.serving.without(number)
  const { id, from, sender } = request
  const { outcome } = input
  if (sender === undefined) return servedSelf({ ...local, serving }, request, outcome)
  const effects = [replyTo(from, id, outcome)]
  const record = local.senders.get(sender)
  invariant(record !== undefined, 'a sender whose request runs is remembered')
  const answered = withAnswer(record, { id, outcome, at: context.at }, local.config)
  const senders = local.senders.with(sender, answered)
  return decided({ ...local, serving, senders }, { effects })
}

function servedSelf(local: RequestsLocal, serving: Serving, outcome: Outcome<Value>): Decided {
  const request = local.pending.get(serving.id)
  return request === undefined ? decided(local) : settled(local, request, outcome)
}

/** Drops senders that were quiet for long enough. */
export function forgetSenders(local: RequestsLocal, context: Context): Decided {
  const { config, serving } = local
  const senders = withoutIdle(local.senders, { config, at: context.at, serving })
  const left = { ...local, senders, forgetAt: undefined }
  return senders.size === 0 ? decided(left) : withForgetting(decided(left), context)
}

function withForgetting(decision: Decided, context: Context): Decided {
  const forgetAt = context.at + decision.local.config.replyKeepMs
  return {
    ...decision,
    local: { ...decision.local, forgetAt },
    effects: [...decision.effects, arm(forgetTimer, forgetAt)],
  }
}

const reply = ({ from, message }: Received, outcome: Outcome<Value>): Effect =>
  replyTo(from, message.id, outcome)

function replyTo({ name, address }: Sender, id: number, outcome: Outcome<Value>): Effect {
  return { kind: 'send', to: { name, address }, message: { kind: 'reply', id, outcome } }
}

function refused(received: Received, why: Refusal): readonly Effect[] {
  const { name } = received.from
  const notice = messageRefused(name, 'request', why)
  return [reply(received, { ok: false, refusal: why }), { kind: 'publish', notice }]
}
