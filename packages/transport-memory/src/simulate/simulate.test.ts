import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fault } from '../plan/index.ts'
import { op } from '../scenario/index.ts'
import { oneOwner, type Worker, workers } from '../jobs.fixture.ts'
import { readCapsule, writeCapsule } from './capsule-files.ts'
import { simulate, type Simulation, SimulationFailed } from './simulate.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulate-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** As in CI: the seeds of one commit, so that the same is tested each time. */
function atOneCommit(): void {
  vi.unstubAllEnvs()
  vi.stubEnv('CI', 'true')
  vi.stubEnv('GITHUB_SHA', 'decaf')
}
beforeEach(atOneCommit)
afterEach(() => {
  vi.unstubAllEnvs()
})

let folders = 0
const newFolder = (): string => {
  const path = join(folder, String(folders++))
  mkdirSync(path)
  return path
}

const simulation = (change: Partial<Simulation<Worker>> = {}): Simulation<Worker> => ({
  ...workers(false),
  faults: fault.only('cut', 'pause'),
  settle: '5s',
  seeds: 3,
  capsules: { written: newFolder(), regressions: newFolder() },
  ...change,
})

/** Fails in nearly every run: two workers claim one job while they are cut off from each other. */
const greedy = (change: Partial<Simulation<Worker>> = {}): Simulation<Worker> =>
  simulation({
    ...workers(true),
    always: { 'one owner': oneOwner },
    opsPerMinute: 120,
    faults: fault.only('cut'),
    seeds: 20,
    ...change,
  })

async function failureOf(title: string, failing: Simulation<Worker>): Promise<SimulationFailed> {
  try {
    await simulate(title, failing)
  } catch (error) {
    if (error instanceof SimulationFailed) return error
    throw error
  }
  return expect.fail(`${title} did not fail`)
}

describe('a simulation that holds', () => {
  it('says what was run and done', async () => {
    const { runs, virtualMs, performed } = await simulate('workers', simulation())
    expect(runs).toBe(3)
    expect(virtualMs).toBeGreaterThan(3 * 90_000)
    expect([...performed.keys()].toSorted()).toEqual(['claim', 'cut', 'pause', 'release'])
  })

  it('runs one seed if asked to, or so many', async () => {
    vi.stubEnv('SIM_SEED', 'mine')
    expect((await simulate('workers', simulation())).runs).toBe(1)
    vi.stubEnv('SIM_SEED', '')
    vi.stubEnv('SIM_RUNS', '2')
    expect((await simulate('workers', simulation())).runs).toBe(2)
  })

  it('writes nothing', async () => {
    const written = newFolder()
    await simulate('workers', simulation({ capsules: { written, regressions: newFolder() } }))
    expect(readdirSync(written)).toEqual([])
  })
})

