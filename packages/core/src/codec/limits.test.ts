import { describe, expect, it } from 'vitest'
import type {
  Claim,
  ClusterEvent,
  Message,
  StoreTag,
  StreamId,
  VersionVector,
} from '../model/index.ts'
import { isRunId, isStoreId, keyLengthMax, streamOf } from '../model/index.ts'
import { counterMax } from '../time/index.ts'
import type { EntryFields } from './index.ts'
import {
  claimBytesMax,
  claimsMax,
  decodeEntry,
  decodeMessages,
  deltaEntriesMax,
  detailLengthMax,
  encodedEntryBytesMax,
  encodeEntry,
  encodeMessages,
  hopsMax,
  messagesMax,
  replicationFactorMax,
  signatureBytesMax,
  uint32Max,
  vectorStreamsMax,
} from './index.ts'
import { decodedEntry, testHash } from './messages.fixture.ts'

function streamNumbered(index: number): StreamId {
  const store = index.toString(16).padStart(32, '0')
  const run = '0'.repeat(16)
  if (!isStoreId(store) || !isRunId(run)) throw new Error('no id')
  return streamOf(store, run)
}

const stream = streamNumbered(0)
const put = (key: string, value: string): ClusterEvent => ({
  kind: 'state-info-put',
  key,
  value,
  basis: null,
})

const fields: EntryFields = {
  stream,
  seq: 0,
  store: stream.slice(0, 32) as EntryFields['store'],
  hlc: { l: 1, c: 0 },
  view: 0,
  deps: new Map(),
  prev: new Uint8Array(32),
  event: put('k', ''),
  signature: new Uint8Array(0),
}

const isEntry = (changes: Partial<EntryFields>): boolean =>
  decodeEntry(encodeEntry({ ...fields, ...changes }), testHash).ok
const areMessages = (...messages: readonly Message[]): boolean =>
  decodeMessages(encodeMessages(messages), testHash).ok

const vectorOfSize = (size: number): VersionVector =>
  new Map(Array.from({ length: size }, (_, i) => [streamNumbered(i + 1), 1]))
const digest: Message = { kind: 'digest', vectorHash: new Uint8Array(8) }
const pull = (size: number): Message => ({
  kind: 'pull',
  vector: vectorOfSize(size),
  bytesMax: 1,
})
const delta = (count: number, hops: number): Message => {
  const entry = decodedEntry(encodeEntry(fields))
  return { kind: 'delta', entries: Array.from({ length: count }, () => entry), more: false, hops }
}
const tag = 'f'.repeat(16) as StoreTag
/** A claim that takes as many bytes as one may. */
const largest: Claim = {
  about: tag,
  status: 'failed',
  incarnation: Number.MAX_SAFE_INTEGER,
  refutations: uint32Max,
  by: tag,
  observers: uint32Max,
}
const claimsOf = (count: number, changes: Partial<Claim>): readonly Claim[] =>
  Array.from({ length: count }, () => ({ ...largest, ...changes }))
const gossip = (count: number, changes: Partial<Claim> = {}): Message => ({
  kind: 'gossip',
  claims: claimsOf(count, changes),
})
const report = (count: number): Message => ({
  kind: 'live-report',
  claims: claimsOf(count, {}),
  asks: 'unwell',
})
const ping = { kind: 'ping', probe: 1, store: tag, liveHash: uint32Max } as const
const ack = {
  kind: 'ack',
  probe: 1,
  store: tag,
  incarnation: 1,
  refutations: uint32Max,
  wall: 1,
} as const
const pingReport = {
  kind: 'ping-report',
  probe: 1,
  about: tag,
  finding: 'heard',
  incarnation: 1,
  refutations: uint32Max,
} as const
const founded = (replicationFactor: number): ClusterEvent => ({
  kind: 'cluster-founded',
  cluster: '0'.repeat(32) as Extract<ClusterEvent, { kind: 'cluster-founded' }>['cluster'],
  name: 'a' as Extract<ClusterEvent, { kind: 'cluster-founded' }>['name'],
  address: 'a' as Extract<ClusterEvent, { kind: 'cluster-founded' }>['address'],
  replicationFactor,
})
const down = (reason: string): ClusterEvent => ({
  kind: 'member-down',
  store: fields.store,
  incarnation: 0,
  reason,
})
/** An entry of `size` bytes, of which the value's length takes five. */
const sized = (size: number): ClusterEvent => {
  const large = put('k', 'x'.repeat(2 ** 16))
  const rest = encodeEntry({ ...fields, event: large }).length - 2 ** 16
  return put('k', 'x'.repeat(size - rest))
}

