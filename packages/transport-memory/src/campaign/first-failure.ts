/**
 * The first run of a campaign that failed, done once more here and cut down. A run that fails in
 * one thread and holds in another is itself what failed: `determinism`.
 */
import { type FailedTrial, type TrialOptions, tryPlan } from '../explore/index.ts'
import { type Capsule, commitOf } from '../simulate/index.ts'
import type { CampaignRuns, RunResult } from './campaign-run.ts'

/** What failed first, cut down, and what to keep of it. */
export interface FirstFailure {
  /** 1 for the first run of the campaign. */
  readonly nth: number
  readonly seed: string
  readonly failed: FailedTrial
  readonly capsule: Capsule
}

export async function firstFailure(
  results: readonly RunResult[],
  runs: Pick<CampaignRuns, 'planOf' | 'scenario'>,
  { title, ...options }: TrialOptions & { readonly title: string },
): Promise<FirstFailure | undefined> {
  const first = results.find(({ failure }) => failure !== undefined)
  if (first === undefined) return undefined
  const plan = runs.planOf(first.nth)
  const { outcome, failed } = await tryPlan(plan, runs.scenario, options)
  const { nth, seed } = first
  const detail = `it failed with the trace ${first.hash}, and then held with ${outcome.hash}`
  const failure = { invariant: 'determinism', detail, atMs: outcome.virtualMs }
  const found = failed ?? { plan, failure, outcome, drawn: plan, shrinkRuns: 0 }
  return { nth, seed, failed: found, capsule: capsuleOf(title, found) }
}

/** What capsules of the library's own scenario are called. */
export const campaignTitle = 'the library alone'

/** A failed run, to keep. */
export function capsuleOf(title: string, { plan, failure, outcome }: FailedTrial): Capsule {
  const { hash } = outcome
  const node = process.versions.node
  return { format: 1, title, plan, failure, hash, commit: commitOf(), node }
}
