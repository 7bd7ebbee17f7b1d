/**
 * Authors that write and hear of each other, to have logs to test with: causal dependencies, skewed
 * clocks, several streams. A plan is data, so that fast-check can draw and shrink it.
 */
import fc from 'fast-check'
import type { ClusterEvent, Hash, Hlc, LogEntry, StreamId } from '../model/index.ts'
import { isRunId, isStoreId, streamOf } from '../model/index.ts'
import { receive, tick, zeroHlc } from '../time/index.ts'
import type { EventLog } from './index.ts'
import { admit, append, authorEntry, emptyLog, knownBy, noClockGuard } from './index.ts'

/** Eight FNV-1a hashes side by side: 32 bytes, good enough to tell entries apart. */
export const testHash: Hash = (bytes) => {
  const lanes = new Uint32Array(8).map((_, lane) => 0x811c9dc5 ^ (lane * 0x9e3779b9))
  for (const byte of bytes)
    for (let lane = 0; lane < 8; lane++)
      lanes[lane] = Math.imul((lanes[lane] ?? 0) ^ byte, 0x01000193 + lane * 2)
  return new Uint8Array(lanes.buffer)
}

const authorCount = 3

export function streamNamed(index: number): StreamId {
  const store = `${index}`.repeat(32)
  const run = `${index}`.repeat(16)
  if (!isStoreId(store) || !isRunId(run)) throw new Error('no id')
  return streamOf(store, run)
}

/** Author `author` hears all that `from` has (itself: nothing), then writes at this wall time. */
export interface PlanStep {
  readonly author: number
  readonly from: number
  readonly wall: number
}

const planStep: fc.Arbitrary<PlanStep> = fc.record({
  author: fc.nat(authorCount - 1),
  from: fc.nat(authorCount - 1),
  wall: fc.nat(20),
})
export const plan: fc.Arbitrary<readonly PlanStep[]> = fc.array(planStep, { maxLength: 24 })

export const putOf = (key: string): ClusterEvent => ({
  kind: 'state-info-put',
  key,
  value: null,
  basis: null,
})

/** One author: its log and its clock. */
export interface Author {
  readonly stream: StreamId
  readonly log: EventLog
  readonly hlc: Hlc
}

export const authorNamed = (index: number): Author => ({
  stream: streamNamed(index),
  log: emptyLog,
  hlc: zeroHlc,
})

export function hear(author: Author, from: Author, wall: number): Author {
  const { log } = admit(author.log, [...from.log.ordered], noClockGuard)
  const last = log.ordered.last()
  return { ...author, log, hlc: last ? receive(author.hlc, last.hlc, wall) : author.hlc }
}

export function write(author: Author, wall: number, event: ClusterEvent = putOf('k')): Author {
  const { log, stream } = author
  const hlc = tick(author.hlc, wall)
  const known = knownBy(log, stream)
  const { entry } = authorEntry({ log, stream, hlc, view: 0, event, hash: testHash, known })
  return { stream, hlc, log: append(log, entry) }
}

export function carryOut(steps: readonly PlanStep[]): readonly Author[] {
  const authors = Array.from({ length: authorCount }, (_, i) => authorNamed(i))
  for (const { author, from, wall } of steps) {
    const [own, other] = [authors[author], authors[from]]
    if (own === undefined || other === undefined) continue
    authors[author] = write(own === other ? own : hear(own, other, wall), wall)
  }
  return authors
}

/** Every entry that a plan makes, in the order it was written. */
export function entriesOf(steps: readonly PlanStep[]): readonly LogEntry[] {
  const authors = carryOut(steps)
  const byId = new Map<string, LogEntry>()
  for (const { log } of authors)
    for (const entry of log.ordered) byId.set(`${entry.stream}.${entry.seq}`, entry)
  return [...byId.values()]
}

export const idsOf = (entries: Iterable<LogEntry>): readonly string[] =>
  [...entries].map(({ stream, seq }) => `${stream.slice(0, 1)}${seq}`)