describe('each limit of what is decoded is reached, and not passed', () => {
  it('messages', () => {
    const most = Array.from({ length: messagesMax }, () => digest)
    expect(areMessages(...most)).toBe(true)
    expect(areMessages(...most, digest)).toBe(false)
    expect(areMessages()).toBe(false)
  })

  it('entries of a delta, and hops', () => {
    expect(areMessages(delta(deltaEntriesMax, hopsMax))).toBe(true)
    expect(areMessages(delta(deltaEntriesMax + 1, 0))).toBe(false)
    expect(areMessages(delta(1, hopsMax + 1))).toBe(false)
  })

  it('streams of a vector', () => {
    expect(areMessages(pull(vectorStreamsMax))).toBe(true)
    expect(areMessages(pull(vectorStreamsMax + 1))).toBe(false)
  })

  it('claims, in gossip and in a report', () => {
    for (const claims of [gossip, report]) {
      expect(areMessages(claims(0))).toBe(true)
      expect(areMessages(claims(claimsMax))).toBe(true)
      expect(areMessages(claims(claimsMax + 1))).toBe(false)
    }
  })

  it('bytes of a claim: each takes as many, and the message five more', () => {
    const bytesOf = (count: number): number => encodeMessages([gossip(count)]).length - 1
    expect(bytesOf(2) - bytesOf(1)).toBe(claimBytesMax)
    expect(bytesOf(claimsMax)).toBe(claimsMax * claimBytesMax + 5)
  })

  it('numbers below 2^32', () => {
    const beyond = uint32Max + 1
    expect(areMessages(ping, ack, pingReport, gossip(1))).toBe(true)
    for (const message of [
      { ...ping, liveHash: beyond },
      { ...ack, refutations: beyond },
      { ...pingReport, refutations: beyond },
      gossip(1, { refutations: beyond }),
      gossip(1, { observers: beyond }),
    ])
      expect(areMessages(message)).toBe(false)
  })

  it('bytes of an entry', () => {
    const event = sized(encodedEntryBytesMax)
    expect(encodeEntry({ ...fields, event })).toHaveLength(encodedEntryBytesMax)
    expect(isEntry({ event })).toBe(true)
    expect(isEntry({ event: sized(encodedEntryBytesMax + 1) })).toBe(false)
  })

  it('characters of a key, at least one', () => {
    expect(isEntry({ event: put('ü'.repeat(keyLengthMax), '') })).toBe(true)
    expect(isEntry({ event: put('ü'.repeat(keyLengthMax + 1), '') })).toBe(false)
    expect(isEntry({ event: put('', '') })).toBe(false)
  })

  it('characters of a reason', () => {
    expect(isEntry({ event: down('x'.repeat(detailLengthMax)) })).toBe(true)
    expect(isEntry({ event: down('x'.repeat(detailLengthMax + 1)) })).toBe(false)
  })

  it('characters of a refusal, which is cut rather than refused, between characters', () => {
    const detail = `${'x'.repeat(detailLengthMax - 1)}😀`
    const refusal = { kind: 'member-error' as const, detail }
    const sent: Message = { kind: 'reply', id: 1, outcome: { ok: false, refusal } }
    const cut = { ok: false, refusal: { ...refusal, detail: detail.slice(0, -2) } }
    expect(decodeMessages(encodeMessages([sent]), testHash)).toMatchObject({
      messages: [{ outcome: cut }],
    })
  })

  it('bytes of a signature', () => {
    expect(isEntry({ signature: new Uint8Array(signatureBytesMax) })).toBe(true)
    expect(isEntry({ signature: new Uint8Array(signatureBytesMax + 1) })).toBe(false)
  })

  it('the counter of a clock, and the replication factor', () => {
    expect(isEntry({ hlc: { l: 1, c: counterMax } })).toBe(true)
    expect(isEntry({ hlc: { l: 1, c: counterMax + 1 } })).toBe(false)
    expect(isEntry({ event: founded(replicationFactorMax) })).toBe(true)
    expect(isEntry({ event: founded(replicationFactorMax + 1) })).toBe(false)
  })

  it('a vector names a stream once, with a count, and an entry never its own', () => {
    expect(isEntry({ deps: new Map([[stream, 1]]) })).toBe(false)
    expect(isEntry({ deps: new Map([[streamNumbered(1), 0]]) })).toBe(false)
  })
})
