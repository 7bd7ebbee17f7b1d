/**
 * What a log holds: all its segments in order, each beginning with the entry that follows the last
 * one of the segment before. A segment is made only when all before it is durable, so whatever is
 * missing before the last one is damage.
 */
import type { LogIdentity } from '@quorate/core'
import type { Flaw, ReadSegment, Segment } from './segment.ts'

/** Where damage is: in a segment's file. */
export interface Damage extends Flaw {
  readonly segment: number
}

export interface LogContent {
  /** Those that can be read, up to the damage if there is any. */
  readonly segments: readonly Segment[]
  readonly damage: Damage | undefined
}

export const emptyContent: LogContent = { segments: [], damage: undefined }

/** All entries of these segments. */
export const entriesOf = (segments: readonly Segment[]): readonly Uint8Array[] => {
  const none: readonly Uint8Array[] = []
  // Not `flatMap`, which looks at each entry.
  return none.concat(...segments.map(({ entries }) => entries))
}

/** How many entries the segments so far hold. */
export const entryCount = ({ segments }: LogContent): number => {
  const last = segments.at(-1)
  return last === undefined ? 0 : last.header.entriesBefore + last.entries.length
}

/** Adds the segment that comes next. After damage nothing is added. */
export function withSegment(content: LogContent, read: ReadSegment): LogContent {
  if (content.damage !== undefined) return content
  const number = content.segments.length + 1
  const entry = entryCount(content)
  const { segment, flaw } = read
  if (segment === undefined)
    return damaged(content, { ...(flaw ?? unread(entry)), segment: number })
  const gap = gapBefore(content, segment)
  if (gap !== undefined) return damaged(content, gap)
  const segments = [...content.segments, segment]
  const damage = flaw === undefined ? undefined : { ...flaw, segment: number }
  return { segments, damage }
}

/** A segment that must be there and is not. */
export const withGap = (content: LogContent): LogContent =>
  content.damage === undefined
    ? damaged(content, {
        segment: content.segments.length + 1,
        at: 0,
        entry: entryCount(content),
        detail: 'its file is missing',
      })
    : content

const damaged = (content: LogContent, damage: Damage): LogContent => ({ ...content, damage })

const unread = (entry: number): Flaw => ({ at: 0, entry, detail: 'it cannot be read' })

/** What the next segment shows to be missing, or to be of another log. */
function gapBefore(content: LogContent, { header }: Segment): Damage | undefined {
  const before = content.segments.at(-1)
  const entry = entryCount(content)
  const segment = header.segment
  if (before !== undefined && !isSame(before.header.identity, header.identity))
    return { segment, at: 0, entry, detail: 'it belongs to another log' }
  if (header.entriesBefore === entry) return undefined
  const wanted = `${header.entriesBefore} entries come before segment ${segment}`
  return {
    segment: before?.header.segment ?? segment,
    at: before?.end ?? 0,
    entry: Math.min(entry, header.entriesBefore),
    detail: `${wanted}, and ${entry} can be read`,
  }
}

const isSame = (a: LogIdentity, b: LogIdentity): boolean =>
  a.store === b.store && a.cluster === b.cluster
