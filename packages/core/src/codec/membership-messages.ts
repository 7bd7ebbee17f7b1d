/**
 * Messages of membership as fields, in the order written here (docs/protocol/membership.md). One
 * row a kind: what writes it and what checks it stand together.
 */
import { refusalKinds } from '../model/index.ts'
import type { MessageRow } from './message-row.ts'

export const pingRow: MessageRow<'ping'> = {
  fields: 5,
  write: ({ probe, store, incarnation, wall }, to) => {
    to.count(probe)
    to.id(store)
    to.count(incarnation)
    to.millis(wall)
  },
  read: (from) => ({
    kind: 'ping',
    probe: from.count(),
    store: from.storeId(),
    incarnation: from.count(),
    wall: from.millis(),
  }),
}

export const ackRow: MessageRow<'ack'> = {
  fields: 5,
  write: ({ probe, store, incarnation, wall }, to) => {
    to.count(probe)
    to.id(store)
    to.count(incarnation)
    to.millis(wall)
  },
  read: (from) => ({
    kind: 'ack',
    probe: from.count(),
    store: from.storeId(),
    incarnation: from.count(),
    wall: from.millis(),
  }),
}

const nackable = ['ping', 'join-request', 'request', 'digest', 'pull', 'delta'] as const

export const nackRow: MessageRow<'nack'> = {
  fields: 3,
  write: ({ about, refusal }, to) => {
    to.text(about)
    to.text(refusal)
  },
  read: (from) => ({
    kind: 'nack',
    about: from.choice(nackable),
    refusal: from.choice(refusalKinds),
  }),
}

export const joinRequestRow: MessageRow<'join-request'> = {
  fields: 5,
  write: ({ name, address, store, previous }, to) => {
    to.text(name)
    to.text(address)
    to.id(store)
    to.idOrNull(previous)
  },
  read: (from) => ({
    kind: 'join-request',
    name: from.name(),
    address: from.address(),
    store: from.storeId(),
    previous: from.storeIdOrNull(),
  }),
}

export const joinReplyRow: MessageRow<'join-reply'> = {
  fields: 3,
  write: ({ store, outcome }, to) => {
    to.id(store)
    to.outcome(outcome, (cluster) => to.id(cluster))
  },
  read: (from) => ({
    kind: 'join-reply',
    store: from.storeId(),
    outcome: from.outcome(() => from.clusterId()),
  }),
}
