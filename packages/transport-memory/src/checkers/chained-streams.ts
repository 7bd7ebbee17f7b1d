/**
 * S2 and S3 on one log: each stream is gapless and one hash chain, the clock rises along it and
 * along causality, nothing an entry rests on is missing, and the log is in the total order.
 */
import type { LogEntry } from '@quorate/core'
import { compareInOrder, type Findings, idOf, type Sight } from './sight.ts'

export function chainedStreams({ who, log }: Pick<Sight, 'who' | 'log'>): Findings {
  const streams = new Map<string, LogEntry[]>()
  const findings: string[] = []
  const found = (what: string): void => void findings.push(`${what}, at ${who}`)
  let before: LogEntry | undefined
  for (const entry of log) {
    const id = idOf(entry)
    const stream = streams.get(entry.stream) ?? []
    const head = stream.at(-1)
    if (before !== undefined && compareInOrder(before, entry) >= 0) found(`S3: ${id} out of order`)
    if (entry.seq !== stream.length) found(`S2: ${id} after ${stream.length} entries`)
    if (!isLinked(head, entry)) found(`S2: ${id} is not linked to the entry before it`)
    if (head !== undefined && !isBelow(head, entry)) found(`S3: the clock does not rise at ${id}`)
    for (const [other, count] of entry.deps) {
      const dependency = streams.get(other)?.[count - 1]
      if (dependency === undefined) found(`S2: ${id} rests on ${other}.${count - 1}, not there`)
      else if (!isBelow(dependency, entry)) found(`S3: ${id} is not above ${idOf(dependency)}`)
    }
    stream.push(entry)
    streams.set(entry.stream, stream)
    before = entry
  }
  return findings
}

const isBelow = (a: LogEntry, b: LogEntry): boolean =>
  a.hlc.l < b.hlc.l || (a.hlc.l === b.hlc.l && a.hlc.c < b.hlc.c)

const isLinked = (head: LogEntry | undefined, entry: LogEntry): boolean =>
  Buffer.from(entry.prev).equals(head === undefined ? Buffer.alloc(32) : head.hash)
