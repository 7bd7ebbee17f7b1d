/**
 * An event line of `--stdio` as what it was made from: a change of state or a notice. Undefined for
 * the other events (how joining goes, whether the name is free).
 */
import type { Notice } from '@quorate/core'
import type { Plain } from '../../json/plain.ts'
import type { Happening } from '../telling/index.ts'

interface EventLine {
  readonly [field: string]: Plain
}

export function happeningOf(line: EventLine): Happening | undefined {
  const { event, ...fields } = line
  switch (event) {
    case undefined:
    case 'joined':
    case 'join-failed':
    case 'name-taken':
      return undefined
    case 'void': {
      const { entryKind, ...rest } = fields
      return notice({ kind: event, ...rest, event: entryKind })
    }
    case 'message-refused': {
      const { from, messageKind, code, detail } = fields
      return notice({ kind: event, from, message: messageKind, refusal: { kind: code, detail } })
    }
    default:
      return notice({ kind: event, ...fields })
  }
}

/** The protocol's fields are the notice's. */
const notice = (fields: object): Notice => fields as Notice
