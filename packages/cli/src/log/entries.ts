/**
 * What the records of a log mean: entries decoded, and those that cannot be or may not stand beside
 * the others, each with its place in the log. Decides nothing of its own: core says what holds.
 */
import { decodeEntry, type LogEntry, nodeCrypto, unfitEntries } from '@quorate/core'

export interface Meaning {
  /** Those that could be decoded, as they were appended. */
  readonly entries: readonly LogEntry[]
  /** Those of them that may stand together. */
  readonly fitting: readonly LogEntry[]
  readonly streams: number
  /** What does not hold, one line each. */
  readonly troubles: readonly string[]
}

export function meaningOf(records: readonly Uint8Array[]): Meaning {
  const crypto = nodeCrypto()
  const decoded = records.map((bytes) => decodeEntry(bytes, (data) => crypto.hash(data)))
  const unreadable = decoded.flatMap((each, n) => (each.ok ? [] : [`entry ${n}: ${each.detail}`]))
  const places = new Map(decoded.flatMap((each, n) => (each.ok ? [[each.entry, n] as const] : [])))
  const entries = [...places.keys()]
  const refused = unfitEntries(entries)
  const unfit = refused.map(
    ({ entry, reason }) =>
      `entry ${places.get(entry) ?? 0}, ${entry.stream} ${entry.seq}: ${reasons[reason]}`,
  )
  const unfitting = new Set(refused.map(({ entry }) => entry))
  return {
    entries,
    fitting: entries.filter((entry) => !unfitting.has(entry)),
    streams: new Set(entries.map(({ stream }) => stream)).size,
    troubles: [...unreadable, ...unfit],
  }
}

const reasons = {
  'clock-ahead': 'its clock is ahead',
  gap: 'an earlier entry of its stream is missing',
  'missing-deps': 'an entry it rests on is missing',
  'chain-broken': 'its hash chain is broken',
  equivocation: 'its id is there with another content',
  'streams-full': 'it begins one stream too many',
  'clock-order': 'its clock is not above what it follows',
} as const
