/**
 * Messages of membership as fields, in the order written here (docs/protocol/messages.md). One row
 * a kind: what writes it and what checks it stand together. A claim is checked field by field; what
 * it is worth beside others is `membership/`'s to decide.
 */
import type { Claim } from '../model/index.ts'
import type { FieldReader, FieldWriter } from './fields/index.ts'
import { findings, nackedKinds, refusals, statuses, wishes } from './fields/index.ts'
import { claimsMax } from './limits.ts'
import type { MessageRow } from './message-row.ts'

export const pingRow: MessageRow<'ping'> = {
  fields: 4,
  write: ({ probe, store, liveHash }, to) => {
    to.count(probe)
    to.id(store)
    to.count(liveHash)
  },
  read: (from) => ({
    kind: 'ping',
    probe: from.count(),
    store: from.storeTag(),
    liveHash: from.uint32(),
  }),
}

export const ackRow: MessageRow<'ack'> = {
  fields: 6,
  write: ({ probe, store, incarnation, refutations, wall }, to) => {
    to.count(probe)
    to.id(store)
    to.count(incarnation)
    to.count(refutations)
    to.millis(wall)
  },
  read: (from) => ({
    kind: 'ack',
    probe: from.count(),
    store: from.storeTag(),
    incarnation: from.count(),
    refutations: from.uint32(),
    wall: from.millis(),
  }),
}

export const pingRequestRow: MessageRow<'ping-request'> = {
  fields: 3,
  write: ({ probe, about }, to) => {
    to.count(probe)
    to.id(about)
  },
  read: (from) => ({ kind: 'ping-request', probe: from.count(), about: from.storeTag() }),
}

export const pingReportRow: MessageRow<'ping-report'> = {
  fields: 6,
  write: ({ probe, about, finding, incarnation, refutations }, to) => {
    to.count(probe)
    to.id(about)
    to.numbered(findings, finding)
    to.count(incarnation)
    to.count(refutations)
  },
  read: (from) => ({
    kind: 'ping-report',
    probe: from.count(),
    about: from.storeTag(),
    finding: from.numbered(findings),
    incarnation: from.count(),
    refutations: from.uint32(),
  }),
}

export const gossipRow: MessageRow<'gossip'> = {
  fields: 2,
  write: ({ claims }, to) => {
    writeClaims(claims, to)
  },
  read: (from) => ({ kind: 'gossip', claims: readClaims(from) }),
}

export const liveReportRow: MessageRow<'live-report'> = {
  fields: 3,
  write: ({ claims, asks }, to) => {
    writeClaims(claims, to)
    to.numbered(wishes, asks)
  },
  read: (from) => ({
    kind: 'live-report',
    claims: readClaims(from),
    asks: from.numbered(wishes),
  }),
}

export const nackRow: MessageRow<'nack'> = {
  fields: 3,
  write: ({ about, refusal }, to) => {
    to.numbered(nackedKinds, about)
    to.numbered(refusals, refusal)
  },
  read: (from) => ({
    kind: 'nack',
    about: from.numbered(nackedKinds),
    refusal: from.numbered(refusals),
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

const fieldsOfClaim = 6

/** The fields of one claim after the other, in one array. */
function writeClaims(claims: readonly Claim[], to: FieldWriter): void {
  to.array(claims.length * fieldsOfClaim)
  for (const claim of claims) {
    to.id(claim.about)
    to.numbered(statuses, claim.status)
    to.count(claim.incarnation)
    to.count(claim.refutations)
    to.id(claim.by)
    to.count(claim.observers)
  }
}

function readClaims(from: FieldReader): readonly Claim[] {
  const claims: Claim[] = []
  from.nested(() => {
    if (from.left > claimsMax * fieldsOfClaim) from.refuse(`more than ${claimsMax} claims`)
    while (from.left > 0 && from.problem === undefined) claims.push(readClaim(from))
  })
  return claims
}

const readClaim = (from: FieldReader): Claim => ({
  about: from.storeTag(),
  status: from.numbered(statuses),
  incarnation: from.count(),
  refutations: from.uint32(),
  by: from.storeTag(),
  observers: from.uint32(),
})
