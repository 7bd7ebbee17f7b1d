/**
 * Messages of requests as fields, in the order written here (docs/protocol/requests.md).
 */
import type { RequestSubject } from '../model/index.ts'
import { outcomeFields } from './field.ts'
import type { MessageRow } from './field.ts'

const subjects: readonly RequestSubject[] = ['data', 'ping', 'state-info', 'member-info']

export const requestRow: MessageRow<'request'> = {
  write: ({ id, subject, incarnation, data }) => ['request', id, subject, incarnation, data],
  read: (fields) => ({
    kind: 'request',
    id: fields.count(),
    subject: fields.choice(subjects),
    incarnation: fields.count(),
    data: fields.value(),
  }),
}

export const replyRow: MessageRow<'reply'> = {
  write: ({ id, outcome }) => ['reply', id, outcomeFields(outcome, outcome.ok ? outcome.value : 0)],
  read: (fields) => ({
    kind: 'reply',
    id: fields.count(),
    outcome: fields.outcome((inner) => inner.value()),
  }),
}
