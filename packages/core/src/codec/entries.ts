/**
 * Entries and their events as bytes: encoded once, by their author; those bytes are stored, sent
 * and hashed as they are, never encoded again. An entry's fields, in this order: stream (24 bytes),
 * seq, l, c, view, deps, prev (32 bytes), event, signature; an event's: its kind, then its own as
 * in its row. The order of fields is the format, and entries are stored for good: a change is a new
 * kind. A decoded entry shares no memory with the bytes it came from, which may be a network buffer
 * that is used again: it and its parts are views of a copy.
 */
import type {
  ClusterEvent,
  EventKind,
  Hash,
  LogEntry,
  MemberInfo,
  StreamId,
  Value,
  VersionVector,
} from '../model/index.ts'
import { hashBytes, keyLengthMax, storeOf } from '../model/index.ts'
import { counterMax, emptyVector } from '../time/index.ts'
import { encodeItem, FieldReader, type FieldWriter, keepBytes } from './fields/index.ts'
import {
  detailLengthMax,
  encodedEntryBytesMax,
  replicationFactorMax,
  signatureBytesMax,
} from './limits.ts'

/** All of an entry but what follows from it. */
export type EntryFields = Omit<LogEntry, 'bytes' | 'hash'>

export type DecodedEntry =
  | { readonly ok: true; readonly entry: LogEntry }
  | { readonly ok: false; readonly detail: string }

/** An entry's bytes, the caller's to keep. */
export function encodeEntry(fields: EntryFields): Uint8Array {
  const encoded = encodeItem((to) => {
    to.array(9)
    to.stream(fields.stream)
    to.count(fields.seq)
    to.count(fields.hlc.l)
    to.count(fields.hlc.c)
    to.count(fields.view)
    to.vector(fields.deps)
    to.bytes(fields.prev)
    writeEvent(fields.event, to)
    to.bytes(fields.signature)
  })
  return keepBytes(encoded)
}

/** Checks every field and limit. Never throws; the entry keeps a copy of `bytes`. */
export function decodeEntry(bytes: Uint8Array, hash: Hash): DecodedEntry {
  if (bytes.length > encodedEntryBytesMax)
    return { ok: false, detail: `an entry of more than ${encodedEntryBytesMax} bytes` }
  const own = keepBytes(bytes)
  const reader = new FieldReader(own)
  const entry = reader.nested(() => readEntry(reader, own, hash))
  reader.end()
  if (reader.problem !== undefined) return { ok: false, detail: `entry: ${reader.problem}` }
  return { ok: true, entry }
}

function readEntry(reader: FieldReader, bytes: Uint8Array, hash: Hash): LogEntry {
  const stream = reader.streamId()
  return {
    stream,
    seq: reader.count(),
    store: storeOf(stream),
    hlc: { l: reader.count(), c: reader.count(counterMax) },
    view: reader.count(),
    deps: readDeps(reader, stream),
    prev: reader.view(hashBytes),
    event: readEvent(reader),
    signature: reader.view(0, signatureBytesMax),
    bytes,
    hash: hash(bytes),
  }
}

export function readDeps(reader: FieldReader, stream: StreamId): VersionVector {
  const deps = reader.vector()
  if (deps.size === 0) return emptyVector
  if (deps.has(stream)) reader.refuse('an entry names its own stream')
  return deps
}

type EventOf<Kind extends EventKind> = Extract<ClusterEvent, { kind: Kind }>

interface EventRow<Event extends ClusterEvent> {
  /** How many fields, the kind included. */
  readonly fields: number
  write(event: Event, to: FieldWriter): void
  read(from: FieldReader): Event
}

const rows: { readonly [Kind in EventKind]: EventRow<EventOf<Kind>> } = {
  'cluster-founded': {
    fields: 5,
    write: (event, to) => {
      to.id(event.cluster)
      to.text(event.name)
      to.text(event.address)
      to.count(event.replicationFactor)
    },
    read: (from) => ({
      kind: 'cluster-founded',
      cluster: from.clusterId(),
      name: from.name(),
      address: from.address(),
      replicationFactor: from.count(replicationFactorMax),
    }),
  },
  'member-joined': {
    fields: 5,
    write: (event, to) => {
      to.text(event.name)
      to.text(event.address)
      to.id(event.store)
      to.idOrNull(event.replaces)
    },
    read: (from) => ({
      kind: 'member-joined',
      name: from.name(),
      address: from.address(),
      store: from.storeId(),
      replaces: from.storeIdOrNull(),
    }),
  },
  'member-ejected': {
    fields: 3,
    write: (event, to) => {
      to.text(event.name)
      to.id(event.store)
    },
    read: (from) => ({
      kind: 'member-ejected',
      name: from.listedName(),
      store: from.storeId(),
    }),
  },
  'member-moved': {
    fields: 2,
    write: (event, to) => {
      to.text(event.address)
    },
    read: (from) => ({ kind: 'member-moved', address: from.address() }),
  },
  'member-info-changed': {
    fields: 2,
    write: (event, to) => {
      to.value(event.info)
    },
    read: (from) => ({ kind: 'member-info-changed', info: readInfo(from) }),
  },
  'member-down': {
    fields: 4,
    write: (event, to) => {
      to.id(event.store)
      to.count(event.incarnation)
      to.text(event.reason)
    },
    read: (from) => ({
      kind: 'member-down',
      store: from.storeId(),
      incarnation: from.count(),
      reason: from.text(detailLengthMax),
    }),
  },
  'member-up': {
    fields: 3,
    write: (event, to) => {
      to.id(event.store)
      to.count(event.incarnation)
    },
    read: (from) => ({
      kind: 'member-up',
      store: from.storeId(),
      incarnation: from.count(),
    }),
  },
  'state-info-put': {
    fields: 4,
    write: (event, to) => {
      to.text(event.key)
      to.value(event.value)
      to.entryIdOrNull(event.basis)
    },
    read: (from) => ({
      kind: 'state-info-put',
      key: readKey(from),
      value: from.value(),
      basis: from.entryIdOrNull(),
    }),
  },
  'state-info-deleted': {
    fields: 3,
    write: (event, to) => {
      to.text(event.key)
      to.entryIdOrNull(event.basis)
    },
    read: (from) => ({
      kind: 'state-info-deleted',
      key: readKey(from),
      basis: from.entryIdOrNull(),
    }),
  },
  'run-started': {
    fields: 3,
    write: (event, to) => {
      to.id(event.previous.run)
      to.count(event.previous.count)
    },
    read: (from) => ({
      kind: 'run-started',
      previous: { run: from.runId(), count: from.count() },
    }),
  },
}

const kinds = Object.keys(rows) as readonly EventKind[]

function writeEvent(event: ClusterEvent, to: FieldWriter): void {
  const row = rowOf(event.kind)
  to.array(row.fields)
  to.text(event.kind)
  row.write(event, to)
}

export const readEvent = (from: FieldReader): ClusterEvent =>
  from.nested(() => rowOf(from.choice(kinds)).read(from))

const rowOf = (kind: EventKind): EventRow<ClusterEvent> => rows[kind]

function readKey(from: FieldReader): string {
  const key = from.text(keyLengthMax)
  if (key === '') from.refuse('a key has at least one character')
  return key
}

function readInfo(from: FieldReader): MemberInfo {
  const value = from.value()
  if (isMap(value)) return value
  from.refuse('a map of plain data was expected')
  return {}
}

const isMap = (value: Value): value is MemberInfo =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)