describe('a simulation that fails', async () => {
  atOneCommit()
  const options = greedy()
  const error = await failureOf('greedy workers', options)
  const { failed, capsule = '' } = error

  it('has found what fails, and cut it down', () => {
    expect(failed.failure.invariant).toBe('always: one owner')
    expect(failed.plan.ops.length).toBeLessThanOrEqual(5)
    expect(failed.plan.ops.length).toBeLessThan(failed.drawn.ops.length)
  })

  it('reports all of it', () => {
    const { message } = error
    expect(message).toMatch(/^greedy workers: failed\n {2}invariant {2}always: one owner\n/)
    for (const line of [
      /^ {2}because +does not hold$/m,
      /^ {2}at +\d+\.\d{3} s of virtual time, run \d+ of 20$/m,
      /^ {2}seed +[0-9a-f]{8}\.\d+$/m,
      /^ {2}commit +\S+, node \d+\.\d+\.\d+$/m,
      /^ {2}trace +[0-9a-f]{16}$/m,
      /^ {2}plan +\d+ operations, cut down to \d+ in \d+ runs$/m,
      /^ +\d+\.000 s {2}cut .*$/m,
      /^ +\d+\.\d00 s {2}claim [abc] job-[01]$/m,
      /^ {2}again +SIM_SEED=\S+ npx vitest run \S*simulate\.test\.ts -t 'greedy workers'$/m,
      /^ +SIM_CAPSULE=\S+ npx vitest run \S*simulate\.test\.ts -t 'greedy workers'$/m,
    ])
      expect(message).toMatch(line)
  })

  it('writes a capsule of which the same run comes again', async () => {
    expect(readdirSync(options.capsules?.written ?? '')).toHaveLength(1)
    const kept = readCapsule(capsule).capsule
    expect(kept).toMatchObject({ title: 'greedy workers', failure: failed.failure })
    vi.stubEnv('SIM_CAPSULE', capsule)
    const again = await failureOf('greedy workers', options)
    expect(again.failed.drawn).toEqual(failed.plan)
    expect(again.failed.outcome.hash).toBe(kept.hash)
    expect(again.message).toContain(`of virtual time, from ${capsule}`)
    expect(again.message).not.toContain('SIM_SEED')
  })

  it('fails again by its seed alone', async () => {
    vi.stubEnv('SIM_SEED', failed.plan.seed)
    const again = await failureOf('greedy workers', greedy())
    expect(again.failed.plan).toEqual(failed.plan)
    expect(again.failed.outcome.hash).toBe(failed.outcome.hash)
  })

  it('is run first once its capsule is kept, before any new seed', async () => {
    const regressions = newFolder()
    writeCapsule(readCapsule(capsule).capsule, regressions)
    const capsules = { written: newFolder(), regressions }
    const again = await failureOf('greedy workers', greedy({ capsules, seeds: 1 }))
    expect(again.message).toContain(`from ${regressions}`)
    const held = await simulate('greedy workers', { ...simulation({ capsules, seeds: 1 }) })
    expect(held.runs).toBe(2)
    const other = await simulate('other workers', { ...simulation({ capsules, seeds: 1 }) })
    expect(other.runs).toBe(1)
  })

  it('says that a capsule no longer proves anything, if the workload is another', async () => {
    vi.stubEnv('SIM_CAPSULE', capsule)
    const renamed = greedy({ workload: ({ app }) => [op('grab', () => app('a').claim('job-0'))] })
    await expect(simulate('greedy workers', renamed)).rejects.toThrow(
      `${capsule} does what is not in the workload: `,
    )
  })

  it('may write nothing', async () => {
    vi.stubEnv('SIM_SEED', failed.plan.seed)
    const capsules = { written: undefined, regressions: newFolder() }
    const again = await failureOf('greedy workers', greedy({ capsules, shrink: 0 }))
    expect(again.capsule).toBe(undefined)
    expect(again.message).not.toContain('SIM_CAPSULE')
    expect(again.failed.shrinkRuns).toBe(0)
  })
})

describe('the seeds of a simulation', () => {
  /** The seeds it runs, as its application sees them. */
  async function seedsIn(title: string): Promise<readonly string[]> {
    const drawn: string[] = []
    const told = simulation({
      seeds: 2,
      run: '1s',
      faults: fault.none(),
      workload: ({ pick }) => [op('tell', () => drawn.push(String(pick.int(1e9))))],
      opsPerMinute: 60,
    })
    await simulate(title, told)
    return drawn
  }

  it('are in CI those of the commit and the name, elsewhere others each time', async () => {
    const first = await seedsIn('one')
    expect(await seedsIn('one')).toEqual(first)
    expect(await seedsIn('two')).not.toEqual(first)
    vi.stubEnv('GITHUB_SHA', 'c2')
    expect(await seedsIn('one')).not.toEqual(first)
    vi.stubEnv('CI', '')
    expect(await seedsIn('one')).not.toEqual(await seedsIn('one'))
  })
})
