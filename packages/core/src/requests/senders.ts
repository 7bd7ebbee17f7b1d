/**
 * What a receiver remembers of each sender: the ids it took from it and its newest answers. One
 * record per sender, address and stretch of ids, since another life of a sender numbers its
 * requests from another place. Bounded thrice: senders (`sendersMax`), ids (`seenIdsMax`), answers
 * (`replyCacheMax`). Never forgets a member that asked within `replyKeepMs` (Q3), and no client's
 * number ever leaves a member without a place.
 */
import { BucketMap } from '../collections/index.ts'
import type { Millis, Outcome, Sender, Value } from '../model/index.ts'
import type { RequestsConfig } from './config.ts'
import { type SeenIds, noneSeen } from './seen.ts'

/** Ids of one stretch share all above their lowest 21 bits. */
export const idsPerStretch: number = 2 ** 21

/** A data request that the application's handler has. */
export interface Serving {
  readonly id: number
  readonly from: Sender
  /** Key of its sender's record; undefined: this member asked itself. */
  readonly sender: string | undefined
}

type Answers = BucketMap<number, Outcome<Value>>

export interface SenderRecord {
  readonly seen: SeenIds
  /** Answers by id; once half of the limit is here, `older` goes and this becomes `older`. */
  readonly recent: Answers
  readonly older: Answers
  readonly usedAt: Millis
}

export type Senders = BucketMap<string, SenderRecord>

/** A client carries no cluster; it proved the secret, and may ask. */
export const isClient = (from: Sender): boolean => from.cluster === ''

export function senderKey(from: Sender, id: number): string {
  const mark = isClient(from) ? clientMark : ''
  return `${mark}${from.name}/${from.address}/${Math.floor(id / idsPerStretch)}`
}

/** No name of a member begins with it. */
const clientMark = '/'
const isOfClient = (key: string): boolean => key.startsWith(clientMark)

/**
 * A client that was quiet so long gives way to another sender if there are too many. It sends its
 * data once, for it knows no life of ours, and no frame counts twice (F4): nothing of it is left to
 * come that could run again.
 */
const clientKeepMs: Millis = 1000

const noAnswers: Answers = BucketMap.empty()

/** The record of a sender, a fresh one for a new one; undefined: no room for a new one. */
export function recordFor(senders: Senders, key: string, room: Room): Opened | undefined {
  const record = senders.get(key)
  if (record !== undefined) return { senders, record }
  const left = withRoom(senders, key, room)
  if (left === undefined) return undefined
  return {
    senders: left,
    record: { seen: noneSeen, recent: noAnswers, older: noAnswers, usedAt: room.at },
  }
}

/** With room for one more: members and clients have `sendersMax` places each. */
function withRoom(senders: Senders, key: string, room: Room): Senders | undefined {
  const { sendersMax } = room.config
  if (senders.size < sendersMax) return senders
  const left = withoutIdle(senders, room)
  const isAlike = ([other]: readonly [string, SenderRecord]): boolean =>
    isOfClient(other) === isOfClient(key)
  const alike = [...left.entries()].filter(isAlike)
  if (alike.length < sendersMax) return left
  const idle = isOfClient(key) ? longestIdle(alike, room) : undefined
  return idle === undefined ? undefined : left.without(idle)
}

/** Who was quiet for longest, for `clientKeepMs` at least, and waits for no answer. */
function longestIdle(
  records: readonly (readonly [string, SenderRecord])[],
  room: Room,
): string | undefined {
  const awaiting = awaitingAnswers(room)
  let idlest: string | undefined
  let usedAt = room.at - clientKeepMs
  for (const [key, record] of records) {
    if (record.usedAt > usedAt || awaiting.has(key)) continue
    idlest = key
    usedAt = record.usedAt
  }
  return idlest
}

export interface Room {
  readonly config: RequestsConfig
  readonly at: Millis
  /** Whose senders are kept, however long their requests run. */
  readonly serving: BucketMap<number, Serving>
}

interface Opened {
  readonly senders: Senders
  readonly record: SenderRecord
}

/** Without those that neither asked nor were answered for `replyKeepMs`, nor wait to be. */
export function withoutIdle(senders: Senders, room: Room): Senders {
  const { config, at } = room
  const awaiting = awaitingAnswers(room)
  let left = senders
  for (const [key, record] of senders.entries())
    if (at - record.usedAt >= config.replyKeepMs && !awaiting.has(key)) left = left.without(key)
  return left
}

function awaitingAnswers({ serving }: Room): ReadonlySet<string | undefined> {
  const awaiting = new Set<string | undefined>()
  for (const { sender } of serving.values()) awaiting.add(sender)
  return awaiting
}

export const answerOf = (record: SenderRecord, id: number): Outcome<Value> | undefined =>
  record.recent.get(id) ?? record.older.get(id)

export function withAnswer(
  record: SenderRecord,
  answer: { readonly id: number; readonly outcome: Outcome<Value>; readonly at: Millis },
  config: RequestsConfig,
): SenderRecord {
  const { seen } = record
  const { id, outcome, at: usedAt } = answer
  const recent = record.recent.with(id, outcome)
  return recent.size * 2 > config.replyCacheMax
    ? { seen, recent: noAnswers.with(id, outcome), older: record.recent, usedAt }
    : { seen, recent, older: record.older, usedAt }
}
