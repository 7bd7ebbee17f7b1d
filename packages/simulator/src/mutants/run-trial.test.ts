import { beforeAll, describe, expect, it } from 'vitest'
import { demandBuilt } from './built-core.fixture.ts'
import { load } from './hooks.ts'
import { runTrial } from './run-trial.ts'
import { trySuite } from './suite.ts'
import { rowOf, summaryOf } from './table.ts'
import { mutantNamed } from './planted/index.ts'

const order = { mutant: undefined, scenarios: ['failing-disk'], firstSeed: 1, seeds: 2 }

beforeAll(demandBuilt)

describe('a trial', () => {
  it('without a mutant finds nothing, in every scenario it is told', async () => {
    const trial = await runTrial({ ...order, scenarios: ['failing-disk', 'leaving'] })
    expect(trial).toMatchObject({ failed: undefined, foundBy: undefined, runs: 4 })
    expect(trial.cpuMs).toBeGreaterThan(0)
  })

  it('with one runs patched code, and says what failed where', async () => {
    const trial = await runTrial({ ...order, mutant: 'store-failure-passed-over' })
    expect(trial).toMatchObject({ foundBy: 'failing-disk', runs: 1 })
    expect(trial.failed).toContain('S12')
  })

  it('that hangs is ended, and has failed', async () => {
    const trial = await runTrial({ ...order, seeds: 1000 }, { runMs: 1 })
    expect(trial.failed).toBe('a run took more than 1 ms')
  })

  it('ends when its processor time is used up', async () => {
    const trial = await runTrial({ ...order, seeds: 1_000_000 }, { cpuMs: 1 })
    expect(trial).toMatchObject({ failed: undefined, runs: expect.any(Number) })
    expect(trial.runs).toBeLessThan(1000)
  })

  it('that cannot begin says why', async () => {
    const trial = runTrial({ ...order, scenarios: ['none'] })
    await expect(trial).rejects.toThrow('no scenario is called none')
  })
})

describe('a suite', () => {
  it('tries each, and its table says what became of it', async () => {
    const mutant = mutantNamed('store-failure-passed-over')
    const tried = await trySuite([undefined, mutant], { order, workers: 2 })
    const [none, planted] = tried.map(rowOf)
    expect(none).toMatch(/^\| \(none\) \| {2}\| not found in 2 \|/)
    expect(planted).toMatch(
      /^\| store-failure-passed-over \| store \| 1 \| [\d.]+ \| failing-disk \|/,
    )
    expect(summaryOf(tried)).toBe('1 of 1 mutants found; 0 of 0 cut down to 10 operations or fewer')
  })
})

it('the hooks of a process without a mutant change nothing', async () => {
  const loaded = { format: 'module' as const, source: 'export {}' }
  const attributes = { importAttributes: {}, importAssertions: {} }
  const context = { conditions: [], format: 'module' as const, ...attributes }
  expect(await load('file:///any.js', context, async () => loaded)).toBe(loaded)
})
