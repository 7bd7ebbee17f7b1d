/**
 * A `Crypto` for very large simulations: frames carry a checksum of 32 bits in place of an HMAC,
 * keyed by the secret, at a tenth of the cost. A damaged frame or another secret is still found,
 * but for one in four thousand million; whoever wants to forge a frame can. Hashes are real ones,
 * since entries are named by them. Never a default, and never for members that are not simulated:
 * a run that uses it must say so.
 */
import { nodeCrypto } from '@quorate/core'
import type { Crypto, MacKey } from '@quorate/core'
import { bytesOf, mix, mixBytes, mixText } from '../random.ts'
import type { Key } from '../random.ts'

const macBytes = 16

class ChecksumKey implements MacKey {
  readonly id: number
  readonly #key: Key

  constructor(id: number, key: Key) {
    this.id = id
    this.#key = key
  }

  mac(bytes: Uint8Array): Uint8Array {
    return bytesOf(mixBytes(this.#key, bytes), macBytes)
  }
}

/** Checksums in place of MACs. All members of a world must use it, or none. */
export function checksumCrypto(): Crypto {
  const real = nodeCrypto()
  return {
    hash: (bytes) => real.hash(bytes),
    deriveKey: (secret, { salt, info, id }) =>
      new ChecksumKey(id, mix(mixText(mixText(mixBytes(0, secret), salt), info), id)),
    mac: (key, bytes) => own(key).mac(bytes),
    verify: (key, bytes, expected) => isEqual(own(key).mac(bytes), expected),
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function own(key: MacKey): ChecksumKey {
  if (key instanceof ChecksumKey) return key
  throw new TypeError('a key of another Crypto implementation')
}
