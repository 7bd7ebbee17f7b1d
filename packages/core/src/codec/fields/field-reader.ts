/**
 * Reads the fields that messages and entries are made of: ids, names, vectors, outcomes. Ids travel
 * as raw bytes and are hex in memory. As with all of `PackedReader`, results count only if nothing
 * was wrong.
 */
import type {
  Address,
  ClusterId,
  EntryId,
  MemberName,
  Millis,
  Outcome,
  RunId,
  StoreId,
  StoreTag,
  StreamId,
  VersionVector,
} from '../../model/index.ts'
import {
  clusterIdBytes,
  isAddress,
  isMemberName,
  runIdBytes,
  storeIdBytes,
  storeTagBytes,
} from '../../model/index.ts'
import { detailLengthMax, uint32Max, vectorStreamsMax } from '../limits.ts'
import { refusals } from './kinds.ts'
import { PackedReader, type Whereabouts } from './packed-reader.ts'
import { type StreamNames, streamIdBytes } from './stream-names.ts'

const displacedName = /^[a-z0-9._-]{1,64}#[0-9a-f]{8}$/

/** A name as the roster lists it: chosen, or displaced. */
export const isListedName = (text: string): text is MemberName =>
  isMemberName(text) || displacedName.test(text)

export class FieldReader extends PackedReader {
  readonly #names: StreamNames | undefined

  /** `names`: ids of streams that are known already. */
  constructor(bytes: Uint8Array, from?: Whereabouts, names?: StreamNames) {
    super(bytes, from)
    this.#names = names
  }

  uint32(): number {
    return this.count(uint32Max)
  }

  /** Whole milliseconds since 1970. */
  millis(): Millis {
    return this.count()
  }

  storeId(): StoreId {
    return this.hex(storeIdBytes) as StoreId
  }

  storeIdOrNull(): StoreId | null {
    return this.skipNull() ? null : this.storeId()
  }

  storeTag(): StoreTag {
    return this.hex(storeTagBytes) as StoreTag
  }

  runId(): RunId {
    return this.hex(runIdBytes) as RunId
  }

  clusterId(): ClusterId {
    return this.hex(clusterIdBytes) as ClusterId
  }

  streamId(): StreamId {
    const names = this.#names
    if (names === undefined) return this.hex(streamIdBytes, storeIdBytes) as StreamId
    return this.inPlace(streamIdBytes, names.read) ?? ('' as StreamId)
  }

  entryIdOrNull(): EntryId | null {
    if (this.skipNull()) return null
    return this.nested(() => ({ stream: this.streamId(), seq: this.count() }))
  }

  /** A name somebody chose. */
  name(): MemberName {
    return this.#matching(isMemberName, 'a member name')
  }

  /** A name as the roster lists it. */
  listedName(): MemberName {
    return this.#matching(isListedName, 'a member name')
  }

  /** A name as the roster lists it, or nobody's: `''`. */
  listedNameOrNone(): MemberName | '' {
    const text = this.text(255)
    if (text === '' || isListedName(text)) return text
    this.refuse('a member name was expected')
    return ''
  }

  address(): Address {
    return this.#matching(isAddress, 'an address')
  }

  vector(): VersionVector {
    const vector = new Map<StreamId, number>()
    this.nested(() => {
      if (this.left > vectorStreamsMax * 2) this.refuse(`over ${vectorStreamsMax} streams`)
      while (this.left > 0 && this.problem === undefined) {
        const stream = this.streamId()
        const count = this.count()
        const size = vector.size
        if (count === 0 || vector.set(stream, count).size === size)
          this.refuse('a stream is named once, with a count')
      }
    })
    return vector
  }

  outcome<T>(read: () => T): Outcome<T> {
    return this.nested((): Outcome<T> => {
      if (this.flag()) return { ok: true, value: read() }
      const kind = this.numbered(refusals)
      return { ok: false, refusal: { kind, detail: this.text(detailLengthMax) } }
    })
  }

  #matching<T extends string>(is: (text: string) => text is T, what: string): T {
    const text = this.text(255)
    if (is(text)) return text
    this.refuse(`${what} was expected`)
    return '' as T
  }
}
