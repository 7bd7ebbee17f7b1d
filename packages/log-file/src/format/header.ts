/**
 * The header of a segment: which one it is, of whose log, the number of its first entry, and how
 * long its file is, so that one that was cut off is known for it. It is written once, before the
 * segment has its name, so one that cannot be read is damage, never a write that did not complete.
 */
import { crc32 } from 'node:zlib'
import type { ClusterId, LogIdentity, StoreId } from '@quorate/core'
import { blockBytes, formatVersion, magic } from './layout.ts'

export interface SegmentHeader {
  /** From 1 on. */
  readonly segment: number
  /** How many entries the log has before this segment. */
  readonly entriesBefore: number
  readonly identity: LogIdentity
}

/** What a header holds, or why it does not. */
export type DecodedHeader =
  | { readonly ok: true; readonly header: SegmentHeader; readonly fileBytes: number }
  | { readonly ok: false; readonly detail: string }

const versionAt = magic.length
const segmentAt = versionAt + 4
const entriesBeforeAt = segmentAt + 4
const storeAt = entriesBeforeAt + 8
/** Bytes of a store's id and of a cluster's. */
const idBytes = 16
const clusterAt = storeAt + idBytes
const fileBytesAt = clusterAt + idBytes
const checksumAt = blockBytes - 4

/** The first block of a segment file. */
export function encodeHeader(header: SegmentHeader, fileBytes: number): Uint8Array {
  const { segment, entriesBefore, identity } = header
  const block = new Uint8Array(blockBytes)
  const view = new DataView(block.buffer)
  block.set(magic)
  view.setUint32(versionAt, formatVersion)
  view.setUint32(segmentAt, segment)
  view.setBigUint64(entriesBeforeAt, BigInt(entriesBefore))
  block.set(idOf(identity.store), storeAt)
  block.set(idOf(identity.cluster), clusterAt)
  view.setBigUint64(fileBytesAt, BigInt(fileBytes))
  view.setUint32(checksumAt, crc32(block.subarray(0, checksumAt)))
  return block
}

/** @throws RangeError for what is no id. */
function idOf(hex: string): Uint8Array {
  const bytes = Buffer.from(hex, 'hex')
  if (bytes.length === idBytes && hex.length === 2 * idBytes) return bytes
  throw new RangeError(`${hex} is no id of ${idBytes} bytes`)
}

export function decodeHeader(block: Uint8Array): DecodedHeader {
  if (block.length < blockBytes) return { ok: false, detail: 'it is too short for a header' }
  const view = new DataView(block.buffer, block.byteOffset, blockBytes)
  if (!magic.every((byte, i) => block[i] === byte))
    return { ok: false, detail: 'it does not begin as a segment does' }
  const version = view.getUint32(versionAt)
  if (crc32(block.subarray(0, checksumAt)) !== view.getUint32(checksumAt))
    return { ok: false, detail: 'its header is not what was written' }
  if (version !== formatVersion)
    return { ok: false, detail: `its format is version ${version}, this is ${formatVersion}` }
  const identity: LogIdentity = {
    store: hexAt(block, storeAt) as StoreId,
    cluster: hexAt(block, clusterAt) as ClusterId,
  }
  const segment = view.getUint32(segmentAt)
  const entriesBefore = Number(view.getBigUint64(entriesBeforeAt))
  const fileBytes = Number(view.getBigUint64(fileBytesAt))
  return { ok: true, header: { segment, entriesBefore, identity }, fileBytes }
}

const hexAt = (block: Uint8Array, at: number): string =>
  Buffer.from(block.subarray(at, at + idBytes)).toString('hex')
