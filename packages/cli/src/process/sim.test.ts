/// <reference types="node" />
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { calmSurroundings, libraryScenario, type Plan, runPlan } from '@quorate/transport-memory'
import { afterAll, describe, expect, it } from 'vitest'
import { builtCommand } from './built-command.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorate-sim-process-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const execute = promisify(execFile)

const sim = (...args: readonly string[]) =>
  execute(process.execPath, [builtCommand(), 'sim', ...args], { cwd: folder })

const small = ['--seed', '42', '--members', '3', '--time', '20s', '--runs', '4']

describe('the built quorate sim', { timeout: 60_000 }, () => {
  it.each(['memory', 'file'])(
    'says the same with one worker and with two, logs: %s',
    async (store) => {
      const its = [...small, '--store', store] as const
      const one = await sim(...its, '--workers', '1', '--json', 'one.json')
      const two = await sim(...its, '--workers', '2', '--json', 'two.json')
      expect(one.stdout).toContain('quorate sim: 4 runs held')
      expect(two.stdout).toBe(one.stdout)
      const [first, second] = ['one.json', 'two.json'].map((file) => {
        const found = JSON.parse(readFileSync(join(folder, file), 'utf8')) as object
        return { ...found, realMs: 0 }
      })
      expect(second).toEqual(first)
      expect(one.stderr).not.toContain('\u001B')
    },
  )

  it('runs a capsule again with the trace that was recorded', async () => {
    const far = { ...calmSurroundings, latencyMs: { min: 1e6, max: 1e6 } }
    const members = ['a', 'b']
    const about = { format: 1, seed: '1', members, isJoined: true, core: members } as const
    const plan: Plan = { ...about, runMs: 1000, surroundings: far, ops: [] }
    const { hash, failure = expect.fail('it held') } = await runPlan(plan, libraryScenario())
    const kept = {
      format: 1,
      title: 'the library alone',
      plan,
      failure,
      hash,
      commit: '',
      node: '',
    }
    writeFileSync(join(folder, 'kept.json'), JSON.stringify(kept))
    await expect(sim('--capsule', 'kept.json')).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`The trace is the recorded one, ${hash}.`),
    })
  })

  it('ends with 2 and says why when an option is wrong', async () => {
    await expect(sim('--time', '10')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('from 1s to 24h'),
    })
  })
})
