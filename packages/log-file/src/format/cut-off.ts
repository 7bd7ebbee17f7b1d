/** Whether records go on behind the bytes that were read of them. Decides nothing about these. */
import { entryBytesMax, kindAt, recordHeadBytes } from './layout.ts'

/**
 * Where the record that begins here ends, behind the bytes, if it is one: its length says so, or
 * that is cut off too. undefined: what is here is whole, or no record.
 */
export function cutOffTo(bytes: Uint8Array, at: number): number | undefined {
  const headEnd = at + recordHeadBytes
  if (headEnd > bytes.length) return headEnd
  const length = new DataView(bytes.buffer, bytes.byteOffset + at, recordHeadBytes).getUint32(0)
  const end = headEnd + length
  const isRecord = bytes[at + kindAt] !== 0 && length <= entryBytesMax
  return isRecord && end > bytes.length ? end : undefined
}
