/**
 * What a receiver remembers of each sender: the ids it took from it and its newest answers. One
 * record per sender, address and stretch of ids, since another life of a sender numbers its
 * requests from another place. Bounded thrice: senders (`sendersMax`), ids (`seenIdsMax`), answers
 * (`replyCacheMax`). Never forgets a sender that asked within `replyKeepMs` (Q3).
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

export const senderKey = (from: Sender, id: number): string =>
  `${from.name}/${from.address}/${Math.floor(id / idsPerStretch)}`

const noAnswers: Answers = BucketMap.empty()

/** The record of a sender, a fresh one for a new one; undefined: no room for a new one. */
export function recordFor(senders: Senders, key: string, room: Room): Opened | undefined {
  const record = senders.get(key)
  if (record !== undefined) return { senders, record }
  const left = senders.size < room.config.sendersMax ? senders : withoutIdle(senders, room)
  if (left.size >= room.config.sendersMax) return undefined
  return {
    senders: left,
    record: { seen: noneSeen, recent: noAnswers, older: noAnswers, usedAt: room.at },
  }
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
export function withoutIdle(senders: Senders, { config, at, serving }: Room): Senders {
  const awaiting = new Set<string | undefined>()
  for (const { sender } of serving.values()) awaiting.add(sender)
  let left = senders
  for (const [key, record] of senders.entries())
    if (at - record.usedAt >= config.replyKeepMs && !awaiting.has(key)) left = left.without(key)
  return left
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
