/**
 * Messages of membership as fields, in the order written here (docs/protocol/membership.md). One
 * row a kind: what writes it and what checks it stand together.
 */
import { refusalKinds } from '../model/index.ts'
import { bytesOfHex, idFields, outcomeFields } from './field.ts'
import type { MessageRow } from './field.ts'

export const pingRow: MessageRow<'ping'> = {
  write: ({ probe, store, incarnation, wall }) => [
    'ping',
    probe,
    bytesOfHex(store),
    incarnation,
    wall,
  ],
  read: (fields) => ({
    kind: 'ping',
    probe: fields.count(),
    store: fields.storeId(),
    incarnation: fields.count(),
    wall: fields.millis(),
  }),
}

export const ackRow: MessageRow<'ack'> = {
  write: ({ probe, store, incarnation, wall }) => [
    'ack',
    probe,
    bytesOfHex(store),
    incarnation,
    wall,
  ],
  read: (fields) => ({
    kind: 'ack',
    probe: fields.count(),
    store: fields.storeId(),
    incarnation: fields.count(),
    wall: fields.millis(),
  }),
}

const nackable = ['ping', 'join-request', 'request', 'digest', 'pull', 'delta'] as const

export const nackRow: MessageRow<'nack'> = {
  write: ({ about, refusal }) => ['nack', about, refusal],
  read: (fields) => ({
    kind: 'nack',
    about: fields.choice(nackable),
    refusal: fields.choice(refusalKinds),
  }),
}

export const joinRequestRow: MessageRow<'join-request'> = {
  write: ({ name, address, store, previous }) => [
    'join-request',
    name,
    address,
    bytesOfHex(store),
    idFields(previous),
  ],
  read: (fields) => ({
    kind: 'join-request',
    name: fields.name(),
    address: fields.address(),
    store: fields.storeId(),
    previous: fields.storeIdOrNull(),
  }),
}

export const joinReplyRow: MessageRow<'join-reply'> = {
  write: ({ store, outcome }) => [
    'join-reply',
    bytesOfHex(store),
    outcomeFields(outcome, outcome.ok ? bytesOfHex(outcome.value) : null),
  ],
  read: (fields) => ({
    kind: 'join-reply',
    store: fields.storeId(),
    outcome: fields.outcome((inner) => inner.clusterId()),
  }),
}
