/**
 * The checksum of an entry's record: CRC-32 (that of zlib) of its kind and the entry, beginning
 * with the entry's number. The step over the kind is taken here, so that a reader of many entries
 * needs one window for each, the one it hands out.
 */
import { crc32 } from 'node:zlib'

/** What begins the record of an entry. */
export const entryKind = 1

export const entryChecksum = (entry: Uint8Array, number: number): number =>
  // Of nothing, `crc32` is zero whatever it begins with.
  entry.length === 0 ? withKind(number) : crc32(entry, withKind(number))

/** `crc32(Uint8Array.of(entryKind), number)`. */
function withKind(number: number): number {
  const register = ~number
  return ~((steps[(register ^ entryKind) & 0xff] ?? 0) ^ (register >>> 8)) >>> 0
}

/** The register's eight steps for each low byte, by the reversed polynomial. */
const steps: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let register = byte
  for (let bit = 0; bit < 8; bit++)
    register = (register >>> 1) ^ ((register & 1) === 0 ? 0 : 0xedb88320)
  return register
})
