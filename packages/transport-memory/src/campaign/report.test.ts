import { describe, expect, it } from 'vitest'
import type { RunResult } from './campaign-run.ts'
import { hasHeld, reportOn } from './report.ts'
import { Tasks } from './tasks.ts'

const result = (nth: number, invariant?: string): RunResult => ({
  nth,
  seed: `s.${nth}`,
  failure: invariant === undefined ? undefined : { invariant, detail: '', atMs: 1 },
  hash: String(nth).padStart(16, '0'),
  virtualMs: 10,
  entries: 3,
  performed: new Map([['cut', nth]]),
  crashes: new Map([['fs:sync', nth]]),
  marks: new Map([[nth % 2 === 0 ? 'even' : 'odd', 1]]),
})

const tasksOf = (runs: number, failuresMax: number): Tasks =>
  new Tasks({ runs, failuresMax, signal: undefined, onResult: () => undefined })

/** Takes them all, and gives results in this order. */
function resultsIn(order: readonly RunResult[], failuresMax: number): readonly number[] {
  const tasks = tasksOf(order.length, failuresMax)
  while (tasks.take() !== undefined);
  for (const each of order) tasks.done(each)
  return tasks.results().map(({ nth }) => nth)
}

describe('the runs that count', () => {
  it('are in the order of their numbers, whoever was first', () => {
    expect(resultsIn([result(3), result(1), result(2)], 1)).toEqual([1, 2, 3])
  })

  it('end with the last failure that counts, not with what others did meanwhile', () => {
    const four = [result(4, 'S1'), result(2, 'S1'), result(3, 'S2'), result(1)]
    expect(resultsIn(four, 1)).toEqual([1, 2])
    expect(resultsIn(four, 2)).toEqual([1, 2, 3])
    expect(resultsIn(four, 9)).toEqual([1, 2, 3, 4])
  })

  it('end before the first that is missing', () => {
    const tasks = tasksOf(4, 1)
    for (const nth of [1, 2, 4]) tasks.done(result(nth))
    expect(tasks.results().map(({ nth }) => nth)).toEqual([1, 2])
  })

  it('are begun no more after so many failures', () => {
    const tasks = tasksOf(4, 1)
    expect(tasks.take()).toBe(1)
    tasks.done(result(1, 'S4'))
    expect(tasks.take()).toBeUndefined()
  })
})

describe('a report', () => {
  const known = { seed: 's', realMs: 1, isStopped: false, first: undefined, shown: undefined }
  const some = (count: number): readonly RunResult[] =>
    Array.from({ length: count }, (_, at) => result(at + 1))

  it('adds up what was done, hit and failed', () => {
    const failing = [result(1, 'S4'), result(2), result(3, 'S4'), result(4, 'L1')]
    const report = reportOn(failing, [], known)
    expect(report).toMatchObject({ runs: 4, failures: 3, virtualMs: 40 })
    expect(report.byInvariant).toEqual(new Map(Object.entries({ S4: 2, L1: 1 })))
    expect(report.performed).toEqual(new Map([['cut', 10]]))
    expect(report.marks).toEqual(new Map(Object.entries({ odd: 2, even: 2 })))
    expect(hasHeld(report)).toBe(false)
  })

  it('has the hash of its runs in their order, and that of a single run', () => {
    const [first, second] = [result(1), result(2)]
    const hash = (...runs: readonly RunResult[]): string => reportOn(runs, [], known).traceHash
    expect(hash(first)).toBe(first.hash)
    expect(hash(first, second)).toHaveLength(first.hash.length)
    expect(hash(first, second)).not.toBe(hash(second, first))
    expect(hash(first, second)).not.toBe(hash(first))
  })

  it('fails on a mark never hit, once there are runs enough, and long enough', () => {
    const expected = ['odd', 'log.late', 'even']
    const long = (count: number, virtualMs: number): readonly RunResult[] =>
      some(count).map((each) => ({ ...each, virtualMs }))
    const sixMinutes = 6 * 60_000
    const large = reportOn(long(500, sixMinutes), expected, known)
    expect(large.neverHit).toEqual(['log.late'])
    expect(hasHeld(large)).toBe(false)
    expect(hasHeld(reportOn(long(499, 2 * sixMinutes), expected, known))).toBe(true)
    expect(hasHeld(reportOn(long(500, sixMinutes - 1), expected, known))).toBe(true)
    expect(hasHeld(reportOn(long(500, sixMinutes), ['odd'], known))).toBe(true)
  })
})
