/**
 * The `Crypto` port on `node:crypto`: SHA-256, HMAC-SHA-256 cut to 16 bytes (RFC 2104 section 5
 * allows the leftmost half), HKDF-SHA-256 (RFC 5869).
 */
import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Crypto, MacKey } from '../ports/index.ts'

const macBytes = 16
const keyBytes = 32

class HmacKey implements MacKey {
  readonly id: number
  readonly material: Uint8Array

  constructor(id: number, material: Uint8Array) {
    this.id = id
    this.material = material
  }
}

export function nodeCrypto(): Crypto {
  return {
    hash: (bytes) => hash('sha256', bytes, 'buffer'),
    deriveKey: (secret, context) => {
      const material = hkdfSync('sha256', secret, context.salt, context.info, keyBytes)
      return new HmacKey(context.id, new Uint8Array(material))
    },
    mac,
    verify: (key, bytes, expected) =>
      expected.length === macBytes && timingSafeEqual(mac(key, bytes), expected),
  }
}

function mac(key: MacKey, bytes: Uint8Array): Uint8Array {
  if (!(key instanceof HmacKey)) throw new TypeError('a key of another Crypto implementation')
  return createHmac('sha256', key.material).update(bytes).digest().subarray(0, macBytes)
}
