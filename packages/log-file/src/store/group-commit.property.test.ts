import { createWorld } from '@quorate/transport-memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { answerOf } from './answers.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'

const batch = fc.array(fc.nat(300), { maxLength: 4 })
/** Appends that are asked for at one moment. */
const wave = fc.array(batch, { minLength: 1, maxLength: 20 })

interface Setting {
  readonly seed: number
  readonly segmentBytes: number
}

/** Appends wave after wave on a slow disk; what became of it. */
function appended(waves: readonly (readonly number[][])[], { seed, segmentBytes }: Setting) {
  const world = createWorld({ seed })
  const { fs } = world.env('a')
  const log = fileLog(fs, { segmentBytes })
  answerOf(log.open())
  answerOf(log.start(identityOf(1)))
  const quicken = world.disk('a', { latencyMs: { min: 0, max: 9 } })
  const syncs = (): number => world.points.get('fs:sync') ?? 0
  const before = syncs()
  const written: Uint8Array[] = []
  const ended: number[] = []
  let asked = 0
  for (const each of waves) {
    for (const lengths of each) {
      const nth = asked++
      const entries = lengths.map((length, i) => entryOf(written.length + i, length))
      written.push(...entries)
      log.append(entries).subscribe({ complete: () => ended.push(nth) })
    }
    world.run(10_000)
  }
  const appendSyncs = syncs() - before
  quicken()
  world.crash('a')
  const { entries } = answerOf(fileLog(world.restart('a').fs, { segmentBytes }).open())
  return { written, ended, asked, appendSyncs, entries }
}

describe('appends that wait together', () => {
  it('are two commits at most, however many they are', () => {
    fc.assert(
      fc.property(fc.array(wave, { maxLength: 5 }), fc.nat(), (waves, seed) => {
        const { appendSyncs } = appended(waves, { seed, segmentBytes: 200_000 })
        expect(appendSyncs).toBeLessThanOrEqual(2 * waves.length)
      }),
      { numRuns: 30 },
    )
  })

  it('complete in order, and all that completed is there, in order, over many segments', () => {
    fc.assert(
      fc.property(fc.array(wave, { maxLength: 5 }), fc.nat(), (waves, seed) => {
        const found = appended(waves, { seed, segmentBytes: 13_000 })
        expect(found.ended).toEqual(Array.from({ length: found.asked }, (_, i) => i))
        expect(found.entries.length).toBe(found.written.length)
        for (const [i, entry] of found.entries.entries())
          expect(Buffer.compare(entry, found.written[i] ?? entry.subarray(1))).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})
