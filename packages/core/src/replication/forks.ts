/**
 * What two contents of one entry id look like to whoever holds the first and is told the second,
 * and what follows: it is told once a stream, what was held first is kept, and from then on nobody
 * else is held back because it rests on the other (R10). It must never take the second.
 */
import { entryOf, type EventLog, prevAfter, type RefusedEntry } from '../log/index.ts'
import { type Effect, type Forked, type LogEntry, type Sender, toHex } from '../model/index.ts'
import { forksMax, type ReplicationLocal } from './local.ts'

/** Its stream has two successors of one entry, or two contents of one. */
export const isFork = ({ reason }: RefusedEntry): boolean =>
  reason === 'equivocation' || reason === 'chain-broken'

interface Told {
  readonly log: EventLog
  readonly from: Sender
  readonly refused: readonly RefusedEntry[]
}

/** Notices of the forks that are news; they are remembered. */
export function tellForks(
  local: ReplicationLocal,
  { log, from, refused }: Told,
): { readonly local: ReplicationLocal; readonly told: readonly Effect[] } {
  const forks = new Set(local.forks)
  const told: Effect[] = []
  for (const each of refused) {
    const { stream } = each.entry
    if (!isFork(each) || forks.has(stream) || forks.size >= forksMax) continue
    forks.add(stream)
    told.push({ kind: 'publish', notice: forkOf(log, from, each.entry) })
  }
  return { local: told.length === 0 ? local : { ...local, forks }, told }
}

/** The id whose two contents are known by an entry that was refused. */
function forkOf(log: EventLog, { name: from }: Sender, refused: LogEntry): Forked {
  const { stream, seq, hash, prev } = refused
  const held = entryOf(log, { stream, seq })
  if (held !== undefined) {
    const hashes = { held: toHex(held.hash), other: toHex(hash) }
    return { kind: 'forked', entry: { stream, seq }, ...hashes, from }
  }
  // It follows another content of the one before than is held.
  const before = { stream, seq: Math.max(0, seq - 1) }
  const hashes = { held: toHex(prevAfter(entryOf(log, before))), other: toHex(prev) }
  return { kind: 'forked', entry: before, ...hashes, from }
}
