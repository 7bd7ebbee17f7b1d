/**
 * When a verdict of the live view is worth an entry in the log, and who writes it. It must never
 * let a flapping link grow the log. Invariants: M9 (only a lasting failure), M10 (one reporter by
 * rank), M11 (hold doubles and downs are capped), M12 (never while isolated, paused or unheard),
 * M24 (nor with a clock far from a majority's).
 */
import { type ClusterEvent, type Marked, marked, type MemberName } from '../model/index.ts'
import type { Millis } from '../model/index.ts'
import type { Authored, Context, StoreRecord } from '../state/index.ts'
import { recordOf, whyNotLog } from '../state/index.ts'
import type { MembershipConfig } from './config.ts'
import type { MembershipLocal, PeerRecord } from './local/index.ts'
import { isIsolated } from './local/index.ts'
import { observersOf } from './opinion/index.ts'

const hourMs: Millis = 3_600_000
const dayMs: Millis = 24 * hourMs

/** Verdicts to log, and what was rare about them. */
export interface Reports {
  readonly events: readonly Authored[]
  readonly marks: readonly Marked[]
}

const nothing: Reports = { events: [], marks: [] }

/** What this member should log about its peers now; who is no member has no peers (M1). */
export function reportsOf(local: MembershipLocal, context: Context): Reports {
  const { store } = context.self
  const own = store === undefined ? undefined : recordOf(context.state, store)
  if (own === undefined || isIsolated(local) || local.unwell.size === 0) return nothing
  const events: Authored[] = []
  const marks: Marked[] = []
  for (const name of local.unwell) {
    const peer = local.peers.get(name)
    const record = peer === undefined ? undefined : recordOf(context.state, peer.view.store)
    if (peer === undefined || record === undefined || isAsLogged(peer, record)) continue
    const rank = rankOf(local, { own: own.name, about: name })
    const subject = { peer, record, rank, isStable: isCut(local, peer) }
    const event = reportOn(local.config, context, subject)
    if (event === undefined) continue
    events.push({ event, settles: undefined })
    marks.push(...marksOf(event, { record, rank, wall: context.wall }))
  }
  return events.length === 0 || whyNotLog(context) !== undefined ? nothing : { events, marks }
}

function marksOf(
  event: ClusterEvent,
  about: { readonly record: StoreRecord; readonly rank: number; readonly wall: Millis },
): readonly Marked[] {
  const { record, rank, wall } = about
  const marks: Marked[] = []
  if (rank > 0) marks.push(marked('membership.second-reporter'))
  if (event.kind === 'member-down' && downsWithin(record, wall, dayMs) > 0)
    marks.push(marked('membership.down-again'))
  return marks
}

/** Nothing to say about most peers: for those no rank is counted, which takes all the others. */
const isAsLogged = ({ view }: PeerRecord, { down }: StoreRecord): boolean =>
  (view.status === 'failed') === (down !== undefined)

/** This member's place among the live members in name order; nobody reports itself (M10). */
export function rankOf(
  local: MembershipLocal,
  names: { readonly own: MemberName; readonly about: MemberName },
): number {
  let rank = 0
  for (const { view } of local.peers.values())
    if (view.status === 'alive' && view.name !== names.about && view.name < names.own) rank += 1
  return rank
}

/**
 * Rapid's two conditions (Suresh et al., ATC 2018, section 4.2): several members have evidence of
 * their own, and of nobody else it is open whether it lives, so that those who fail together are
 * reported together.
 */
function isCut(local: MembershipLocal, { accusation }: PeerRecord): boolean {
  const wanted = Math.min(local.config.downObservers, local.answeringCount + 1)
  return observersOf(accusation) >= wanted && !hasSuspects(local)
}

function hasSuspects({ unwell, live }: MembershipLocal): boolean {
  for (const name of unwell) if (live.get(name)?.status === 'suspect') return true
  return false
}

interface Subject {
  readonly peer: PeerRecord
  readonly record: StoreRecord
  readonly rank: number
  /** Several members see it so, and nothing else is moving. */
  readonly isStable: boolean
}

/** The entry due about one peer, if one is. */
export function reportOn(
  config: MembershipConfig,
  context: Pick<Context, 'at' | 'wall'>,
  subject: Subject,
): ClusterEvent | undefined {
  const { peer, record, rank } = subject
  const { store, incarnation, status, reason, since } = peer.view
  const patienceMs = rank * config.reporterPatiencePeriods * config.periodMs
  if (status === 'failed' && record.down === undefined && peer.failedSince !== undefined) {
    const isCapped = downsWithin(record, context.wall, hourMs) >= config.downsPerHourMax
    // One that flaps must not keep the others' failures out of the log for ever.
    const unstableMs = subject.isStable ? 0 : config.downStableMs
    const heldMs = context.at - peer.failedSince - unstableMs
    if (isCapped || heldMs < holdMsOf(config, record, context.wall) + patienceMs) return undefined
    return { kind: 'member-down', store, incarnation, reason }
  }
  if (status !== 'alive' || record.down === undefined) return undefined
  // M12: only by its own word, heard in this process; whose life is not known was never heard.
  if (incarnation === 0 || context.at - since < patienceMs) return undefined
  return { kind: 'member-up', store, incarnation }
}

/** How long a failure must last: twice as long for each time it was down within a day (M11). */
const holdMsOf = (config: MembershipConfig, record: StoreRecord, wall: Millis): Millis =>
  config.downStableMs * 2 ** downsWithin(record, wall, dayMs)

const downsWithin = (record: StoreRecord, wall: Millis, spanMs: Millis): number =>
  record.downTimes.filter((time) => wall - time < spanMs).length
