/**
 * What members tell, in a few words each: for rows of a record, which people read. Decides only how
 * it reads.
 */
import type { ClusterEvent, Notice, Value } from '@quorate/core'

/** Characters of one text of a record. */
const textMax = 160

/** A text as long as a record keeps one. */
export const shortened = (text: string): string =>
  text.length <= textMax ? text : `${text.slice(0, textMax - 1)}…`

/** What a notice says beyond its kind. */
export function noticeText(notice: Notice): string {
  switch (notice.kind) {
    case 'peer-failed':
      return `${notice.name}: ${notice.reason}`
    case 'peer-suspected':
    case 'peer-confirmed':
      return `${notice.name} by ${notice.by}`
    case 'accused':
      return `${notice.status} by ${notice.by}`
    case 'replayed':
      return replayedText(notice)
    case 'revised':
      return `${notice.key}: ${valueText(notice.was)} → ${valueText(notice.now)}`
    case 'conflict':
      return `${notice.key}: ${valueText(notice.lostValue)} lost to ${valueText(notice.wonValue)}`
    case 'void':
      return `${notice.event}: ${notice.reason}`
    case 'displaced':
      return `${notice.name} is now ${notice.now}`
    case 'store-renewed':
      return `goes on as ${notice.now.slice(0, 8)}`
    case 'superseded':
      return `by ${notice.by.slice(0, 8)} at ${notice.address}`
    case 'forked':
      return `${notice.entry.seq} of ${notice.entry.stream.slice(0, 8)}, told by ${notice.from}`
    case 'listed-elsewhere':
      return `by ${notice.by} in ${notice.cluster}`
    case 'frame-refused':
      return `from ${notice.from}: ${notice.reason}, ${notice.detail}`
    case 'message-refused':
      return `${notice.message} from ${notice.from}: ${notice.refusal.kind}`
    case 'warning':
      return `${notice.code}: ${notice.detail}`
    case 'housekeeping-done':
      return ''
    default:
      return notice.name
  }
}

function replayedText(notice: Extract<Notice, { readonly kind: 'replayed' }>): string {
  const { inserted, position, refolded, keys } = notice
  const changed = keys.length === 0 ? '' : `, changed ${keys.join(' ')}`
  return `${inserted} inserted at ${position}, ${refolded} folded again${changed}`
}

/** Whom or what an event is about. */
export function eventSubject(event: ClusterEvent): string {
  switch (event.kind) {
    case 'state-info-put':
      return `${event.key} = ${valueText(event.value)}`
    case 'state-info-deleted':
      return event.key
    case 'cluster-founded':
    case 'member-joined':
    case 'member-ejected':
      return event.name
    case 'member-moved':
      return event.address
    case 'member-down':
      return event.reason
    default:
      return ''
  }
}

/** A value as people write it. */
export const valueText = (value: Value | undefined): string =>
  value === undefined ? 'nothing' : shortened(JSON.stringify(value, bytesAsSize))

const bytesAsSize = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? `${value.length} bytes` : value
