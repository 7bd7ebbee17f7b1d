import { expect, it } from 'vitest'
import { hasHeld } from './report.ts'
import { runHistories } from './short-histories.ts'

it('all short histories hold, and are the same again', { timeout: 60_000 }, async () => {
  const told: number[] = []
  const onProgress = ({ runs, of }: { readonly runs: number; readonly of: number }): void => {
    expect(of).toBe(9)
    told.push(runs)
  }
  const once = await runHistories({ seed: 1, length: 1, onProgress })
  expect(hasHeld(once)).toBe(true)
  expect(once.runs).toBe(9)
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  const { traceHash, pruned } = await runHistories({ seed: 1, length: 1 })
  expect({ traceHash, pruned }).toEqual({ traceHash: once.traceHash, pruned: once.pruned })
  expect([...once.performed.keys()]).toEqual(
    expect.arrayContaining(['a puts k', 'a ejects c', 'cut', 'pause', 'crash']),
  )
})

it('ends early when it is told to', async () => {
  const stop = new AbortController()
  const onProgress = (): void => stop.abort()
  const report = await runHistories({ seed: 1, onProgress, signal: stop.signal })
  expect(report).toMatchObject({ runs: 1, isStopped: true })
})
