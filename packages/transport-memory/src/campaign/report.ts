/**
 * Adds the runs of a campaign up. Everything but the real time is the same for the same settings on
 * the same commit, however many workers there were.
 */
import { createHash } from 'node:crypto'
import type { Plan } from '../plan/index.ts'
import { added } from '../run/index.ts'
import type { RunResult } from './campaign-run.ts'
import type { FirstFailure } from './first-failure.ts'

/** What a campaign found out. */
export interface CampaignReport {
  readonly seed: string
  /** Runs whose results count. */
  readonly runs: number
  readonly virtualMs: number
  /** Of all runs, in the longest log at their end. */
  readonly entries: number
  readonly realMs: number
  /** Of all runs in the order of their numbers; of a single run: its own. */
  readonly traceHash: string
  /** Whoever asked for it ended it early. */
  readonly isStopped: boolean
  readonly failures: number
  /** How many runs failed by each invariant. */
  readonly byInvariant: ReadonlyMap<string, number>
  /** How often each kind of operation was carried out. */
  readonly performed: ReadonlyMap<string, number>
  /** How often each rare branch was taken. */
  readonly marks: ReadonlyMap<string, number>
  /** How often a process ended at each call that it was to end at. */
  readonly crashes: ReadonlyMap<string, number>
  /** Expected marks that no run hit, if there were runs enough to expect them. */
  readonly neverHit: readonly string[]
  /** undefined: everything held. */
  readonly first: FirstFailure | undefined
  /** What to look at: what failed first, cut down, else the first run. */
  readonly shown: Plan | undefined
}

/** What is added up, and the part of the report that is not. */
export type Known = Pick<CampaignReport, 'seed' | 'realMs' | 'isStopped' | 'first' | 'shown'>

/**
 * From so many runs on, and so long in virtual time, their ends included, a mark that is never hit
 * says that some fault does not bite.
 */
const campaignSize = 500
const campaignMs = 3000 * 60_000

export function reportOn(
  results: readonly RunResult[],
  expectedMarks: readonly string[],
  known: Known,
): CampaignReport {
  const marks = sumOf(results.map((each) => each.marks))
  const failures = results.flatMap(({ failure }) => failure?.invariant ?? [])
  const virtualMs = results.reduce((sum, each) => sum + each.virtualMs, 0)
  const isLarge = results.length >= campaignSize && virtualMs >= campaignMs
  return {
    ...known,
    runs: results.length,
    virtualMs,
    entries: results.reduce((sum, { entries }) => sum + entries, 0),
    traceHash: hashOf(results.map(({ hash }) => hash)),
    failures: failures.length,
    byInvariant: sumOf(failures.map((invariant) => new Map([[invariant, 1]]))),
    performed: sumOf(results.map(({ performed }) => performed)),
    marks,
    crashes: sumOf(results.map(({ crashes }) => crashes)),
    neverHit: isLarge ? expectedMarks.filter((mark) => !marks.has(mark)) : [],
  }
}

/** No run failed, and every fault bit. */
export const hasHeld = ({ failures, neverHit }: CampaignReport): boolean =>
  failures === 0 && neverHit.length === 0

function hashOf(hashes: readonly string[]): string {
  const [only = ''] = hashes
  if (hashes.length <= 1) return only
  return createHash('sha256').update(hashes.join('\n')).digest('hex').slice(0, only.length)
}

const sumOf = (counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> =>
  counts.reduce(added, new Map<string, number>())
