import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Capsule, capsuleText, libraryScenario } from '@quorate/transport-memory'
import { calmSurroundings, type Plan, runPlan } from '@quorate/transport-memory'
import { afterAll, describe, expect, it } from 'vitest'
import { log } from '../sim/file-store.ts'
import { saying } from './saying.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorate-sim-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const fileOf = (name: string): string => join(folder, name)
const textOf = (name: string): string => readFileSync(fileOf(name), 'utf8')

async function sim(...args: readonly string[]) {
  const heard = await saying('sim', args)
  return { ...heard, said: heard.said.join('\n') }
}

const small = ['--seed', '42', '--members', '3', '--time', '10s', '--workers', '0'] as const

describe('quorate sim', () => {
  it('runs one seed if nothing else is said, and sums it up', async () => {
    const { code, said, complaints } = await sim(...small)
    expect(code).toBe(0)
    expect(said).toMatch(/^quorate sim: 1 runs held\n {2}seed {7}42\n {2}runs {7}1\n/)
    expect(said).toMatch(/\n {2}trace {6}[0-9a-f]{16}\n/)
    expect(complaints).toMatch(/^1\/1 runs, [\d.]+ runs\/s, \d+ times real time$/)
  })

  it('writes what it found as JSON, and the run as a page, as columns and for ShiViz', async () => {
    const json = ['--json', fileOf('sim.json'), '--html', fileOf('sim.html')]
    const others = ['--trace', fileOf('sim.txt'), '--shiviz', fileOf('sim.log')]
    const { said } = await sim(...small, '--runs', '2', ...json, ...others)
    const found = JSON.parse(textOf('sim.json')) as { readonly traceHash: string }
    expect(found).toMatchObject({ runs: 2, failures: 0, seed: '42', members: 3, time: '10s' })
    expect(found).toMatchObject({ virtualMs: expect.any(Number), realMs: expect.any(Number) })
    expect(said).toContain(found.traceHash)
    expect(textOf('sim.html')).toContain('<!doctype html>')
    expect(textOf('sim.txt')).toMatch(/^the library alone, seed 42, trace [0-9a-f]{16}\n/)
    expect(textOf('sim.log')).toContain('(?<event>')
  })

  it('prints the columns, and then says the rest as trouble is said', async () => {
    const { said, complaints } = await sim(...small, '--trace', '-')
    expect(said).toMatch(/^the library alone, seed 42, trace /)
    expect(said).not.toContain('runs held')
    expect(complaints).toContain('1 runs held')
  })

  it('takes the faults it is told, and priorities of frames', async () => {
    const calm = await sim(...small, '--faults', 'none')
    expect(calm.said).not.toContain('faults')
    const depth = ['--mode', 'pct', '--depth', '2']
    const byPriority = await sim(...small, '--faults', 'none', ...depth)
    expect(byPriority.code).toBe(0)
    expect(traceIn(byPriority.said)).not.toBe(traceIn(calm.said))
  })

  it('keeps logs in files where it is told to, and processes crash at calls of their disks', async () => {
    const onDisk = [...small, '--time', '60s', '--store', 'file'] as const
    const crashing = await sim(...onDisk, '--faults', 'crash-at', '--trace', fileOf('files.txt'))
    expect(crashing.code).toBe(0)
    expect(crashing.said).toMatch(/\n {2}faults {5}crash-at \d/)
    expect(crashing.said).toMatch(/\n {2}crashes at fs:[a-z-]+ \d/)
    expect(textOf('files.txt')).toMatch(/^the library alone, logs in files, seed 42, trace /)
    const calm = await sim(...onDisk, '--faults', 'none')
    expect(traceIn(calm.said)).not.toBe(
      traceIn((await sim(...onDisk, '--store', 'memory', '--faults', 'none')).said),
    )
    expect((await sim(...onDisk, '--faults', 'all')).said).toMatch(
      /crash-at.*clone|clone.*crash-at/,
    )
  })

  it('tries every short history', async () => {
    const { code, said } = await sim('--seed', '1', '--mode', 'exhaustive', '--depth', '1')
    expect(code).toBe(0)
    expect(said).toContain('9 runs held')
  })

  it.each([
    [['--seed', 'a b'], '--seed', '1 to 64'],
    [['--runs', '0'], '--runs', 'from 1 to 1000000'],
    [['--members', '0'], '--members', 'from 1 to 100'],
    [['--time', '10'], '--time', 'from 1s to 24h'],
    [['--faults', 'fire'], '--faults', 'swarm, all, none'],
    [['--store', 'tape'], '--store', 'memory, file'],
    [['--store', 'file', '--mode', 'exhaustive'], '--store', 'cannot be used with'],
    [['--workers', '1000'], '--workers', 'from 0 to 256'],
    [['--mode', 'fast'], '--mode', 'random, pct, exhaustive'],
    [['--depth', '11', '--mode', 'pct'], '--depth', 'from 1 to 10'],
    [['--depth', '2'], '--depth', "needs '--mode pct'"],
    [['--mode', 'exhaustive', '--members', '3'], '--members', 'cannot be used with'],
    [['--capsule', 'x.json', '--seed', '1'], '--capsule', 'cannot be used with'],
    [['--capsule', '/nowhere/x.json'], '--capsule', 'cannot be read'],
    [['--html', '/nowhere/x.html'], '--html', 'cannot be written'],
    [['--trace', '/nowhere/x'], '--trace', 'cannot be written'],
    [['--shiviz', '/nowhere/x'], '--shiviz', 'cannot be written'],
    [['--json', '/'], '--json', 'cannot be written'],
    [['now'], 'too many arguments', ''],
  ])('refuses %j with what is allowed', async (args, option, allowed) => {
    const { code, said, complaints } = await sim(...args)
    expect(code).toBe(2)
    expect(said).toBe('')
    expect(complaints).toContain(option)
    expect(complaints).toContain(allowed)
  })

  it('says what its options are', async () => {
    const { code, said } = await sim('--help')
    expect(code).toBe(0)
    for (const option of ['--seed', '--runs', '--capsule', '--mode', '--html', '--json'])
      expect(said).toContain(option)
  })
})

