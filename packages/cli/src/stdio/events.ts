/**
 * What a driver is told without asking: the lifecycle, every notice of the member, how joining
 * goes. A notice's kind is the event's name and its fields are the event's fields; a value that
 * does not exist is left out. Only the end of each housekeeping period is not told: it says nothing
 * but that time passes.
 */
import type { EntryId, MemberState, Notice, Value } from '@quorate/core'
import { entryIdAsPlain } from '../json/entry.ts'
import { type Plain, toPlain } from '../json/plain.ts'
import type { JoinFailure } from '../run/joining.ts'
import { eventLine, type EventFields } from './protocol.ts'

export const stateEvent = ({ state, reasons }: MemberState): string =>
  eventLine('state', { state, reasons })

export const joinedEvent = (contact: string): string => eventLine('joined', { contact })

export const joinFailedEvent = ({ contact, error, isFinal }: JoinFailure): string =>
  eventLine('join-failed', { contact, code: error.code, message: error.message, isFinal })

export const nameTakenEvent = (name: string): string => eventLine('name-taken', { name })

/** The line for a notice; undefined for one that is not told. */
export function noticeEvent(notice: Notice): string | undefined {
  const fields = fieldsOf(notice)
  return fields && eventLine(notice.kind, fields)
}

function fieldsOf(notice: Notice): EventFields | undefined {
  switch (notice.kind) {
    case 'housekeeping-done':
      return undefined
    case 'member-joined':
    case 'member-left':
    case 'member-ejected':
    case 'member-replaced':
    case 'member-moved':
    case 'member-down':
    case 'member-up':
      return { name: notice.name, store: notice.store, by: notice.by }
    case 'revised':
      return { key: notice.key, was: valueOf(notice.was), now: valueOf(notice.now) }
    case 'conflict':
      return {
        key: notice.key,
        ...written('lost', notice.lost, notice.lostValue),
        ...written('won', notice.won, notice.wonValue),
      }
    case 'void': {
      const { entry, event, reason } = notice
      return { entry: entryIdAsPlain(entry), entryKind: event, reason }
    }
    case 'store-renewed':
      return { was: notice.was, now: notice.now, entry: entryIdAsPlain(notice.entry) }
    case 'forked': {
      const { entry, held, other, from } = notice
      return { entry: entryIdAsPlain(entry), held, other, from }
    }
    case 'message-refused': {
      const { from, message, refusal } = notice
      return { from, messageKind: message, code: refusal.kind, detail: refusal.detail }
    }
    default: {
      const { kind: _, ...fields } = notice
      return fields
    }
  }
}

const valueOf = (value: Value | undefined): Plain | undefined =>
  value === undefined ? undefined : toPlain(value)

const written = (which: 'lost' | 'won', entry: EntryId, value: Value | undefined): EventFields => ({
  [which]: entryIdAsPlain(entry),
  [`${which}Value`]: valueOf(value),
})
