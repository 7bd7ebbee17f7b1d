/**
 * A checkpoint's file: what it is, how long, a checksum, and the bytes that were handed over. It is
 * a cache: a file that cannot be read is none.
 */
import { crc32 } from 'node:zlib'

/** What it begins with: `QUORCHK` and a line feed. */
const magic: readonly number[] = [0x51, 0x55, 0x4f, 0x52, 0x43, 0x48, 0x4b, 0x0a]
const version = 1
const versionAt = magic.length
const lengthAt = versionAt + 4
const checksumAt = lengthAt + 4
const bytesAt = checksumAt + 4

export function checkpointImage(bytes: Uint8Array): Uint8Array {
  const image = new Uint8Array(bytesAt + bytes.length)
  const view = new DataView(image.buffer)
  image.set(magic)
  view.setUint32(versionAt, version)
  view.setUint32(lengthAt, bytes.length)
  view.setUint32(checksumAt, crc32(bytes))
  image.set(bytes, bytesAt)
  return image
}

/** What was handed over; undefined: it is not as it was written. */
export function checkpointIn(image: Uint8Array): Uint8Array | undefined {
  if (image.length < bytesAt || !magic.every((byte, i) => image[i] === byte)) return undefined
  const view = new DataView(image.buffer, image.byteOffset, image.length)
  const bytes = image.subarray(bytesAt)
  const isWhole =
    view.getUint32(versionAt) === version &&
    view.getUint32(lengthAt) === bytes.length &&
    view.getUint32(checksumAt) === crc32(bytes)
  return isWhole ? bytes : undefined
}
