/**
 * Events as fields: the kind, then the kind's own fields in the order written here. One row a kind:
 * what writes it and what checks it stand together. The order of fields is the format: a change is
 * a new kind, because entries are stored for good.
 */
import type { ClusterEvent, EventKind, MemberInfo, Value } from '../model/index.ts'
import type { FieldReader } from './field-reader.ts'
import type { FieldWriter } from './field-writer.ts'
import { detailLengthMax, keyLengthMax, replicationFactorMax } from './limits.ts'

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

export function writeEvent(event: ClusterEvent, to: FieldWriter): void {
  const row = rowOf(event.kind)
  to.array(row.fields)
  to.text(event.kind)
  row.write(event, to)
}

export const readEvent = (from: FieldReader): ClusterEvent =>
  from.nested(() => rowOf(from.choice(kinds)).read(from))

/** The compiler cannot see that a kind's row takes that kind's event. */
const rowOf = (kind: EventKind): EventRow<ClusterEvent> => rows[kind] as EventRow<ClusterEvent>

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
