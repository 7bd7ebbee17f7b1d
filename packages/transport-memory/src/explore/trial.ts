/**
 * One plan tried out: run, now and then run twice, or with other ties, and if it fails cut down to
 * what fails still. A failure that is not the same when run again is itself what failed:
 * `determinism`.
 */
import type { Plan } from '../plan/index.ts'
import { type Failure, type Outcome, runPlan } from '../run/index.ts'
import type { Scenario } from '../scenario/index.ts'
import { isRunSalted, isRunTwice, repeats, salted } from './check-determinism.ts'
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
  const uncut = (await failureIn({ plan, outcome }, run)) ?? (await failureSalted(plan, run))
  if (uncut === undefined) return { outcome, failed: undefined }
  const isCut = options.isShrinking !== false && uncut.failure.invariant !== 'determinism'
  const failed = { ...uncut, drawn: plan, shrinkRuns: 0 }
  return { outcome, failed: isCut ? await cutDown(failed, run, options) : failed }
}

/** A plan that was run. */
interface Ran {
  readonly plan: Plan
  readonly outcome: Outcome
}

type Failed = Ran & Pick<FailedTrial, 'failure'>

/** What failed; a failure that is another when run again is one of determinism. */
async function failureIn(
  ran: Ran,
  run: (plan: Plan) => Promise<Outcome>,
): Promise<Failed | undefined> {
  const { plan, outcome } = ran
  const isTwice = outcome.failure !== undefined || isRunTwice(plan)
  const failure = (isTwice ? await repeats(plan, outcome, run) : undefined) ?? outcome.failure
  return failure && { ...ran, failure }
}

/** What fails of a plan that held, if what happens at one instant happens in another order. */
async function failureSalted(
  drawn: Plan,
  run: (plan: Plan) => Promise<Outcome>,
): Promise<Failed | undefined> {
  if (!isRunSalted(drawn)) return undefined
  const plan = salted(drawn)
  return failureIn({ plan, outcome: await run(plan) }, run)
}

async function cutDown(
  uncut: FailedTrial,
  run: (plan: Plan) => Promise<Outcome>,
  options: ShrinkOptions,
): Promise<FailedTrial> {
  let last = uncut
  const { invariant, atMs: failedAtMs } = uncut.failure
  const shrunk = await shrink(
    uncut.plan,
    async (plan) => {
      const outcome = await run(plan)
      const { failure } = outcome
      if (failure?.invariant !== invariant) return false
      last = { ...uncut, plan, failure, outcome }
      return true
    },
    { failedAtMs, ...options },
  )
  return { ...last, shrinkRuns: shrunk.runs }
}
