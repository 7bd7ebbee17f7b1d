/**
 * Messages of requests as fields, in the order written here (docs/protocol/messages.md).
 */
import { subjects } from './fields/index.ts'
import type { MessageRow } from './message-row.ts'

export const requestRow: MessageRow<'request'> = {
  fields: 5,
  write: ({ id, subject, incarnation, data }, to) => {
    to.count(id)
    to.numbered(subjects, subject)
    to.count(incarnation)
    to.value(data)
  },
  read: (from) => ({
    kind: 'request',
    id: from.count(),
    subject: from.numbered(subjects),
    incarnation: from.count(),
    data: from.value(),
  }),
}

export const replyRow: MessageRow<'reply'> = {
  fields: 3,
  write: ({ id, outcome }, to) => {
    to.count(id)
    to.outcome(outcome, (value) => to.value(value))
  },
  read: (from) => ({
    kind: 'reply',
    id: from.count(),
    outcome: from.outcome(() => from.value()),
  }),
}
