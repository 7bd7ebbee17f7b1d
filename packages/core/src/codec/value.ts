/**
 * Application values as bytes: what hashes and sizes of values are taken of. Equal values have
 * equal bytes, because a `Value` has its keys in order. Decoding copies and checks like `toValue`,
 * so nothing but plain data comes out, and none of it shares memory with the bytes.
 */
import type { Value } from '../model/index.ts'
import { toValue } from '../model/index.ts'
import { pack, unpack } from './packed.ts'

export type DecodedValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly detail: string }

/** Bytes of a value, the caller's to keep. */
export const encodeValue = (value: Value): Uint8Array => new Uint8Array(pack(value))

export function decodeValue(bytes: Uint8Array): DecodedValue {
  const unpacked = unpack(bytes)
  if (unpacked === undefined) return { ok: false, detail: 'not plain packed data' }
  const checked = toValue(unpacked.data)
  return checked.ok ? checked : { ok: false, detail: `${checked.path}: ${checked.reason}` }
}
