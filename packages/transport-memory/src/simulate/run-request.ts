/**
 * What whoever starts the tests asks for by the environment, and where they run: the only place
 * where simulations look outside of themselves.
 *
 *   SIM_SEED     run this one seed and no other
 *   SIM_CAPSULE  run the capsule in this file and nothing else
 *   SIM_RUNS     that many seeds, instead of what the scenario says
 */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { invariant } from '@quorate/core'
import { bitsOf, keyOf } from '../random.ts'

export interface RunRequest {
  readonly seed: string | undefined
  readonly capsule: string | undefined
  readonly runs: number | undefined
  /** What the seeds of this run begin with. */
  readonly baseSeed: string
  /** The commit of the working folder; `unknown` outside of a repository. */
  readonly commit: string
}

/**
 * In CI the seeds are those of the commit and the name, so that every commit tries new ones and
 * each can be tried again; elsewhere they are random.
 *
 * @throws InvariantViolation if `SIM_RUNS` is no number of runs.
 */
export function runRequest(title: string, env: NodeJS.ProcessEnv = process.env): RunRequest {
  const commit = commitOf(env)
  const isInCi = (env['CI'] ?? '') !== '' && commit !== unknown
  return {
    seed: textIn(env, 'SIM_SEED'),
    capsule: textIn(env, 'SIM_CAPSULE'),
    runs: countIn(env, 'SIM_RUNS'),
    baseSeed: isInCi ? hex(bitsOf(keyOf(commit, title))) : randomBytes(4).toString('hex'),
    commit,
  }
}

const unknown = 'unknown'

function countIn(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = textIn(env, name)
  const count = Number(text)
  const isCount = Number.isSafeInteger(count) && count > 0
  invariant(text === undefined || isCount, `${name} must be a whole number above 0, not ${text}`)
  return text === undefined ? undefined : count
}

const textIn = (env: NodeJS.ProcessEnv, name: string): string | undefined =>
  env[name] === '' ? undefined : env[name]

/** The commit of the working folder; `unknown` outside of a repository. */
export function commitOf(env: NodeJS.ProcessEnv = process.env): string {
  const given = textIn(env, 'GITHUB_SHA') ?? textIn(env, 'CI_COMMIT_SHA')
  if (given !== undefined) return given
  try {
    const args = ['rev-parse', 'HEAD']
    return execFileSync('git', args, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  } catch {
    return unknown
  }
}

const hex = (bits: number): string => bits.toString(16).padStart(8, '0')
