/**
 * The receiver's side: who may ask what, and what becomes of a data request. Keeps Q2 (another life
 * of this member runs nothing that was meant for one before), Q3 (an id is run at most once; its
 * repeats get the same answer) and Q7 (limits are answered, not met with silence). A refusal goes
 * back as the reply itself, since a nack could not say to which request.
 */
import {
  type Effect,
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
import type { RequestsLocal, Serving } from './local.ts'
import { settled } from './request.ts'
import { hasSeen, markSeen } from './seen.ts'
import {
  answerOf,
  recordFor,
  type SenderRecord,
  senderKey,
  withAnswer,
  withoutIdle,
} from './senders.ts'
import { isServingFull, servingKey, servingOverloaded, withServing } from './serving.ts'
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

/** A client carries no cluster; it proved the secret, and may ask. */
const isClient = (from: Sender): boolean => from.cluster === ''

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
    return refusal('network-error', `${self.name} has restarted and did not run this request`)
  return undefined
}

function receiveData(local: RequestsLocal, context: Context, received: Received): Decided {
  const { from, message } = received
  // Its answer is on the way, however long the handler takes.
  if (local.serving.get(servingKey(from, message.id)) !== undefined) return decided(local)
  const key = senderKey(from, message.id)
  const opened = recordFor(local.senders, key, { config: local.config, at: context.at })
  if (opened === undefined) {
    const why = `${local.config.sendersMax} senders are remembered (sendersMax)`
    return decided(local, { effects: refused(received, refusal('overloaded', why)) })
  }
  const isRepeat = hasSeen(opened.record.seen, message.id)
  const seen = isRepeat ? opened.record.seen : markSeen(opened.record.seen, message.id)
  const record = { ...opened.record, seen, usedAt: context.at }
  const remembered = { ...local, senders: opened.senders.with(key, record) }
  if (isRepeat) return repeated(remembered, record, received)
  const decision = isServingFull(local)
    ? overloaded(remembered, { key, record, received })
    : handOver(remembered, key, received)
  return local.forgetAt === undefined ? withForgetting(decision, context) : decision
}

/** The same answer again; if it is no longer kept, it is too late to tell. */
function repeated(local: RequestsLocal, record: SenderRecord, received: Received): Decided {
  const outcome = answerOf(record, received.message.id)
  if (outcome !== undefined) return decided(local, { effects: [reply(received, outcome)] })
  const why = refusal('network-error', 'taken before, and the answer is no longer kept')
  return decided(local, { effects: refused(received, why) })
}

function handOver(local: RequestsLocal, sender: string, received: Received): Decided {
  const { from, message } = received
  const { id, data } = message
  const served = withServing(local, { id, from, sender, isClient: isClient(from), data })
  return decided(served.local, { effects: [served.effect] })
}

/** The refusal is kept as the answer: a repeat must not run what its asker was told was not. */
function overloaded(
  local: RequestsLocal,
  parts: { readonly key: string; readonly record: SenderRecord; readonly received: Received },
): Decided {
  const { key, record, received } = parts
  const outcome = servingOverloaded(local)
  const answered = withAnswer(record, { id: received.message.id, outcome }, local.config)
  const senders = local.senders.with(key, answered)
  const effects = outcome.ok ? [] : refused(received, outcome.refusal)
  return decided({ ...local, senders }, { effects })
}

/** The handler answered: to whoever asked, and into memory for repeats. */
export function requestServed(
  local: RequestsLocal,
  context: Context,
  input: RequestServed,
): Decided {
  const serving = local.serving.get(input.key)
  if (serving === undefined) return decided(local)
  const freed = { ...local, serving: local.serving.without(input.key) }
  if (serving.sender === undefined) return servedSelf(freed, serving, input.outcome)
  const effects = [replyTo(serving.from, serving.id, input.outcome)]
  const record = freed.senders.get(serving.sender)
  if (record === undefined) return decided(freed, { effects })
  const answered = withAnswer(record, { id: serving.id, outcome: input.outcome }, local.config)
  const senders = freed.senders.with(serving.sender, { ...answered, usedAt: context.at })
  return decided({ ...freed, senders }, { effects })
}

function servedSelf(local: RequestsLocal, serving: Serving, outcome: Outcome<Value>): Decided {
  const request = local.pending.get(serving.id)
  return request === undefined ? decided(local) : settled(local, request, outcome)
}

/** Drops senders that were quiet for long enough. */
export function forgetSenders(local: RequestsLocal, context: Context): Decided {
  const senders = withoutIdle(local.senders, { config: local.config, at: context.at })
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
  const notice = { kind: 'message-refused', from: name, message: 'request', refusal: why } as const
  return [reply(received, { ok: false, refusal: why }), { kind: 'publish', notice }]
}
