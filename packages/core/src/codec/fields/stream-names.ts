/**
 * The ids of streams in hex, each made once: a log has few streams, and every entry names some. It
 * decides nothing; it grows with the streams of one log, which are bounded.
 */
import {
  runIdBytes,
  type StoreId,
  type StreamId,
  storeIdBytes,
  storeOf,
} from '../../model/index.ts'
import { hexOf } from './field-writer.ts'

export const streamIdBytes: number = storeIdBytes + runIdBytes

interface Known {
  readonly bytes: Uint8Array
  readonly stream: StreamId
}

export class StreamNames {
  readonly #known = new Map<number, Known>()
  readonly #stores = new Map<StreamId, StoreId>()

  /** The id whose bytes begin there. */
  readonly read = (bytes: Uint8Array, at: number): StreamId => {
    const key = keyOf(bytes, at)
    const known = this.#known.get(key)
    if (known !== undefined && isAt(bytes, at, known.bytes)) return known.stream
    const runAt = at + storeIdBytes
    const end = at + streamIdBytes
    const stream = `${hexOf(bytes, at, runAt)}.${hexOf(bytes, runAt, end)}` as StreamId
    // Two of one key take turns: each is made anew then.
    this.#known.set(key, { bytes: bytes.slice(at, end), stream })
    return stream
  }

  /** Whose stream it is. */
  storeOf(stream: StreamId): StoreId {
    const known = this.#stores.get(stream)
    if (known !== undefined) return known
    const store = storeOf(stream)
    this.#stores.set(stream, store)
    return store
  }
}

/** Four bytes of the run, which are random. */
function keyOf(bytes: Uint8Array, at: number): number {
  let key = 0
  const runAt = at + storeIdBytes
  for (let i = runAt; i < runAt + 4; i++) key = (key << 8) | (bytes[i] ?? 0)
  return key
}

function isAt(bytes: Uint8Array, at: number, id: Uint8Array): boolean {
  for (let i = 0; i < streamIdBytes; i++) if (bytes[at + i] !== id[i]) return false
  return true
}
