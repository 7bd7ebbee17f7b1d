/**
 * Every short history there is: all sequences of a few operations from a menu, each with all that
 * its uses may pick, shortest first, so that what fails first is as short as can be. A history that
 * leaves the cluster in a state already seen is not made longer. For at most three members and six
 * operations: the number of runs is the menu's size to the power of the length.
 */
import {
  calmSurroundings,
  type FaultOp,
  forcedChoices,
  type Plan,
  type PlannedOp,
  type UseOp,
} from '../plan/index.ts'
import { type Outcome, runPlan } from '../run/index.ts'
import type { Scenario } from '../scenario/index.ts'
import { Odometer } from './odometer.ts'

export interface Bounds {
  readonly members: readonly string[]
  /** What may happen at each step; faults last for `forMs`, whatever the plan does meanwhile. */
  readonly menu: readonly (FaultOp | UseOp)[]
  /** Operations one after another, at most. */
  readonly length: number
  /** Between two of them. */
  readonly gapMs: number
  /** Latencies and other small chance. */
  readonly seed: string
}

/** All that was tried. */
export interface Exhausted {
  readonly runs: number
  /** Histories that were not made longer, their end having been seen. */
  readonly pruned: number
  /** The first that failed, with the picks it made; undefined: none. */
  readonly failed: { readonly plan: Plan; readonly outcome: Outcome } | undefined
}

export interface ExhaustOptions {
  /** Told how each run ended. */
  readonly onRun?: (outcome: Outcome) => void
  /** False: take what there is. Default: never. */
  readonly mayGoOn?: () => boolean
}

/** Tries them all, or as many as it takes to find one that fails. */
export const exhaust = <App>(
  scenario: Scenario<App>,
  bounds: Bounds,
  options: ExhaustOptions = {},
): Promise<Exhausted> => new Exhausting(scenario, bounds, options).run()

class Exhausting<App> {
  readonly #scenario: Scenario<App>
  readonly #bounds: Bounds
  readonly #onRun: (outcome: Outcome) => void
  readonly #mayGoOn: () => boolean
  readonly #seen = new Set<string>()
  #runs = 0
  #pruned = 0
  #failed: Tried | undefined

  constructor(scenario: Scenario<App>, bounds: Bounds, options: ExhaustOptions) {
    const { onRun = () => undefined, mayGoOn = () => true } = options
    this.#scenario = scenario
    this.#bounds = bounds
    this.#onRun = onRun
    this.#mayGoOn = mayGoOn
  }

  async run(): Promise<Exhausted> {
    let histories: readonly Plan[] = [emptyPlan(this.#bounds)]
    for (let length = 1; length <= this.#bounds.length; length++) {
      const longer: Plan[] = []
      for (const plan of histories.flatMap((history) => continuations(history, this.#bounds)))
        longer.push(...(await this.#tryAll(plan)))
      histories = longer
    }
    return { runs: this.#runs, pruned: this.#pruned, failed: this.#failed }
  }

  /** Those worth going on from, one for each way in which the last operation can pick. */
  async #tryAll(plan: Plan): Promise<readonly Plan[]> {
    const worthwhile: Plan[] = []
    const odometer = new Odometer()
    do {
      if (this.#failed !== undefined || !this.#mayGoOn()) return []
      const tried = await this.#try(plan, odometer)
      if (tried.outcome.failure !== undefined) this.#failed = tried
      else if (this.#isSeen(tried.outcome.stateAtMend)) this.#pruned++
      else worthwhile.push(tried.plan)
    } while (odometer.turn())
    return worthwhile
  }

  /** Whether this state was met before; of an empty one nobody knows. */
  #isSeen(state: string): boolean {
    if (state === '') return false
    const isSeen = this.#seen.has(state)
    this.#seen.add(state)
    return isSeen
  }

  /** Earlier picks as they were, those of the last operation as the odometer says. */
  async #try(plan: Plan, odometer: Odometer): Promise<Tried> {
    this.#runs++
    const choices = forcedChoices(plan.overrides ?? {}, odometer)
    const outcome = await runPlan(plan, this.#scenario, { choices })
    this.#onRun(outcome)
    return { plan: { ...plan, overrides: { ...plan.overrides, ...odometer.chosen } }, outcome }
  }
}

interface Tried {
  readonly plan: Plan
  readonly outcome: Outcome
}

const emptyPlan = ({ members, seed }: Bounds): Plan => ({
  format: 1,
  seed,
  members,
  isJoined: true,
  core: members,
  runMs: 0,
  surroundings: calmSurroundings,
  ops: [],
  overrides: {},
})

/** The history with each thing on the menu after it. */
function continuations(history: Plan, { menu, gapMs }: Bounds): readonly Plan[] {
  const id = history.ops.length
  return menu.map((item) => {
    const op: PlannedOp = { ...item, id, atMs: id * gapMs }
    return { ...history, ops: [...history.ops, op], runMs: (id + 1) * gapMs }
  })
}
