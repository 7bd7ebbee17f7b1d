/**
 * One run of a campaign, by its number: the plan drawn, carried out, now and then carried out
 * twice, and what came of it as plain data. The same wherever it happens; it cuts nothing down.
 */
import { tryPlan } from '../explore/index.ts'
import { type Plan, planOf, type PlanShape } from '../plan/index.ts'
import type { Failure, Outcome } from '../run/index.ts'
import type { Responder, Scenario } from '../scenario/index.ts'
import { shapeOf } from '../simulate/index.ts'
import { type CampaignSettings, scenarioOf, seedOf } from './settings.ts'

/** What came of one run. */
export interface RunResult {
  /** 1 for the first. */
  readonly nth: number
  readonly seed: string
  /** undefined: everything held. */
  readonly failure: Failure | undefined
  readonly hash: string
  readonly virtualMs: number
  /** In the longest log at its end. */
  readonly entries: number
  /** How often each kind of operation was carried out. */
  readonly performed: ReadonlyMap<string, number>
  /** How often each rare branch was taken. */
  readonly marks: ReadonlyMap<string, number>
  /** How often a process ended at each call that it was to end at. */
  readonly crashes: ReadonlyMap<string, number>
}

/** Carries out any run of one campaign. */
export class CampaignRuns {
  readonly scenario: Scenario<Responder>
  readonly #settings: CampaignSettings
  readonly #shape: PlanShape

  private constructor(settings: CampaignSettings, scenario: Scenario<Responder>) {
    this.#settings = settings
    this.scenario = scenario
    this.#shape = shapeOf(scenario)
  }

  /** @throws InvariantViolation naming what is wrong with the settings. */
  static async of(settings: CampaignSettings): Promise<CampaignRuns> {
    return new CampaignRuns(settings, await scenarioOf(settings))
  }

  seedOf(nth: number): string {
    return seedOf(this.#settings, nth)
  }

  planOf(nth: number): Plan {
    return planOf(this.seedOf(nth), this.#shape)
  }

  async run(nth: number): Promise<RunResult> {
    const plan = this.planOf(nth)
    const { outcome, failed } = await tryPlan(plan, this.scenario, { isShrinking: false })
    return resultOf({ nth, seed: plan.seed }, outcome, failed?.failure)
  }
}

/** What to tell of a run. */
export function resultOf(
  run: Pick<RunResult, 'nth' | 'seed'>,
  { hash, virtualMs, performed, marks, crashes, machines }: Outcome,
  failure: Failure | undefined,
): RunResult {
  const lengths = machines.map(({ member }) => member?.log().length ?? 0)
  const entries = Math.max(0, ...lengths)
  return { ...run, failure, hash, virtualMs, entries, performed, marks, crashes }
}
