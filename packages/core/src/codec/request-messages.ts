/**
 * Messages of requests as fields, in the order written here (docs/protocol/requests.md).
 */
import type { RequestSubject } from '../model/index.ts'
import type { MessageRow } from './message-row.ts'

const subjects: readonly RequestSubject[] = ['data', 'ping', 'state-info', 'member-info']

export const requestRow: MessageRow<'request'> = {
  fields: 5,
  write: ({ id, subject, incarnation, data }, to) => {
    to.count(id)
    to.text(subject)
    to.count(incarnation)
    to.value(data)
  },
  read: (from) => ({
    kind: 'request',
    id: from.count(),
    subject: from.choice(subjects),
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
