import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  calmSurroundings,
  type CampaignReport,
  campaignTitle,
  capsuleOf,
  libraryScenario,
  parseCapsule,
  type Plan,
  runPlan,
} from '@quorate/transport-memory'
import { afterAll, describe, expect, it } from 'vitest'
import { parseFaults } from '../options/fault-mix.ts'
import { conclude } from './run-sim.ts'
import type { SimOptions } from './sim-options.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorate-conclude-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const options: SimOptions = {
  mode: 'random',
  seed: '7',
  members: 2,
  time: '2s',
  faults: parseFaults('swarm'),
  store: 'memory',
  runs: 20,
  workers: 0,
  depth: 3,
  capsules: folder,
}

const plan: Plan = {
  format: 1,
  seed: '7.3',
  members: ['a', 'b'],
  isJoined: true,
  core: ['a', 'b'],
  runMs: 2000,
  surroundings: calmSurroundings,
  ops: [{ kind: 'pause', name: 'b', id: 1, atMs: 500, forMs: 1000 }],
}
const failure = { invariant: 'S4', detail: 'a and b differ', atMs: 700 }

async function reportWith(of: Partial<CampaignReport>): Promise<CampaignReport> {
  const outcome = await runPlan(plan, libraryScenario())
  const failed = { plan, failure, outcome, drawn: plan, shrinkRuns: 12 }
  const capsule = capsuleOf(campaignTitle, failed)
  return {
    seed: '7',
    runs: 20,
    virtualMs: 40_000,
    realMs: 100,
    entries: 60,
    traceHash: '00ff',
    isStopped: false,
    failures: 2,
    byInvariant: new Map(Object.entries({ L1: 1, S4: 1 })),
    performed: new Map(Object.entries({ put: 3, pause: 20, cut: 1 })),
    marks: new Map([['log.late', 4]]),
    crashes: new Map([['fs:sync', 2]]),
    neverHit: [],
    first: { nth: 3, seed: '7.3', failed, capsule },
    shown: plan,
    ...of,
  }
}

async function concluded(report: CampaignReport, more: Partial<SimOptions> = {}) {
  const said: string[] = []
  const code = await conclude(
    report,
    { ...options, ...more },
    {
      environment: {},
      input: Readable.from([]),
      output: { write: (line) => void said.push(line), colours: false },
      errors: { write: () => undefined, colours: false },
      now: () => 0,
      whenAskedToEnd: () => undefined,
    },
  )
  return { code, said: said.join('\n') }
}

describe('a campaign with failures', () => {
  it('ends with 1, and tells the first with its plan and how to run it again', async () => {
    const report = await reportWith({})
    const { code, said } = await concluded(report)
    expect(code).toBe(1)
    const lines = said.split('\n')
    expect(lines[0]).toBe('the library alone: failed')
    expect(said).toContain('  invariant  S4\n  because    a and b differ\n')
    expect(said).toContain('0.700 s of virtual time, run 3 of 20')
    expect(said).toContain('0.500 s  pause b, for 1 s')
    const capsule = join(folder, 'the-library-alone-7.3.json')
    expect(said).toContain(
      `again      npx quorate sim --seed 7.3 --members 2 --time 2s --faults swarm
             npx quorate sim --capsule ${capsule}`,
    )
    expect(said).toContain('quorate sim: 2 of 20 runs failed')
    expect(said).toContain('entries    60\n')
    expect(said).toContain('faults     pause 20, cut 1')
    expect(said).toContain('crashes at fs:sync 2')
    expect(said).toContain('marks      log.late 4')
    expect(said).toContain('failed     L1 1, S4 1')
    expect(parseCapsule(readFileSync(capsule, 'utf8'))).toEqual(report.first?.capsule)
  })

  it('is run again with logs where they were', async () => {
    const { said } = await concluded(await reportWith({}), { store: 'file' })
    expect(said).toContain(
      'again      npx quorate sim --seed 7.3 --members 2 --time 2s --faults swarm --store file\n',
    )
  })

  it('shows the failing run, and says it in JSON', async () => {
    const report = await reportWith({})
    const json = join(folder, 'report.json')
    const { said } = await concluded(report, { trace: join(folder, 'run.txt'), json })
    expect(said).toContain('failed')
    expect(readFileSync(join(folder, 'run.txt'), 'utf8')).toContain('seed 7.3')
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      failures: 2,
      byInvariant: { L1: 1, S4: 1 },
      first: { nth: 3, seed: '7.3', invariant: 'S4', plan: expect.any(Array) },
    })
  })
})

describe('a campaign without failures', () => {
  const held = { failures: 0, byInvariant: new Map(), first: undefined } as const

  it('ends with 0 and keeps nothing', async () => {
    const before = readdirSync(folder)
    expect(await concluded(await reportWith(held))).toMatchObject({ code: 0 })
    expect(readdirSync(folder)).toEqual(before)
  })

  it('ends with 1 if it never hit a mark, or was interrupted', async () => {
    const neverHit = await concluded(await reportWith({ ...held, neverHit: ['view.late'] }))
    expect(neverHit.code).toBe(1)
    expect(neverHit.said).toContain('20 runs held, but never hit 1 marks')
    expect(neverHit.said).toContain('never hit  view.late')
    const stopped = await concluded(await reportWith({ ...held, isStopped: true }))
    expect(stopped.code).toBe(1)
    expect(stopped.said).toContain('20 runs held, ended early')
  })
})
