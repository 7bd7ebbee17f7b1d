import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deltaEntriesMax, encodeMessages } from '../codec/index.ts'
import type { LogEntry, VersionVector } from '../model/index.ts'
import { compareVectors, emptyVector, includesVector, mergeVectors } from '../time/index.ts'
import { authorNamed, carryOut, idsOf, plan, testHash, write } from './authors.fixture.ts'
import { AppendVector, PersistentMap } from '../collections/index.ts'
import type { EventLog } from './index.ts'
import {
  admit,
  bytesInDelta,
  compareEntries,
  emptyLog,
  noClockGuard,
  since,
  holdingHash,
  vectorOf,
} from './index.ts'

const hashOf = (vector: VersionVector, log: EventLog = emptyLog): Uint8Array =>
  holdingHash({ log, vector, forks: new Set() }, testHash)

/** Sends what `to` lacks of `from` in parts of `bytesMax`, until nothing is left. */
function exchange(from: EventLog, to: EventLog, bytesMax: number): EventLog {
  let log = to
  for (let parts = 0; parts < 100; parts++) {
    const { entries, more } = since(from, vectorOf(log), { bytesMax, upTo: vectorOf(from) })
    const admission = admit(log, entries, noClockGuard)
    expect(admission.refused).toEqual([])
    expect(admission.admitted).toEqual(entries)
    log = admission.log
    if (!more) return log
  }
  throw new Error('it does not end')
}

describe('a delta', () => {
  it('brings two logs level, however small its parts', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 0, max: 1000 }), (steps, bytesMax) => {
        const [a, b] = carryOut(steps)
        if (a === undefined || b === undefined) return
        const atB = exchange(a.log, b.log, bytesMax)
        const atA = exchange(b.log, a.log, bytesMax)
        expect(idsOf(atA.ordered)).toEqual(idsOf(atB.ordered))
        expect(hashOf(vectorOf(atA), atA)).toEqual(hashOf(vectorOf(atB), atB))
      }),
    )
  })

  it('is in total order, within its bytes, and only of what may be told', () => {
    const drawn = fc.record({
      steps: plan,
      bytesMax: fc.nat(800),
      keep: fc.nat(24),
      lack: fc.nat(9),
    })
    fc.assert(
      fc.property(drawn, ({ steps, bytesMax, keep, lack }) => {
        const log = carryOut(steps)[0]?.log ?? emptyLog
        const upTo = vectorOf(prefixOf(log, keep))
        const vector = vectorOf(prefixOf(log, lack))
        const { entries, more } = since(log, vector, { bytesMax, upTo })
        const lacking = [...log.ordered].filter(
          ({ stream, seq }) => seq >= (vector.get(stream) ?? 0) && seq < (upTo.get(stream) ?? 0),
        )
        expect(entries).toEqual(lacking.slice(0, entries.length))
        expect(more).toBe(entries.length < lacking.length)
        expect(entries.length <= 1 || sizeOf(entries) <= bytesMax).toBe(true)
        const next = lacking[entries.length]
        if (next !== undefined) expect(sizeOf([...entries, next])).toBeGreaterThan(bytesMax)
        expect(entries.length > 0 || lacking.length === 0).toBe(true)
      }),
    )
  })

  it('takes no more room in a frame than its bytes and a few', () => {
    let author = authorNamed(0)
    for (let value = 0; value < 200; value++) author = write(author, value)
    const upTo = vectorOf(author.log)
    for (let bytesMax = 10_000; bytesMax < 10_200; bytesMax++) {
      const { entries, more } = since(author.log, emptyVector, { bytesMax, upTo })
      const body = encodeMessages([{ kind: 'delta', entries, more, hops: 0 }])
      expect(body.length).toBeLessThanOrEqual(bytesMax + 20)
    }
  })

  it('holds no more entries than a message may', () => {
    const [model] = [...write(authorNamed(0), 1).log.ordered]
    if (model === undefined) return
    const many = Array.from({ length: deltaEntriesMax + 1 }, (_, seq) => ({
      ...model,
      seq,
      hlc: { l: seq, c: 0 },
    }))
    const entries = AppendVector.of<LogEntry>(many)
    const log = {
      ordered: entries,
      streams: PersistentMap.empty<typeof model.stream, typeof entries>().with(
        model.stream,
        entries,
      ),
      bytes: 0,
    }
    const bounds = { bytesMax: Number.POSITIVE_INFINITY, upTo: vectorOf(log) }
    const part = since(log, emptyVector, bounds)
    expect([part.entries.length, part.more]).toEqual([deltaEntriesMax, true])
    const rest = since(log, new Map([[model.stream, deltaEntriesMax]]), bounds)
    expect(rest).toEqual({ entries: many.slice(-1), more: false })
  })

  const prefixOf = (log: EventLog, length: number): EventLog =>
    admit(emptyLog, log.ordered.slice(0, length), noClockGuard).log
  const sizeOf = (entries: readonly LogEntry[]): number =>
    entries.reduce((sum, entry) => sum + bytesInDelta(entry), 0)
})

describe('a vector in 8 bytes', () => {
  const pairs = fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(3)), { selector: ([stream]) => stream })
  const vectors = pairs.map(
    (counts) => new Map(counts.map(([i, count]) => [authorNamed(i).stream, count] as const)),
  )

  it('is equal for equal holdings only', () => {
    fc.assert(
      fc.property(vectors, vectors, (a, b) => {
        const isEqual = compareVectors(a, b) === 'equal'
        expect(hashOf(a)).toHaveLength(8)
        expect(`${hashOf(a)}` === `${hashOf(b)}`).toBe(isEqual)
        const both = mergeVectors(a, b)
        expect(includesVector(both, a) && includesVector(both, b)).toBe(true)
        expect(hashOf(both)).toEqual(hashOf(mergeVectors(b, a)))
      }),
    )
  })
})

describe('the total order', () => {
  it('is total: antisymmetric, transitive, and 0 for one id only', () => {
    const clocks = [0, 1].flatMap((l) => [0, 1].map((c) => ({ l, c })))
    const [model] = [...write(authorNamed(0), 1).log.ordered]
    if (model === undefined) return
    const entries = clocks.flatMap((hlc) =>
      [0, 1].flatMap((of) =>
        [0, 1].map((seq) => ({ ...model, hlc, seq, stream: authorNamed(of).stream })),
      ),
    )
    for (const [i, x] of entries.entries())
      for (const [j, y] of entries.entries())
        expect(Math.sign(compareEntries(x, y))).toBe(Math.sign(i - j))
  })
})
