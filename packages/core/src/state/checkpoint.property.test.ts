import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppendVector } from '../collections/index.ts'
import type { LogEntry } from '../model/index.ts'
import type { Checkpoints } from './checkpoint.ts'
import { advance, checkpointDistance, emptyCheckpoints, foldLog } from './checkpoint.ts'
import type { ClusterState } from './cluster-state.ts'
import { logOf, longLog } from './logs.fixture.ts'
import { stateAsValue } from './select.ts'

const text = (state: ClusterState): string => JSON.stringify(stateAsValue(state))

/** Entries arrive in batches in any order; the log is kept in the order they belong. */
function arrivals(log: readonly LogEntry[], places: readonly number[], batch: number): Arrival[] {
  const shuffled = log
    .map((entry, index) => ({ entry, index, place: places[index % places.length] ?? 0 }))
    .toSorted((one, two) => one.place * 7 + one.index - (two.place * 7 + two.index))
  const result: Arrival[] = []
  let held: number[] = []
  for (let i = 0; i < shuffled.length; i += batch) {
    const fresh = shuffled.slice(i, i + batch).map(({ index }) => index)
    const before = held.length
    held = [...held, ...fresh].toSorted((one, two) => one - two)
    const position = held.indexOf(Math.min(...fresh))
    const ordered = held.flatMap((index) => log.slice(index, index + 1))
    result.push({ ordered, position, depth: before - position })
  }
  return result
}
interface Arrival {
  readonly ordered: readonly LogEntry[]
  readonly position: number
  /** How many entries there were at or above the position. */
  readonly depth: number
}

function boundProblem(checkpoints: Checkpoints): string | undefined {
  const { position, older } = checkpoints
  const most = 2 * Math.max(0, Math.log2(position / checkpointDistance)) + 3
  if (older.length > most) return `${older.length} states for ${position} entries`
  const last = older.at(-1)
  return position > 0 && last?.position !== 0 ? 'the beginning is not kept' : undefined
}

describe('checkpoints', () => {
  it('S9: equal a fold from scratch, whatever the order of arrival', () => {
    const places = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(longLog, places, fc.integer({ min: 1, max: 90 }), (log, shuffle, batch) => {
        let checkpoints = emptyCheckpoints
        for (const { ordered, position, depth } of arrivals(log, shuffle, batch)) {
          const vector = AppendVector.of(ordered)
          const advanced = advance(checkpoints, vector, position)
          checkpoints = advanced.checkpoints
          expect(checkpoints.position).toBe(ordered.length)
          expect(advanced.refolded).toBeLessThan(2 * depth + checkpointDistance + 2)
          expect(boundProblem(checkpoints)).toBeUndefined()
        }
        expect(text(checkpoints.state)).toBe(text(foldLog(log)))
        for (const known of checkpoints.older) {
          expect(text(known.state)).toBe(text(foldLog(log.slice(0, known.position))))
        }
      }),
      { numRuns: 40 },
    )
  })

  it('fold each entry once while entries come in order', () => {
    const log = logOf(Array.from({ length: 1_000 }, () => ({ kind: 'put', by: 'a', key: 'k' })))
    let checkpoints = emptyCheckpoints
    let ordered = AppendVector.empty<LogEntry>()
    for (const entry of log) {
      ordered = ordered.append([entry])
      const advanced = advance(checkpoints, ordered, ordered.length - 1)
      expect(advanced.refolded).toBe(0)
      expect(boundProblem(advanced.checkpoints)).toBeUndefined()
      checkpoints = advanced.checkpoints
    }
    expect(text(checkpoints.state)).toBe(text(foldLog(log)))
  })

  it('keep states at 64, 128, 256 … before the end after a long fold', () => {
    const log = logOf(Array.from({ length: 996 }, () => ({ kind: 'put', by: 'a', key: 'k' })))
    const { checkpoints } = advance(emptyCheckpoints, AppendVector.of(log), 0)
    const distances = checkpoints.older.map(({ position }) => 1_000 - position)
    expect(distances).toEqual([64, 128, 256, 512, 1_000])
  })
})
