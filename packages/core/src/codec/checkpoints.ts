/**
 * A checkpoint as bytes, for the log store: a cache that no other member reads. Its entries are
 * named, not copied. Every field is checked when it is read; whether it is of the log it is found
 * beside is for `state/saved/` to say. A change of its fields is a change of `rules`, which is
 * the first of them, so that what an older or newer version wrote is known and left alone.
 */
import {
  hashBytes,
  type SavedCheckpoint,
  type SavedEntry,
  type SavedStore,
  type SavedStream,
  storeStatuses,
  voidReasons,
} from '../model/index.ts'
import { encodeItem, FieldReader, type FieldWriter } from './fields/index.ts'
import { replicationFactorMax } from './limits.ts'

export type DecodedCheckpoint =
  | { readonly ok: true; readonly checkpoint: SavedCheckpoint }
  | { readonly ok: false; readonly detail: string }

const checkpointFields = 11

export function encodeCheckpoint(checkpoint: SavedCheckpoint): Uint8Array {
  return encodeItem((to) => {
    to.array(checkpointFields)
    to.count(checkpoint.rules)
    each(to, checkpoint.streams, writeStream)
    to.idOrNull(checkpoint.cluster)
    to.count(checkpoint.replicationFactor)
    each(to, checkpoint.stores, writeStore)
    each(to, checkpoint.names, ([name, store]) => {
      to.array(2)
      to.text(name)
      to.idOrNull(store)
    })
    each(to, checkpoint.values, writeEntry)
    each(to, checkpoint.voids, ([entry, reason]) => {
      to.array(2)
      writeEntry(entry, to)
      to.numbered(voidReasons, reason)
    })
    each(to, checkpoint.losses, ([lost, won]) => {
      to.array(2)
      writeEntry(lost, to)
      writeEntry(won, to)
    })
    for (const [author, counter] of [checkpoint.ts, checkpoint.tsold]) {
      to.array(2)
      to.text(author)
      to.count(counter)
    }
  })
}

/** `rules`: those of this version; a checkpoint of others is not read any further. */
export function decodeCheckpoint(bytes: Uint8Array, rules: number): DecodedCheckpoint {
  const reader = new FieldReader(bytes)
  const checkpoint = reader.nested(() => readCheckpoint(reader, rules))
  reader.end()
  if (reader.problem !== undefined) return { ok: false, detail: reader.problem }
  return { ok: true, checkpoint }
}

function readCheckpoint(from: FieldReader, rules: number): SavedCheckpoint {
  const found = from.count()
  if (found !== rules) from.refuse(`folded by rules ${found}, these are ${rules}`)
  return {
    rules: found,
    streams: all(from, () => readStream(from)),
    cluster: from.skipNull() ? null : from.clusterId(),
    replicationFactor: from.count(replicationFactorMax),
    stores: all(from, () => readStore(from)),
    names: all(from, () => from.nested(() => [from.listedName(), from.storeIdOrNull()] as const)),
    values: all(from, () => readEntry(from)),
    voids: all(from, () =>
      from.nested(() => [readEntry(from), from.numbered(voidReasons)] as const),
    ),
    losses: all(from, () => from.nested(() => [readEntry(from), readEntry(from)] as const)),
    ts: readVersion(from),
    tsold: readVersion(from),
  }
}

function each<T>(to: FieldWriter, items: readonly T[], write: (item: T, to: FieldWriter) => void) {
  to.array(items.length)
  for (const item of items) write(item, to)
}

const all = <T>(from: FieldReader, read: () => T): readonly T[] =>
  from.nested(() => {
    const items: T[] = []
    while (from.left > 0 && from.problem === undefined) items.push(read())
    return items
  })

function writeEntry([stream, seq]: SavedEntry, to: FieldWriter): void {
  to.array(2)
  to.count(stream)
  to.count(seq)
}

const readEntry = (from: FieldReader): SavedEntry => from.nested(() => [from.count(), from.count()])

function writeStream({ stream, count, head }: SavedStream, to: FieldWriter): void {
  to.array(3)
  to.stream(stream)
  to.count(count)
  to.bytes(head)
}

const readStream = (from: FieldReader): SavedStream =>
  from.nested(() => ({
    stream: from.streamId(),
    count: from.count(),
    head: from.bytes(hashBytes),
  }))

function writeStore(store: SavedStore, to: FieldWriter): void {
  to.array(9)
  to.id(store.store)
  to.text(store.name)
  to.text(store.address)
  to.numbered(storeStatuses, store.status)
  writeEntry(store.admitted, to)
  for (const entry of [store.ended, store.infoSet, store.down])
    if (entry === null) to.nothing()
    else writeEntry(entry, to)
  each(to, store.downTimes, (time) => to.millis(time))
}

const readStore = (from: FieldReader): SavedStore =>
  from.nested(() => ({
    store: from.storeId(),
    name: from.listedName(),
    address: from.address(),
    status: from.numbered(storeStatuses),
    admitted: readEntry(from),
    ended: readEntryOrNull(from),
    infoSet: readEntryOrNull(from),
    down: readEntryOrNull(from),
    downTimes: all(from, () => from.millis()),
  }))

const readEntryOrNull = (from: FieldReader): SavedEntry | null =>
  from.skipNull() ? null : readEntry(from)

const readVersion = (from: FieldReader): SavedCheckpoint['ts'] =>
  from.nested(() => [from.listedNameOrNone(), from.count()])
