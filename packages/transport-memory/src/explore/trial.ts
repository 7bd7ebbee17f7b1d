/**
 * One plan tried out: run, now and then run twice, and if it fails cut down to what fails still. A
 * failure that is not the same when run again is itself what failed: `determinism`.
 */
import { bitsOf, keyOf } from '../random.ts'
import type { Plan } from '../plan/index.ts'
import { type Failure, type Outcome, runPlan } from '../run/index.ts'
import type { Scenario } from '../scenario/index.ts'
import { repeats, twiceEvery } from './check-determinism.ts'
import { shrink, type ShrinkOptions } from './shrink.ts'

export interface TrialOptions extends ShrinkOptions {
  /** Whether to cut down a plan that fails; default true. */
  readonly isShrinking?: boolean
}

/** How a failing plan was cut down. */
export interface FailedTrial {
  readonly plan: Plan
  readonly failure: Failure
  readonly outcome: Outcome
  /** The plan as it was drawn, and runs it took to cut it down. */
  readonly drawn: Plan
  readonly shrinkRuns: number
}

export interface Trial {
  readonly outcome: Outcome
  readonly failed: FailedTrial | undefined
}

export async function tryPlan<App>(
  plan: Plan,
  scenario: Scenario<App>,
  options: TrialOptions = {},
): Promise<Trial> {
  const run = (candidate: Plan): Promise<Outcome> => runPlan(candidate, scenario)
  const outcome = await run(plan)
  const isTwice = outcome.failure !== undefined || isChosen(plan)
  const failure = (isTwice ? await repeats(plan, outcome, run) : undefined) ?? outcome.failure
  if (failure === undefined) return { outcome, failed: undefined }
  const uncut = { plan, failure, outcome, drawn: plan, shrinkRuns: 0 }
  const isCut = options.isShrinking !== false && failure.invariant !== 'determinism'
  return { outcome, failed: isCut ? await cutDown(uncut, run, options) : uncut }
}

async function cutDown(
  uncut: FailedTrial,
  run: (plan: Plan) => Promise<Outcome>,
  options: ShrinkOptions,
): Promise<FailedTrial> {
  let last = uncut
  const { invariant } = uncut.failure
  const shrunk = await shrink(
    uncut.plan,
    async (plan) => {
      const outcome = await run(plan)
      const { failure } = outcome
      if (failure?.invariant !== invariant) return false
      last = { ...uncut, plan, failure, outcome }
      return true
    },
    options,
  )
  return { ...last, shrinkRuns: shrunk.runs }
}

const isChosen = ({ seed }: Plan): boolean => bitsOf(keyOf(seed, 'twice')) % twiceEvery === 0
