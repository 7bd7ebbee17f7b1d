/**
 * What a campaign is about, as plain data: it goes to worker threads as it is, and each of them
 * makes the same scenario and the same plans of it. Decides the defaults and refuses nonsense by
 * name; it must never hold a function.
 */
import { invariant } from '@quorate/core'
import { type Duration, fault, type FaultMix, msOf } from '../plan/index.ts'
import { libraryScenario, type Responder, type Scenario } from '../scenario/index.ts'

/** What all runs of a campaign have in common: the library's own scenario, varied. */
export interface CampaignScenario {
  /** Members, or how many. Default 5. */
  readonly members?: number | readonly string[]
  /** How long things break in each run. Default 10 minutes. */
  readonly run?: Duration
  /** Default `fault.swarm()`. */
  readonly faults?: FaultMix
  /** Probabilistic concurrency testing of this depth. Default 0: none. */
  readonly pctDepth?: number
  /** Operations of users a virtual minute. Default 30. */
  readonly opsPerMinute?: number
  /**
   * Where members keep their logs: the URL of a module whose `log` is a scenario's. Default '': in
   * memory.
   */
  readonly logModule?: string
}

/** The same with nothing left open, and the seeds. */
export interface CampaignSettings extends Required<CampaignScenario> {
  readonly seed: string
  readonly runs: number
}

const runsMax = 1_000_000

/** @throws InvariantViolation naming what is wrong. */
export function settingsOf(
  seed: string,
  runs: number,
  scenario: CampaignScenario = {},
): CampaignSettings {
  const { members = 5, run = '10m', faults = fault.swarm() } = scenario
  const { pctDepth = 0, opsPerMinute = 30, logModule = '' } = scenario
  const isCount = Number.isSafeInteger(runs) && runs >= 1 && runs <= runsMax
  invariant(isCount, `runs must be a whole number from 1 to ${runsMax}`)
  invariant(seed !== '', 'seed must not be empty')
  invariant(Number.isSafeInteger(pctDepth) && pctDepth >= 0, 'pctDepth must be 0 or more')
  return { seed, runs, members, run: msOf(run), faults, pctDepth, opsPerMinute, logModule }
}

/** The first run has the campaign's seed itself, so that one run of a seed is that run. */
export const seedOf = ({ seed }: Pick<CampaignSettings, 'seed'>, nth: number): string =>
  nth === 1 ? seed : `${seed}.${nth}`

/** The library's own scenario as this campaign has it. @throws what its log module did. */
export async function scenarioOf(
  settings: Required<CampaignScenario>,
): Promise<Scenario<Responder>> {
  const { members, run, faults, pctDepth, opsPerMinute, logModule } = settings
  const log = logModule === '' ? {} : await logFrom(logModule)
  return { ...libraryScenario(), members, run, faults, pctDepth, opsPerMinute, ...log }
}

async function logFrom(url: string): Promise<Pick<Scenario, 'log'>> {
  const { log } = (await import(url)) as Pick<Scenario, 'log'>
  invariant(typeof log === 'function', `${url} must have a function log`)
  return { log }
}
