/** Arbitrary ids, values, entries and messages, all valid: to go through the codec and back. */
import fc from 'fast-check'
import type {
  Address,
  Claim,
  ClusterEvent,
  ClusterId,
  EntryId,
  Hash,
  LogEntry,
  MemberName,
  Message,
  Outcome,
  RunId,
  StoreId,
  StoreTag,
  Value,
} from '../model/index.ts'
import { invariant, refusalKinds, storeOf, streamOf, toValue } from '../model/index.ts'
import { counterMax } from '../time/index.ts'
import { findings, nackedKinds, statuses, subjects } from './fields/index.ts'
import { decodeEntry, encodeEntry } from './index.ts'

/** Eight FNV-1a hashes side by side: 32 bytes, good enough to tell bytes apart. */
export const testHash: Hash = (bytes) => {
  const lanes = new Uint32Array(8).map((_, lane) => 0x811c9dc5 ^ (lane * 0x9e3779b9))
  for (const byte of bytes)
    for (let lane = 0; lane < 8; lane++)
      lanes[lane] = Math.imul((lanes[lane] ?? 0) ^ byte, 0x01000193 + lane * 2)
  return new Uint8Array(lanes.buffer)
}

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((drawn) => [...drawn].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const nameText = fc.stringMatching(/^[a-z0-9._-]{1,64}$/)

const store = hex(16).map((id) => id as StoreId)
export const cluster = hex(16).map((id) => id as ClusterId)
const storeOrNull: fc.Arbitrary<StoreId | null> = fc.option(store)
const run = hex(8).map((id) => id as RunId)
const stream = fc.tuple(store, run).map(([storeId, runId]) => streamOf(storeId, runId))
export const name = nameText.map((drawn) => drawn as MemberName)
const listedName = fc
  .tuple(nameText, fc.option(hex(4)))
  .map(([drawn, suffix]) => (suffix === null ? drawn : `${drawn}#${suffix}`) as MemberName)
export const address = fc.stringMatching(/^[\x21-\x7e]{1,255}$/).map((drawn) => drawn as Address)
const count = fc.oneof(fc.nat(300), fc.maxSafeNat())
const entryId: fc.Arbitrary<EntryId> = fc.record({ stream, seq: count })
const basis = fc.option(entryId)
const vector = fc
  .array(fc.tuple(stream, fc.integer({ min: 1, max: 2 ** 40 })), { maxLength: 20 })
  .map((pairs) => new Map(pairs))

const checked = (input: unknown): Value => {
  const copy = toValue(input)
  invariant(copy.ok, 'the value is plain data')
  return copy.value
}

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  text,
  fc.uint8Array({ maxLength: 40 }),
)
const key = text.filter((drawn) => drawn !== '__proto__')
export const value: fc.Arbitrary<Value> = fc
  .letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('any'), { maxLength: 20 }),
      fc.dictionary(key, tie('any'), { maxKeys: 20 }),
    ),
  }))
  .any.map((drawn) => checked(drawn))
const info = fc
  .dictionary(key, scalar, { maxKeys: 4 })
  .map((drawn) => checked(drawn) as { readonly [key: string]: Value })

const kind = <Kind extends string>(of: Kind): fc.Arbitrary<Kind> => fc.constant(of)

const event: fc.Arbitrary<ClusterEvent> = fc.oneof(
  fc.record({
    kind: kind('cluster-founded'),
    cluster,
    name,
    address,
    replicationFactor: fc.nat(65_535),
  }),
  fc.record({ kind: kind('member-joined'), name, address, store, replaces: fc.option(store) }),
  fc.record({ kind: kind('member-ejected'), name: listedName, store }),
  fc.record({ kind: kind('member-moved'), address }),
  fc.record({ kind: kind('member-info-changed'), info }),
  fc.record({ kind: kind('member-down'), store, incarnation: count, reason: text }),
  fc.record({ kind: kind('member-up'), store, incarnation: count }),
  fc.record({ kind: kind('state-info-put'), key: text.filter(Boolean), value, basis }),
  fc.record({ kind: kind('state-info-deleted'), key: text.filter(Boolean), basis }),
  fc.record({ kind: kind('run-started'), previous: fc.record({ run, count }) }),
)

export const entry: fc.Arbitrary<LogEntry> = fc
  .record({
    stream,
    seq: count,
    hlc: fc.record({ l: count, c: fc.nat(counterMax) }),
    view: count,
    deps: vector,
    prev: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    event,
    signature: fc.uint8Array({ maxLength: 64 }),
  })
  .map((fields) => {
    const all = { ...fields, store: storeOf(fields.stream) }
    const bytes = encodeEntry(all)
    return { ...all, bytes, hash: testHash(bytes) }
  })

const outcome = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<Outcome<T>> =>
  fc.oneof(
    fc.record({ ok: fc.constant(true as const), value: of }),
    fc.record({
      ok: fc.constant(false as const),
      refusal: fc.record({ kind: fc.constantFrom(...refusalKinds), detail: text }),
    }),
  )

const tag = hex(8).map((id) => id as StoreTag)
const uint32 = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const claim: fc.Arbitrary<Claim> = fc.record({
  about: tag,
  status: fc.constantFrom(...statuses),
  incarnation: count,
  refutations: uint32,
  by: tag,
  observers: uint32,
})
const claims = fc.array(claim, { maxLength: 6 })

export const messagesByKind: { readonly [Kind in Message['kind']]: fc.Arbitrary<Message> } = {
  ping: fc.record({ kind: kind('ping'), probe: count, store: tag, liveHash: uint32 }),
  ack: fc.record({
    kind: kind('ack'),
    probe: count,
    store: tag,
    incarnation: count,
    refutations: uint32,
    wall: count,
  }),
  'ping-request': fc.record({ kind: kind('ping-request'), probe: count, about: tag }),
  'ping-report': fc.record({
    kind: kind('ping-report'),
    probe: count,
    about: tag,
    finding: fc.constantFrom(...findings),
    incarnation: count,
    refutations: uint32,
  }),
  gossip: fc.record({ kind: kind('gossip'), claims }),
  'live-report': fc.record({
    kind: kind('live-report'),
    claims,
    asks: fc.constantFrom('nothing', 'unwell', 'all'),
  }),
  nack: fc.record({
    kind: kind('nack'),
    about: fc.constantFrom(...nackedKinds),
    refusal: fc.constantFrom(...refusalKinds),
  }),
  'join-request': fc.record({
    kind: kind('join-request'),
    name,
    address,
    store,
    previous: storeOrNull,
  }),
  'join-reply': fc.record({ kind: kind('join-reply'), store, outcome: outcome(cluster) }),
  digest: fc.record({
    kind: kind('digest'),
    vectorHash: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  }),
  pull: fc.record({ kind: kind('pull'), vector, bytesMax: count }),
  delta: fc.record({
    kind: kind('delta'),
    entries: fc.array(entry, { maxLength: 3 }),
    more: fc.boolean(),
    hops: fc.nat(64),
  }),
  request: fc.record({
    kind: kind('request'),
    id: count,
    subject: fc.constantFrom(...subjects),
    incarnation: count,
    data: value,
  }),
  reply: fc.record({ kind: kind('reply'), id: count, outcome: outcome(value) }),
}

export const message: fc.Arbitrary<Message> = fc.oneof(...Object.values(messagesByKind))

export const decodedEntry = (bytes: Uint8Array): LogEntry => {
  const decoded = decodeEntry(bytes, testHash)
  invariant(decoded.ok, 'the bytes are an entry')
  return decoded.entry
}
