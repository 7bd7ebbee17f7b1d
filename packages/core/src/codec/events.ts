/**
 * Events as fields: the kind, then the kind's own fields in the order written here. One row a kind:
 * what writes it and what checks it stand together. The order of fields is the format: a change is
 * a new kind, because entries are stored for good.
 */
import type { ClusterEvent, EventKind, MemberInfo, Value } from '../model/index.ts'
import { toValue } from '../model/index.ts'
import type { FieldReader } from './field.ts'
import { bytesOfHex, entryIdFields, idFields } from './field.ts'
import { detailLengthMax, keyLengthMax, replicationFactorMax } from './limits.ts'

type EventOf<Kind extends EventKind> = Extract<ClusterEvent, { kind: Kind }>

interface EventRow<Event extends ClusterEvent> {
  write(event: Event): readonly unknown[]
  read(fields: FieldReader): Event
}

const rows: { readonly [Kind in EventKind]: EventRow<EventOf<Kind>> } = {
  'cluster-founded': {
    write: (event) => [
      bytesOfHex(event.cluster),
      event.name,
      event.address,
      event.replicationFactor,
    ],
    read: (fields) => ({
      kind: 'cluster-founded',
      cluster: fields.clusterId(),
      name: fields.name(),
      address: fields.address(),
      replicationFactor: fields.count(replicationFactorMax),
    }),
  },
  'member-joined': {
    write: (event) => [
      event.name,
      event.address,
      bytesOfHex(event.store),
      idFields(event.replaces),
    ],
    read: (fields) => ({
      kind: 'member-joined',
      name: fields.name(),
      address: fields.address(),
      store: fields.storeId(),
      replaces: fields.storeIdOrNull(),
    }),
  },
  'member-ejected': {
    write: (event) => [event.name, bytesOfHex(event.store)],
    read: (fields) => ({
      kind: 'member-ejected',
      name: fields.listedName(),
      store: fields.storeId(),
    }),
  },
  'member-moved': {
    write: (event) => [event.address],
    read: (fields) => ({ kind: 'member-moved', address: fields.address() }),
  },
  'member-info-changed': {
    write: (event) => [event.info],
    read: (fields) => ({ kind: 'member-info-changed', info: readInfo(fields) }),
  },
  'member-down': {
    write: (event) => [bytesOfHex(event.store), event.incarnation, event.reason],
    read: (fields) => ({
      kind: 'member-down',
      store: fields.storeId(),
      incarnation: fields.count(),
      reason: fields.text(detailLengthMax),
    }),
  },
  'member-up': {
    write: (event) => [bytesOfHex(event.store), event.incarnation],
    read: (fields) => ({
      kind: 'member-up',
      store: fields.storeId(),
      incarnation: fields.count(),
    }),
  },
  'state-info-put': {
    write: (event) => [event.key, event.value, entryIdFields(event.basis)],
    read: (fields) => ({
      kind: 'state-info-put',
      key: readKey(fields),
      value: fields.value(),
      basis: fields.entryIdOrNull(),
    }),
  },
  'state-info-deleted': {
    write: (event) => [event.key, entryIdFields(event.basis)],
    read: (fields) => ({
      kind: 'state-info-deleted',
      key: readKey(fields),
      basis: fields.entryIdOrNull(),
    }),
  },
  'run-started': {
    write: (event) => [bytesOfHex(event.previous.run), event.previous.count],
    read: (fields) => ({
      kind: 'run-started',
      previous: { run: fields.runId(), count: fields.count() },
    }),
  },
}

const kinds = Object.keys(rows) as readonly EventKind[]

export const eventFields = (event: ClusterEvent): readonly unknown[] => [
  event.kind,
  ...rowOf(event.kind).write(event),
]

export const readEvent = (fields: FieldReader): ClusterEvent =>
  rowOf(fields.choice(kinds)).read(fields)

/** The compiler cannot see that a kind's row takes that kind's event. */
const rowOf = (kind: EventKind): EventRow<ClusterEvent> => rows[kind] as EventRow<ClusterEvent>

function readKey(fields: FieldReader): string {
  const key = fields.text(keyLengthMax)
  if (key === '') fields.refuse('a key has at least one character')
  return key
}

function readInfo(fields: FieldReader): MemberInfo {
  const checked = toValue(fields.any())
  if (checked.ok && isMap(checked.value)) return checked.value
  fields.refuse('a map of plain data was expected')
  return {}
}

const isMap = (value: Value): value is MemberInfo =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)
