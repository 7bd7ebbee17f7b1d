import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppendVector, PersistentMap } from '../../collections/index.ts'
import { compareEntries, type EventLog } from '../../log/index.ts'
import type { LogEntry, SavedCheckpoint, StreamId } from '../../model/index.ts'
import { advance, emptyCheckpoints, foldLog, foldRules, restored, savedOf } from '../index.ts'
import { longLog } from '../logs.fixture.ts'
import { sameStates } from '../same-states.fixture.ts'

/** How many entries of each author are held. */
type Counts = readonly number[]

/** Entries with hashes of their own, as the chain has them. */
const hashed = (entries: readonly LogEntry[]): readonly LogEntry[] =>
  entries.map((entry, i) => ({ ...entry, hash: Uint8Array.of(i >> 8, i) }))

const authorOf = ({ store }: LogEntry): number => 'abcd'.indexOf(store[0] ?? '')

const held = (entries: readonly LogEntry[], counts: Counts): readonly LogEntry[] =>
  entries.filter((entry) => entry.seq < (counts[authorOf(entry)] ?? 0)).toSorted(compareEntries)

function logWith(ordered: readonly LogEntry[]): EventLog {
  const streams = new Map<StreamId, AppendVector<LogEntry>>()
  for (const entry of ordered) {
    const before = streams.get(entry.stream) ?? AppendVector.empty<LogEntry>()
    streams.set(entry.stream, before.append([entry]))
  }
  return {
    ordered: AppendVector.of(ordered),
    streams: PersistentMap.empty<StreamId, AppendVector<LogEntry>>().withAll(streams),
    bytes: 0,
  }
}

const saved = (ordered: readonly LogEntry[], position: number): SavedCheckpoint =>
  savedOf({ position, state: foldLog(ordered.slice(0, position)) }, logWith(ordered))

const counts = fc.tuple(...[0, 1, 2, 3].map(() => fc.nat({ max: 300 })))

describe('a checkpoint that was kept', () => {
  it('S9: is taken if the log begins with what it covers, and then all is as if folded anew', () => {
    let taken = 0
    fc.assert(
      fc.property(longLog, counts, counts, fc.nat(), (log, then, more, at) => {
        const entries = hashed(log)
        const before = held(entries, then)
        const position = before.length === 0 ? 0 : 1 + (at % before.length)
        const now = held(
          entries,
          then.map((count, author) => Math.max(count, more[author] ?? 0)),
        )
        const isBeginning = before.slice(0, position).every((entry, i) => now[i] === entry)
        const kept = restored(saved(before, position), logWith(now))
        expect(kept.ok).toBe(position > 0 && isBeginning)
        if (!kept.ok) return
        taken++
        const { checkpoints } = advance(kept.checkpoints, AppendVector.of(now), position)
        expect(sameStates(checkpoints.state, foldLog(now))).toBe(true)
        // What comes later still, wherever it belongs.
        const all = entries.toSorted(compareEntries)
        const first = all.findIndex((entry, i) => now[i] !== entry)
        if (first < 0) return
        const late = advance(checkpoints, AppendVector.of(all), first)
        expect(sameStates(late.checkpoints.state, foldLog(all))).toBe(true)
        expect(late.touched.keys.size).toBeLessThanOrEqual(3)
      }),
      { numRuns: 150 },
    )
    expect(taken).toBeGreaterThan(20)
  })

  it('is not taken by other rules, of another log, or of entries it does not cover', () => {
    fc.assert(
      fc.property(longLog, fc.nat(), fc.nat(), (log, at, which) => {
        const ordered = hashed(log)
        const position = 1 + (at % ordered.length)
        const good = saved(ordered, position)
        const eventLog = logWith(ordered)
        const stream = which % good.streams.length
        const changed = (change: Partial<(typeof good.streams)[number]>): SavedCheckpoint => ({
          ...good,
          streams: good.streams.map((each, i) => (i === stream ? { ...each, ...change } : each)),
        })
        const count = good.streams[stream]?.count ?? 0
        const bad: readonly SavedCheckpoint[] = [
          { ...good, rules: foldRules + 1 },
          { ...good, streams: [] },
          { ...good, streams: [...good.streams, ...good.streams] },
          changed({ head: Uint8Array.of(9, 9, 9) }),
          changed({ count: count + 1 }),
          changed({ count: count + 10_000 }),
          changed({ count: count - 1 }),
          { ...good, values: [...good.values, [stream, count]] },
          { ...good, values: [...good.values, [good.streams.length, 0]] },
        ]
        for (const each of bad) expect(restored(each, eventLog).ok).toBe(false)
        expect(restored(good, eventLog).ok).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('of no log is none, and a log without one is folded from the beginning', () => {
    const none = savedOf(emptyCheckpoints, logWith([]))
    expect(restored(none, logWith([])).ok).toBe(false)
  })
})