describe('quorate sim --capsule', () => {
  const plan: Plan = {
    format: 1,
    seed: 'kept',
    members: ['a', 'b'],
    isJoined: true,
    core: ['a', 'b'],
    runMs: 2000,
    surroundings: calmSurroundings,
    ops: [{ kind: 'use', use: 'put', id: 1, atMs: 100 }],
  }
  const failure = { invariant: 'S4', detail: 'once', atMs: 1 }
  const about = { format: 1, title: 'the library alone', commit: 'c0ffee', node: '20' } as const

  function kept(name: string, of: Partial<Capsule>): string {
    const capsule: Capsule = { ...about, plan, failure, hash: 'other', ...of }
    writeFileSync(fileOf(name), capsuleText(capsule))
    return fileOf(name)
  }

  it('runs its plan again, and says that it is the same run', async () => {
    const { hash } = await runPlan(plan, libraryScenario())
    const file = kept('same.json', { hash })
    const json = ['--json', fileOf('replay.json')]
    const { code, said } = await sim('--capsule', file, ...json)
    expect(code).toBe(0)
    expect(said).toContain(`the plan of ${file} holds`)
    expect(said).toContain(`The trace is the recorded one, ${hash}.`)
    const found: unknown = JSON.parse(textOf('replay.json'))
    expect(found).toMatchObject({ traceHash: hash, recordedHash: hash, runs: 1, failures: 0 })
  })

  it('says that it is another run, and of which commit the recorded one was', async () => {
    const { said } = await sim('--capsule', kept('other.json', {}))
    expect(said).toMatch(/The trace is [0-9a-f]{16}; recorded was other, on commit c0ffee\./)
  })

  it('ends with 1 where it fails still, and tells how', async () => {
    const far = { ...calmSurroundings, latencyMs: { min: 1e6, max: 1e6 } }
    const hopeless: Plan = { ...plan, surroundings: far }
    const { hash } = await runPlan(hopeless, libraryScenario())
    const file = kept('fails.json', { plan: hopeless, hash })
    const { code, said } = await sim('--capsule', file)
    expect(code).toBe(1)
    expect(said).toContain('the library alone: failed\n  invariant  deadline\n')
    expect(said).toContain(`again      npx quorate sim --capsule ${file}\n`)
    expect(said).toContain(`The trace is the recorded one, ${hash}.`)
  })

  it('keeps logs where they were in the run that failed', async () => {
    const { hash } = await runPlan(plan, { ...libraryScenario(), log })
    const file = kept('files.json', { hash, title: 'the library alone, logs in files' })
    const { code, said } = await sim('--capsule', file)
    expect(code).toBe(0)
    expect(said).toContain(`The trace is the recorded one, ${hash}.`)
    expect((await runPlan(plan, libraryScenario())).hash).not.toBe(hash)
  })

  it('refuses what is no capsule, and one of an application', async () => {
    writeFileSync(fileOf('none.json'), '{}')
    const none = await sim('--capsule', fileOf('none.json'))
    expect(none).toMatchObject({ code: 2, complaints: expect.stringContaining('is no capsule') })
    const others = await sim('--capsule', kept('jobs.json', { title: 'jobs' }))
    expect(others.code).toBe(2)
    expect(others.complaints).toContain('of the simulation "jobs": run that with SIM_CAPSULE=')
  })
})

const traceIn = (said: string): string => /trace +(\S+)/.exec(said)?.[1] ?? expect.fail(said)
