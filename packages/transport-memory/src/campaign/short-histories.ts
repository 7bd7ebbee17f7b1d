/**
 * Every short history of three members: all sequences of a few things that users do and a few that
 * break. Small enough to try all; most of what fails at all fails in a short history of three.
 */
import type { Member } from '@quorate/core'
import { exhaust, type ExhaustOptions } from '../explore/index.ts'
import type { FaultOp, UseOp } from '../plan/index.ts'
import type { Outcome } from '../run/index.ts'
import { libraryScenario, op, type Op, type Responder, type Scenario } from '../scenario/index.ts'
import type { WorkloadTools } from '../scenario/index.ts'
import { resultOf, type RunResult } from './campaign-run.ts'
import { capsuleOf, type FirstFailure } from './first-failure.ts'
import { type CampaignReport, reportOn } from './report.ts'
import type { CampaignProgress } from './tasks.ts'

/** What capsules of short histories are called. */
export const historiesTitle = 'quorate sim exhaustive'

export interface HistoriesOptions {
  /** Of latencies and other small chance. */
  readonly seed: string | number
  /** Things that happen one after another, at most. Default 3. */
  readonly length?: number
  /** Told after each run; `of` is how many there would be if none were left out. */
  readonly onProgress?: (progress: CampaignProgress) => void
  /** Ends it early. */
  readonly signal?: AbortSignal
}

/** What all histories of that length have shown. */
export interface HistoriesReport extends CampaignReport {
  /** Histories not made longer, since they ended where another had. */
  readonly pruned: number
}

const members: readonly string[] = ['a', 'b', 'c']
const gapMs = 5000

/** The library, with few users who do nothing by chance. */
export const historiesScenario = (): Scenario<Responder> => ({
  ...libraryScenario(),
  members,
  workload,
})

function workload(tools: WorkloadTools<Responder>): readonly Op[] {
  const at = (name: string): Member => tools.member(name)
  return [
    op('a puts k', () => at('a').put('k', tools.pick.fresh())),
    op('b puts k', () => at('b').put('k', tools.pick.fresh())),
    op('c deletes k', () => at('c').delete('k')),
    op('a ejects c', () => at('a').eject('c')),
    op('c joins a', () => at('c').join(at('a').address)),
  ]
}

const breaks: readonly FaultOp[] = [
  { kind: 'cut', side: ['c'], other: ['a', 'b'], isOneWay: false, forMs: 20_000 },
  { kind: 'pause', name: 'a', forMs: 8000 },
  {
    kind: 'crash',
    name: 'b',
    lose: 'unsynced',
    isTorn: false,
    back: { as: 'same' },
    forMs: 3000,
  },
  { kind: 'crash', name: 'c', lose: 'all', isTorn: false, back: { as: 'same' }, forMs: 3000 },
]

const uses: readonly string[] = ['a puts k', 'b puts k', 'c deletes k', 'a ejects c', 'c joins a']
const menu: readonly (FaultOp | UseOp)[] = [
  ...uses.map((use): UseOp => ({ kind: 'use', use })),
  ...breaks,
]

/** Tries all of them, shortest first, until one fails. */
export async function runHistories(options: HistoriesOptions): Promise<HistoriesReport> {
  const { length = 3, signal, onProgress } = options
  const seed = String(options.seed)
  const beginMs = performance.now()
  const of = allUpTo(length)
  const results: RunResult[] = []
  let virtualMs = 0
  const onRun: ExhaustOptions['onRun'] = (outcome) => {
    const run = { nth: results.length + 1, seed }
    results.push(resultOf(run, outcome, outcome.failure))
    virtualMs += outcome.virtualMs
    const [runs, realMs] = [results.length, performance.now() - beginMs]
    const failures = outcome.failure === undefined ? 0 : 1
    onProgress?.({ runs, of, failures, virtualMs, realMs })
  }
  const mayGoOn = (): boolean => !(signal?.aborted ?? false)
  const bounds = { members, menu, length, gapMs, seed }
  const { pruned, failed } = await exhaust(historiesScenario(), bounds, { onRun, mayGoOn })
  const realMs = performance.now() - beginMs
  const first = failed && firstOf(failed, results.length)
  const known = { seed, realMs, isStopped: !mayGoOn(), first, shown: first?.failed.plan }
  return { ...reportOn(results, [], known), pruned }
}

/** How many sequences of at most this length there are. */
const allUpTo = (length: number): number =>
  Array.from({ length }, (_, at) => menu.length ** (at + 1)).reduce((sum, each) => sum + each, 0)

/** It is as short as can be: nothing was shorter and failed. */
function firstOf(
  { plan, outcome }: { readonly plan: FirstFailure['failed']['plan']; readonly outcome: Outcome },
  nth: number,
): FirstFailure | undefined {
  const { failure } = outcome
  if (failure === undefined) return undefined
  const failed = { plan, failure, outcome, drawn: plan, shrinkRuns: 0 }
  return { nth, seed: plan.seed, failed, capsule: capsuleOf(historiesTitle, failed) }
}
