/**
 * S13: the log grows by what users do, and by verdicts within their cap. Every entry must have a
 * cause that was asked for: a write, a join, an ejection, a start. A start may bring a disk that
 * was put back or copied, and its store is renewed for it once; or a clock that was, and then a
 * member says of itself that it is up. Verdicts need no cause, but each member may log each store
 * down `downsPerHourMax` times an hour at most, and up again as often, and once more if its disk
 * was put back.
 */
import type { LogEntry, Millis } from '@quorate/core'
import type { Findings } from './sight.ts'

/** What was asked for in the whole run, whether or not it was answered. */
export interface Asked {
  readonly writes: number
  readonly joins: number
  readonly ejections: number
  readonly starts: number
}

const hourMs: Millis = 3_600_000
const downsPerHourMax = 6

/** `refusals`: how often a disk had no room; what is written after that is in another run. */
export function boundedGrowth(
  log: readonly LogEntry[],
  asked: Asked,
  refusals: number = 0,
): Findings {
  const counts = new Map<string, number>()
  for (const { event } of log) counts.set(event.kind, (counts.get(event.kind) ?? 0) + 1)
  const count = (...kinds: readonly string[]): number =>
    kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0)
  const renewals = log.filter(isRenewal).length
  const bounds: readonly (readonly [string, number, number])[] = [
    ['writes', count('state-info-put', 'state-info-deleted', 'member-info-changed'), asked.writes],
    ['joins', new Set(storesJoined(log)).size, asked.joins],
    ['joins of one store', mostOften(storesJoined(log)), 1 + asked.starts],
    ['renewals', renewals, asked.starts],
    ['lives', log.filter(isOfItself).length, asked.starts],
    ['ejections', count('member-ejected'), asked.ejections],
    ['runs', count('run-started'), asked.starts + renewals + refusals],
    ['moves', count('member-moved'), asked.starts],
    ['foundings', count('cluster-founded'), 1],
  ]
  const beyond = bounds.filter(([, is, max]) => is > max)
  return [
    ...beyond.map(([what, is, max]) => `S13: ${is} ${what} in the log, and ${max} were asked for`),
    ...verdictsBeyond(log),
  ]
}

const storesJoined = (log: readonly LogEntry[]): readonly string[] =>
  log.flatMap((entry) =>
    entry.event.kind === 'member-joined' && !isRenewal(entry) ? [entry.event.store] : [],
  )

/** A store lets another in, in its own place. */
const isRenewal = ({ event, store }: LogEntry): boolean =>
  event.kind === 'member-joined' && event.replaces === store

/** A member says that it lives, since its clock was set back or a copy of it lives too. */
const isOfItself = ({ event, store }: LogEntry): boolean =>
  event.kind === 'member-up' && event.store === store

function mostOften(values: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

function verdictsBeyond(log: readonly LogEntry[]): Findings {
  const downs = new Map<string, LogEntry[]>()
  const ups = new Map<string, number>()
  const findings: string[] = []
  for (const entry of log) {
    const { event, store } = entry
    const isVerdict = event.kind === 'member-down' || event.kind === 'member-up'
    if (!isVerdict || isOfItself(entry)) continue
    const pair = `${store.slice(0, 8)} about ${event.store.slice(0, 8)}`
    if (event.kind === 'member-up') {
      ups.set(pair, (ups.get(pair) ?? 0) + 1)
      continue
    }
    const within = (downs.get(pair) ?? []).filter(({ hlc }) => entry.hlc.l - hlc.l < hourMs)
    downs.set(pair, [...within, entry])
    if (within.length + 1 > downsPerHourMax)
      findings.push(`S13: ${within.length + 1} member-down within an hour, ${pair}`)
  }
  const downsOf = (pair: string): number =>
    log.filter(
      ({ event }) => event.kind === 'member-down' && pair.endsWith(event.store.slice(0, 8)),
    ).length
  /** A disk that was put back lost the up that its store had logged: it finds the same again. */
  const forgottenBy = (pair: string): number =>
    log.filter((entry) => isRenewal(entry) && pair.startsWith(entry.store.slice(0, 8))).length
  for (const [pair, count] of ups)
    if (count > downsOf(pair) + forgottenBy(pair))
      findings.push(`S13: ${count} member-up, more than downs, ${pair}`)
  return findings
}
