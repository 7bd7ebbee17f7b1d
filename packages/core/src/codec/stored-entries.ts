/**
 * Entries as a log store gives them back. They were checked when they were let in, and the store
 * vouches that they are what was written; so of each only its place is read, and the rest when it
 * is asked for. Without that a start would cost a decoding of the whole log, whatever it needs of
 * it. Entries share memory with the bytes they are made from, which are nobody else's any more.
 */
import {
  type ClusterEvent,
  type Hash,
  hashBytes,
  type Hlc,
  invariant,
  type LogEntry,
  type StoreId,
  type StreamId,
  type VersionVector,
} from '../model/index.ts'
import { counterMax, emptyVector } from '../time/index.ts'
import { type DecodedEntry, readDeps, readEvent } from './entries.ts'
import { FieldReader, StreamNames, type Whereabouts } from './fields/index.ts'
import { signatureBytesMax } from './limits.ts'

/** What the entries of one log have in common. */
interface Shared {
  readonly hash: Hash
  readonly names: StreamNames
  /** For one entry after the other. */
  readonly reader: FieldReader
}

/** Reads the entries of one log. */
export class StoredEntries {
  readonly #shared: Shared

  constructor(hash: Hash) {
    const names = new StreamNames()
    this.#shared = { hash, names, reader: new FieldReader(nothing, placeFields, names) }
  }

  /** Reads the place of an entry only: what else is wrong with it is a bug when it is asked for. */
  place(bytes: Uint8Array): DecodedEntry {
    const { names, reader } = this.#shared
    if (bytes[0] !== nineFields) return { ok: false, detail: 'entry: nine fields were expected' }
    reader.restart(bytes, placeFields)
    const stream = reader.streamId()
    const seq = reader.count()
    const hlc = { l: reader.count(), c: reader.count(counterMax) }
    const view = reader.count()
    if (reader.problem !== undefined) return { ok: false, detail: `entry: ${reader.problem}` }
    const place = { stream, seq, store: names.storeOf(stream), hlc, view, end: reader.at }
    return { ok: true, entry: new StoredEntry(bytes, place, this.#shared) }
  }

  /** Reads and checks all of it. */
  whole(bytes: Uint8Array): DecodedEntry {
    const placed = this.place(bytes)
    const problem =
      placed.ok && placed.entry instanceof StoredEntry ? placed.entry.check() : undefined
    return problem === undefined ? placed : { ok: false, detail: `entry: ${problem}` }
  }
}

/** MessagePack's tokens of an array of nine fields, and of one of none. */
const nineFields = 0x99
const noFields = 0x90

const placeFields: Whereabouts = { at: 1, fields: 9 }
const nothing = new Uint8Array(0)

interface Place extends Pick<LogEntry, 'stream' | 'seq' | 'store' | 'hlc' | 'view'> {
  /** Where in the bytes the rest begins. */
  readonly end: number
}

/** What is behind the place. */
interface Rest extends Pick<LogEntry, 'deps' | 'prev' | 'event' | 'signature'> {
  readonly problem: string | undefined
}

class StoredEntry implements LogEntry {
  readonly stream: StreamId
  readonly seq: number
  readonly store: StoreId
  readonly hlc: Hlc
  readonly view: number
  readonly bytes: Uint8Array
  readonly #shared: Shared
  readonly #restAt: number
  #event: ClusterEvent | undefined

  constructor(bytes: Uint8Array, place: Place, shared: Shared) {
    this.stream = place.stream
    this.seq = place.seq
    this.store = place.store
    this.hlc = place.hlc
    this.view = place.view
    this.bytes = bytes
    this.#shared = shared
    this.#restAt = place.end
    this.#event = undefined
  }

  get deps(): VersionVector {
    if (this.bytes[this.#restAt] === noFields) return emptyVector
    return readDeps(this.#reader(), this.stream)
  }

  get prev(): Uint8Array {
    return this.#rest().prev
  }

  /** The only one that is kept: folding asks for it again and again. */
  get event(): ClusterEvent {
    this.#event ??= this.#rest().event
    return this.#event
  }

  get signature(): Uint8Array {
    return this.#rest().signature
  }

  get hash(): Uint8Array {
    return this.#shared.hash(this.bytes)
  }

  /** What is wrong with it; undefined: nothing. */
  check(): string | undefined {
    const { event, problem } = this.#read()
    this.#event = event
    return problem
  }

  #rest(): Rest {
    const rest = this.#read()
    invariant(rest.problem === undefined, 'an entry is checked before it is stored')
    return rest
  }

  #read(): Rest {
    const reader = this.#reader()
    const deps = readDeps(reader, this.stream)
    const prev = reader.view(hashBytes)
    const event = readEvent(reader)
    const signature = reader.view(0, signatureBytesMax)
    reader.end()
    return { deps, prev, event, signature, problem: reader.problem }
  }

  #reader(): FieldReader {
    const { reader } = this.#shared
    reader.restart(this.bytes, { at: this.#restAt, fields: 4 })
    return reader
  }
}
