/**
 * What the application is told after the fold moved: who came and went, what was replayed, which
 * reads are revised, which of this member's own writes lost or have no effect (S12: no write is
 * lost without its author hearing of it).
 */
import { type Effect, type Marked, marked, type Notice } from '../model/index.ts'
import { type Advanced, type Changes, changesBetween } from '../state/index.ts'
import type { Kernel } from './kernel.ts'

export interface FoldMove {
  readonly before: Kernel
  readonly after: Kernel
  /** Lowest place in the order that is new. */
  readonly position: number
  readonly advanced: Advanced
}

export function noticesOf(move: FoldMove): readonly Effect[] {
  const { before, after, advanced } = move
  const changes = changesBetween({
    before: before.checkpoints.state,
    after: after.checkpoints.state,
    touched: advanced.touched,
    own: after.self.store,
  })
  const isReplay = move.position < before.log.ordered.length
  const replayed: readonly Notice[] = isReplay ? [replayOf(move, changes.keys)] : []
  const revised = isReplay ? changes.keys : []
  const notices: readonly Notice[] = [
    ...replayed,
    ...changes.roster,
    ...changes.displaced,
    ...changes.superseded,
    ...revised.map((change): Notice => ({ kind: 'revised', ...change })),
    ...changes.conflicts,
    ...changes.voids,
    ...growthOf(before, after),
  ]
  const published = notices.map((notice): Effect => ({ kind: 'publish', notice }))
  const marks = marksOf(move, changes.keys)
  return marks.length === 0 ? published : [...published, ...marks]
}

/** What was rare about the move, once each. */
function marksOf(move: FoldMove, keys: Changes['keys']): readonly Marked[] {
  const { before, advanced } = move
  const marks: Marked[] = []
  const isFromStart = advanced.refolded > 0 && advanced.refolded === before.checkpoints.position
  if (isFromStart && before.checkpoints.older.length > 1)
    marks.push(marked('kernel.folded-from-start'))
  if (keys.some((change) => isRevived(before, change)))
    marks.push(marked('kernel.tombstone-revived'))
  const reasons = advanced.touched.outcomes.map((each) => (each.kind === 'void' ? each.reason : ''))
  if (reasons.includes('author-not-member')) marks.push(marked('kernel.void-author'))
  if (reasons.includes('unknown-store')) marks.push(marked('kernel.void-store'))
  return marks
}

const isRevived = ({ checkpoints }: Kernel, { key, was }: Changes['keys'][number]): boolean =>
  was === undefined && checkpoints.state.values.get(key) !== undefined

/** Entries, bytes, streams past their marks: told once, when they pass, whoever's they are (W7). */
export function growthOf({ log: before }: Kernel, after: Kernel): readonly Notice[] {
  const { logWarnEntries, logEntriesMax, ...rest } = after.config.settings.writes
  const { logWarnBytes, logBytesMax, logStreamsMax } = rest
  const { ordered, streams, bytes } = after.log
  const notices: Notice[] = []
  if (ordered.length >= logWarnEntries && before.ordered.length < logWarnEntries)
    notices.push(growing(`${ordered.length} entries; at ${logEntriesMax} writes are refused`))
  if (bytes >= logWarnBytes && before.bytes < logWarnBytes)
    notices.push(growing(`${bytes} bytes; at ${logBytesMax} writes are refused`))
  const streamsWarn = logStreamsMax / 2
  if (streams.size >= streamsWarn && before.streams.size < streamsWarn)
    notices.push(growing(`${streams.size} streams; at ${logStreamsMax} no process begins another`))
  return notices
}

const growing = (what: string): Notice => ({
  kind: 'warning',
  code: 'log-growing',
  detail: `the log holds ${what}`,
})

function replayOf(move: FoldMove, keys: readonly { readonly key: string }[]): Notice {
  const { before, after, position } = move
  const added = after.log.ordered.length - before.log.ordered.length
  const moved = before.log.ordered.length - position
  const tail = trailing(move, added)
  return {
    kind: 'replayed',
    inserted: added - tail,
    position,
    refolded: moved,
    keys: keys.map(({ key }) => key),
  }
}

/** How many of the new entries came after everything that was there. */
function trailing({ before, after }: FoldMove, added: number): number {
  const last = before.log.ordered.last()
  let count = 0
  while (count < added && after.log.ordered.at(after.log.ordered.length - 1 - count) !== last)
    count++
  return count
}
