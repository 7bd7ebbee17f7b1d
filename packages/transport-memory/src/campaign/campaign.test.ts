import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { fault, planOf } from '../plan/index.ts'
import { runPlan } from '../run/index.ts'
import { shapeOf } from '../simulate/index.ts'
import { type CampaignOptions, runCampaign } from './campaign.ts'
import { inWorkers, WorkerDied } from './in-workers.ts'
import { type CampaignReport, hasHeld } from './report.ts'
import { type CampaignSettings, scenarioOf, settingsOf } from './settings.ts'
import { Tasks } from './tasks.ts'

const short = { run: '20s', members: 3 } as const
const small: CampaignOptions = { seed: 7, runs: 5, workers: 0, scenario: short }

/** What must not depend on how many worked. */
const printed = (report: CampaignReport): unknown => ({ ...report, realMs: 0 })

describe('a campaign', () => {
  it('is the same for no worker, one, and two', { timeout: 60_000 }, async () => {
    const alone = await runCampaign(small)
    const one = await runCampaign({ ...small, workers: 1 })
    const two = await runCampaign({ ...small, workers: 2 })
    expect(alone.runs).toBe(5)
    expect(alone.virtualMs).toBeGreaterThan(5 * 20_000)
    expect(alone.performed.size).toBeGreaterThan(3)
    expect(hasHeld(alone)).toBe(true)
    expect(printed(one)).toEqual(printed(alone))
    expect(printed(two)).toEqual(printed(alone))
  })

  it('of one run is the run of its seed', async () => {
    const scenario = await scenarioOf(settingsOf('7', 1, short))
    const plan = planOf('7', shapeOf(scenario))
    const { hash, virtualMs } = await runPlan(plan, scenario)
    const report = await runCampaign({ ...small, runs: 1 })
    expect(report).toMatchObject({ runs: 1, traceHash: hash, virtualMs, seed: '7', shown: plan })
  })

  it('says how far it has come', async () => {
    const told: string[] = []
    const onProgress: CampaignOptions['onProgress'] = (progress) => {
      const { runs, of, failures, virtualMs, realMs } = progress
      expect(virtualMs).toBeGreaterThan(realMs)
      told.push(`${runs}/${of} ${failures}`)
    }
    await runCampaign({ ...small, runs: 3, onProgress })
    expect(told).toEqual(['1/3 0', '2/3 0', '3/3 0'])
  })

  it.each([0, 1])('with %i workers ends early when it is told to', async (workers) => {
    const stop = new AbortController()
    const onProgress: CampaignOptions['onProgress'] = ({ runs }) => {
      if (runs === 2) stop.abort()
    }
    const report = await runCampaign({ ...small, workers, onProgress, signal: stop.signal })
    expect(report).toMatchObject({ runs: 2, isStopped: true })
  })

  it.each([
    [{ runs: 0 }, 'runs must be'],
    [{ seed: '' }, 'seed must not be empty'],
    [{ workers: -1 }, 'workers must be'],
    [{ failuresMax: 0 }, 'failuresMax must be'],
    [{ scenario: { pctDepth: 0.5 } }, 'pctDepth must be'],
    [{ scenario: { members: 0 } }, 'members must be'],
  ])('refuses %j', async (wrong, why) => {
    await expect(runCampaign({ ...small, ...wrong })).rejects.toThrow(why)
  })

  it('takes other faults, members and priorities of frames', async () => {
    const others = { run: '10s', members: ['x', 'y'], faults: fault.none(), pctDepth: 3 } as const
    const calm = await runCampaign({ ...small, runs: 2, scenario: others })
    expect(hasHeld(calm)).toBe(true)
    expect([...calm.performed.keys()]).not.toContain('crash')
  })
})

describe('a campaign with another log', () => {
  const moduleOf = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`
  const withLog = (logModule: string): CampaignOptions => ({
    ...small,
    runs: 2,
    scenario: { ...short, faults: fault.none(), logModule },
  })

  it('keeps it where the module says, in this thread and in others', async () => {
    const refusing = moduleOf(`
      const open = () => { throw new TypeError('no log today') }
      export const log = ({ log }) => ({ ...log, open })`)
    for (const workers of [0, 1]) {
      const report = await runCampaign({ ...withLog(refusing), workers, shrink: '1ms' })
      expect(report.failures).toBe(2)
      expect(report.first?.failed.failure.detail).toContain('no log today')
    }
    const own = await runCampaign(withLog(moduleOf('export const log = ({ log }) => log')))
    expect(printed(own)).toEqual(printed(await runCampaign(withLog(''))))
  })

  it('is refused if the module has none', async () => {
    const other = moduleOf('export const logs = 1')
    await expect(runCampaign(withLog(other))).rejects.toThrow('must have a function log')
  })
})

describe('a worker that ends by itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-campaign-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const settings: CampaignSettings = settingsOf('7', 3, short)

  it.each([
    ['exits', 'process.exit(3)', 'it exited with 3'],
    ['throws', "throw new Error('no more')", 'no more'],
  ])('because it %s ends the campaign, and its seed is named', async (name, does, why) => {
    const code = `
      import { parentPort } from 'node:worker_threads'
      parentPort.on('message', (nth) => {
        if (nth === 2) { ${does} }
        parentPort.postMessage({ nth, virtualMs: 1, failure: undefined })
      })`
    const file = join(folder, `${name}.mjs`)
    writeFileSync(file, code)
    const tasks = new Tasks({ runs: 3, failuresMax: 1, signal: undefined, onResult: () => {} })
    const working = inWorkers(settings, { count: 1, file: pathToFileURL(file) }, tasks)
    await expect(working).rejects.toThrow(WorkerDied)
    await expect(working).rejects.toThrow(why)
    await expect(working).rejects.toMatchObject({ seed: '7.2' })
  })
})
