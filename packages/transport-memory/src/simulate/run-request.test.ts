import { describe, expect, it } from 'vitest'
import { commitOf, runRequest } from './run-request.ts'

describe('what is asked for from outside', () => {
  it('is nothing by default: no seed, no capsule, any number of runs', () => {
    const request = runRequest('jobs', {})
    expect(request).toMatchObject({ seed: undefined, capsule: undefined, runs: undefined })
    const empty = { SIM_SEED: '', SIM_CAPSULE: '', SIM_RUNS: '' }
    expect(runRequest('jobs', empty)).toMatchObject({ seed: undefined, runs: undefined })
  })

  it('is a seed, a capsule, a number of runs', () => {
    const env = { SIM_SEED: 'ab.7', SIM_CAPSULE: 'x.json', SIM_RUNS: '5' }
    expect(runRequest('jobs', env)).toMatchObject({ seed: 'ab.7', capsule: 'x.json', runs: 5 })
  })

  it.each(['0', '-1', '1.5', 'many', '1e99'])('is no number of runs that is %s', (runs) => {
    const wrong = `SIM_RUNS must be a whole number above 0, not ${runs}`
    expect(() => runRequest('jobs', { SIM_RUNS: runs })).toThrow(wrong)
  })

  it('begins in CI with the commit and the name: the same for both, another for another', () => {
    const base = (title: string, commit: string): string =>
      runRequest(title, { CI: 'true', GITHUB_SHA: commit }).baseSeed
    expect(base('jobs', 'c1')).toBe(base('jobs', 'c1'))
    expect(base('jobs', 'c1')).toMatch(/^[0-9a-f]{8}$/)
    expect(new Set([base('jobs', 'c1'), base('jobs', 'c2'), base('others', 'c1')]).size).toBe(3)
  })

  it('begins elsewhere at random', () => {
    const seeds = Array.from({ length: 4 }, () => runRequest('jobs', { GITHUB_SHA: 'c1' }).baseSeed)
    expect(new Set(seeds).size).toBe(4)
  })

  it('knows the commit: what CI says, else that of the folder', () => {
    expect(commitOf({ GITHUB_SHA: 'g1' })).toBe('g1')
    expect(commitOf({ CI_COMMIT_SHA: 'g2' })).toBe('g2')
    expect(commitOf({})).toMatch(/^([0-9a-f]{40}|unknown)$/)
  })
})
