/**
 * Cuts a failing plan down to what it needs to fail: delta debugging over its operations (Zeller
 * and Hildebrandt, IEEE TSE 2002), then members it can do without, shorter and rounder times,
 * weaker faults, calmer surroundings, in turns until nothing helps. A candidate counts only if the
 * same invariant fails. Since every draw is keyed by what it is for, what is left does the same as
 * before.
 */
import type { Plan } from '../plan/index.ts'
import { simplerPlans } from './simpler.ts'

export interface ShrinkOptions {
  /** When it failed, in virtual milliseconds of the run: what begins later is not needed. */
  readonly failedAtMs?: number
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
  { failedAtMs = Infinity, runsMax = 300, mayGoOn = () => true }: ShrinkOptions = {},
): Promise<Shrunk> {
  const search = new Search(plan, fails, () => search.runs < runsMax && mayGoOn())
  await search.endAt(failedAtMs)
  do await search.leaveOut()
  while (await search.simplify())
  return { plan: search.best, runs: search.runs }
}

class Search {
  best: Plan
  runs = 0
  readonly #fails: Fails
  readonly #mayGoOn: () => boolean
  readonly #tried = new Set<string>()

  constructor(plan: Plan, fails: Fails, mayGoOn: () => boolean) {
    this.best = plan
    this.#fails = fails
    this.#mayGoOn = mayGoOn
  }

  /** Without all that comes after the failure. */
  async endAt(failedAtMs: number): Promise<void> {
    const { ops, runMs } = this.best
    if (failedAtMs >= runMs) return
    const until = Math.ceil(failedAtMs)
    await this.#try({ ...this.best, runMs: until, ops: ops.filter(({ atMs }) => atMs <= until) })
  }

  /** Parts of the operations, large ones first, until each one that remains is needed. */
  async leaveOut(): Promise<void> {
    if (this.best.ops.length > 0) await this.#try({ ...this.best, ops: [] })
    for (let size = this.best.ops.length >> 1; size >= 1; size >>= 1)
      while ((await this.#leaveOutParts(size)) && size === 1);
  }

  /** Whether one part of this many operations was not needed. */
  async #leaveOutParts(size: number): Promise<boolean> {
    const before = this.best.ops.length
    for (let at = 0; at < this.best.ops.length && this.#mayGoOn(); ) {
      const isGone = await this.#try({ ...this.best, ops: this.best.ops.toSpliced(at, size) })
      if (!isGone) at += size
    }
    return this.best.ops.length < before
  }

  /** Every way to be simpler, again and again; whether one of them helped. */
  async simplify(): Promise<boolean> {
    let isSimpler = false
    while (await this.#simplifyOnce()) isSimpler = true
    return isSimpler
  }

  async #simplifyOnce(): Promise<boolean> {
    for (const simpler of simplerPlans(this.best)) if (await this.#try(simpler)) return true
    return false
  }

  async #try(candidate: Plan): Promise<boolean> {
    const text = JSON.stringify(candidate)
    if (this.#tried.has(text) || !this.#mayGoOn()) return false
    this.#tried.add(text)
    this.runs++
    const isFailing = await this.#fails(candidate)
    if (isFailing) this.best = candidate
    return isFailing
  }
}
