import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../model/index.ts'
import { compareHlc } from '../time/index.ts'
import { entriesOf, idsOf, plan } from './authors.fixture.ts'
import type { EventLog } from './index.ts'
import {
  admit,
  compareEntries,
  emptyLog,
  entryOf,
  isLinked,
  noClockGuard,
  vectorOf,
} from './index.ts'

const runs = { numRuns: 200 }

/** A plan's entries, shuffled, some twice, cut into batches. */
const delivery = plan.chain((steps) => {
  const entries = entriesOf(steps)
  const places = fc.array(fc.nat(Math.max(0, entries.length - 1)), { maxLength: 60 })
  return fc.record({
    entries: fc.constant(entries),
    batches: fc
      .tuple(places, fc.integer({ min: 1, max: 8 }))
      .map(([order, size]) => batchesOf(order, size, entries)),
  })
})

function batchesOf(
  order: readonly number[],
  size: number,
  entries: readonly LogEntry[],
): readonly (readonly LogEntry[])[] {
  const picked = order.flatMap((place) => entries[place] ?? [])
  const batches: LogEntry[][] = []
  for (let i = 0; i < picked.length; i += size) batches.push(picked.slice(i, i + size))
  return batches
}

const admitAll = (
  log: EventLog,
  batches: readonly (readonly LogEntry[])[],
): { log: EventLog; checks: number } => {
  let current = log
  for (const batch of batches) {
    const before = current
    const { log: after, admitted, position, refused } = admit(before, batch, noClockGuard)
    expect(after.ordered.length).toBe(before.ordered.length + admitted.length)
    expect(refused.every(({ reason }) => reason === 'gap' || reason === 'missing-deps')).toBe(true)
    expect(after.ordered.slice(0, position)).toEqual(before.ordered.slice(0, position))
    expect(after.ordered.at(position)).toBe(admitted[0])
    expect(idsOf(admitted)).toEqual(idsOf(admitted.toSorted(compareEntries)))
    current = after
  }
  return { log: current, checks: batches.length }
}

function expectSound(log: EventLog): void {
  const seen = new Map<string, LogEntry>()
  for (const entry of log.ordered) {
    expect(entry.seq).toBe(seen.get(entry.stream) === undefined ? 0 : countIn(seen, entry))
    expect(isLinked(seen.get(entry.stream), entry)).toBe(true)
    for (const [stream, count] of entry.deps) {
      const dependency = entryOf(log, { stream, seq: count - 1 })
      expect(seen.get(stream)?.seq ?? -1).toBeGreaterThanOrEqual(count - 1)
      expect(dependency && compareHlc(dependency.hlc, entry.hlc)).toBeLessThan(0)
    }
    seen.set(entry.stream, entry)
  }
  for (const [stream, entries] of log.streams.entries())
    expect([...entries]).toEqual([...log.ordered].filter((entry) => entry.stream === stream))
}

const countIn = (seen: ReadonlyMap<string, LogEntry>, entry: LogEntry): number =>
  (seen.get(entry.stream)?.seq ?? -1) + 1

describe('admission', () => {
  it('keeps every log gapless, chained and causally closed, whatever arrives', () => {
    fc.assert(
      fc.property(delivery, ({ batches }) => {
        expectSound(admitAll(emptyLog, batches).log)
      }),
      runs,
    )
  })

  it('ends in one order, whatever the order of arrival', () => {
    fc.assert(
      fc.property(delivery, ({ entries, batches }) => {
        const straight = admit(emptyLog, entries, noClockGuard)
        expect(straight.refused).toEqual([])
        const detour = admitAll(emptyLog, batches).log
        const rest = admit(detour, entries, noClockGuard)
        expect(rest.refused).toEqual([])
        expect(idsOf(rest.log.ordered)).toEqual(idsOf(straight.log.ordered))
        expect(vectorOf(rest.log)).toEqual(new Map(vectorOf(straight.log)))
      }),
      runs,
    )
  })

  it('is idempotent', () => {
    fc.assert(
      fc.property(delivery, ({ batches }) => {
        const { log } = admitAll(emptyLog, batches)
        const again = admit(log, [...log.ordered].toReversed(), noClockGuard)
        expect(again.log).toBe(log)
        expect(again).toMatchObject({ admitted: [], refused: [], position: log.ordered.length })
      }),
      runs,
    )
  })

  it('leaves the log it was given as it was', () => {
    fc.assert(
      fc.property(delivery, ({ entries, batches }) => {
        const { log } = admitAll(emptyLog, batches.slice(0, 2))
        const before = idsOf(log.ordered)
        const one = admit(log, entries, noClockGuard)
        const two = admit(log, entries, noClockGuard)
        expect(idsOf(log.ordered)).toEqual(before)
        expect(idsOf(two.log.ordered)).toEqual(idsOf(one.log.ordered))
      }),
      runs,
    )
  })
})
