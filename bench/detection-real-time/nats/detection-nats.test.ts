import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fullEffort, isMet, tinyEffort } from '../../figure.ts'
import { detectionFigures, detectionNats, planFor } from './detection-nats.ts'
import type { KillReport } from './kills.ts'
import { memberScript } from './member-process.ts'
import { withCluster } from './process-cluster.ts'

const kill = (allFailedMs: number): KillReport => ({
  firstWordMs: 10,
  firstFailedMs: 20,
  allFailedMs,
})

const stop = { suspectedBy: 3, failedBy: 2, recoveredMs: 40, accusations: 1 }

const reports = {
  kills: [kill(900), kill(800), kill(1100)],
  killsUnhinted: [kill(5000)],
  shortStop: stop,
  longStop: stop,
  burn: { suspected: 4, failed: 1, down: 0, stallsMs: [300, 200] },
}

const rows = ['', '/slowest', '/first-failed', '/first-word']
const stopRows = ['suspected-by', 'failed-by', 'recovered', 'accusations']
const names = [
  ...['kill', 'kill-unhinted'].flatMap((name) => rows.map((row) => `${name}${row}`)),
  ...['stop-2s', 'stop-30s'].flatMap((name) => stopRows.map((row) => `${name}/${row}`)),
  ...['failed', 'suspected', 'down', 'stall'].map((row) => `burn/${row}`),
].map((name) => `detection-nats/${name}`)

describe('the benchmark of detection over NATS', () => {
  it('holds kills against a period, and a burn against no verdict at all', () => {
    const figures = detectionFigures(reports, planFor(fullEffort), 'this machine')
    expect(figures.map(({ name }) => name)).toEqual(names)
    const judged = figures.filter((figure) => isMet(figure) !== undefined)
    expect(judged.map((figure) => [figure.name, figure.value, isMet(figure)])).toEqual([
      ['detection-nats/kill', 900, true],
      ['detection-nats/kill/slowest', 1100, false],
      ['detection-nats/burn/failed', 1, false],
    ])
    expect(figures[0]?.note).toContain('one of 20 processes over NATS, with hints; this machine')
  })
})

/** Marks the processes of one test: children inherit it, nobody else has it. */
const markName = 'QUORATE_TEST_MARK'

/** Members, server and all. Linux only, as far as one can look. */
function processesOf(mark: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${markName}=${mark}`)
    } catch {
      return false
    }
  })
}

function marked(): string {
  const mark = `${process.pid}-${performance.now()}`
  vi.stubEnv(markName, mark)
  return mark
}

/** The watchdog of the server goes a moment after it. */
async function allGone(mark: string): Promise<void> {
  if (canLook) await vi.waitFor(() => expect(processesOf(mark)).toEqual([]), { timeout: 5000 })
}

const canLook = process.platform === 'linux'

// Processes run what was built; `npm test` builds first.
describe.runIf(existsSync(memberScript))('three processes over NATS', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('give all figures, and none is left', { timeout: 60_000 }, async () => {
    const mark = marked()
    const figures = await detectionNats.run(tinyEffort)
    expect(figures.map(({ name }) => name)).toEqual(names)
    const kills = figures.filter(({ unit, name }) => unit === 'ms' && name.includes('/kill'))
    for (const { value } of kills) expect(value).toBeGreaterThan(0)
    expect(figures.every(({ value }) => value >= 0)).toBe(true)
    await allGone(mark)
  })

  it('are gone when the work fails, a stopped one too', { timeout: 60_000 }, async () => {
    const mark = marked()
    const failing = withCluster({ size: 2, hasHints: true }, async ({ members }) => {
      await members[1]?.stop()
      if (canLook) expect(processesOf(mark).length).toBeGreaterThan(3)
      throw new Error('the work fails')
    })
    await expect(failing).rejects.toThrow('the work fails')
    await allGone(mark)
  })
})
