/**
 * Cuts a failing plan down to what it needs to fail: delta debugging over its operations (Zeller
 * and Hildebrandt, IEEE TSE 2002), then members nobody names, shorter and rounder times, weaker
 * faults, calmer surroundings. A candidate counts only if the same invariant fails. Since every
 * draw is keyed by what it is for, what is left does the same as before.
 */
import type { Plan } from '../plan/index.ts'
import { simplerPlans } from './simpler.ts'

export interface ShrinkOptions {
  /** Runs at most; default 300. */
  readonly runsMax?: number
  /** False: enough time was spent, take what there is. Default: never. */
  readonly mayGoOn?: () => boolean
}

export interface Shrunk {
  readonly plan: Plan
  /** Runs it took. */
  readonly runs: number
}

/** Whether a candidate still fails in the same way. */
export type Fails = (plan: Plan) => Promise<boolean>

export async function shrink(
  plan: Plan,
  fails: Fails,
  { runsMax = 300, mayGoOn = () => true }: ShrinkOptions = {},
): Promise<Shrunk> {
  const search = new Search(plan, fails, () => search.runs < runsMax && mayGoOn())
  await search.leaveOut()
  await search.simplify()
  await search.leaveOut()
  return { plan: search.best, runs: search.runs }
}

class Search {
  best: Plan
  runs = 0
  readonly #fails: Fails
  readonly #mayGoOn: () => boolean
  /** Operations without which, all tried alone, it did not fail. */
  #leastOps = -1

  constructor(plan: Plan, fails: Fails, mayGoOn: () => boolean) {
    this.best = plan
    this.#fails = fails
    this.#mayGoOn = mayGoOn
  }

  /** Parts of the operations, large ones first; what remains is needed, each of it. */
  async leaveOut(): Promise<void> {
    if (this.best.ops.length === this.#leastOps) return
    await this.#try({ ...this.best, ops: [] })
    for (let size = this.best.ops.length >> 1; size >= 1; size >>= 1) {
      let at = 0
      while (at < this.best.ops.length && this.#mayGoOn()) {
        const isGone = await this.#try({ ...this.best, ops: this.best.ops.toSpliced(at, size) })
        if (!isGone) at += size
      }
    }
    this.#leastOps = this.best.ops.length
  }

  /** Every way to be simpler, as long as one of them helps. */
  async simplify(): Promise<void> {
    for (let isSimpler = true; isSimpler && this.#mayGoOn(); ) {
      isSimpler = false
      for (const simpler of simplerPlans(this.best)) {
        if (!this.#mayGoOn()) return
        if (await this.#try(simpler)) {
          isSimpler = true
          break
        }
      }
    }
  }

  async #try(candidate: Plan): Promise<boolean> {
    if (!this.#mayGoOn()) return false
    this.runs++
    const isFailing = await this.#fails(candidate)
    if (isFailing) this.best = candidate
    return isFailing
  }
}
