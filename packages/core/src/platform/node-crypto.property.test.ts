import { createHash, createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from './node-crypto.ts'

const context = { salt: 'quorate/test', info: 'frame-mac', id: 1 }
const crypto = nodeCrypto()

/** HMAC-SHA-256 as Node has it. */
function hmacOf(secret: Uint8Array, bytes: Uint8Array): Uint8Array {
  const material = new Uint8Array(hkdfSync('sha256', secret, context.salt, context.info, 32))
  return new Uint8Array(createHmac('sha256', material).update(bytes).digest().subarray(0, 16))
}

const secrets = fc.uint8Array({ minLength: 8, maxLength: 64 })
const frames = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  // Around the size from which the HMAC is made the other way.
  fc.integer({ min: 16_380, max: 16_390 }).map((length) => new Uint8Array(length).fill(length)),
  fc.constant(new Uint8Array(1_048_576).fill(3)),
)

describe('a hash', () => {
  it('is the SHA-256 of the bytes', () => {
    fc.assert(
      fc.property(frames, (bytes) => {
        const expected = createHash('sha256').update(bytes).digest()
        expect(crypto.hash(bytes)).toEqual(new Uint8Array(expected))
      }),
    )
  })
})

describe('a MAC', () => {
  it('is the HMAC-SHA-256 of the bytes, cut to 16 bytes', () => {
    fc.assert(
      fc.property(secrets, frames, (secret, bytes) => {
        const key = crypto.deriveKey(secret, context)
        expect(crypto.mac(key, bytes)).toEqual(hmacOf(secret, bytes))
      }),
    )
  })

  it('is kept: a later one does not change it', () => {
    const key = crypto.deriveKey(new Uint8Array(8), context)
    const first = crypto.mac(key, new Uint8Array(1))
    const copy = Uint8Array.from(first)
    crypto.mac(key, new Uint8Array(2))
    expect(first).toEqual(copy)
  })

  it('verifies for its key and bytes, and for nothing else', () => {
    fc.assert(
      fc.property(secrets, frames, fc.nat({ max: 127 }), (secret, bytes, bit) => {
        const key = crypto.deriveKey(secret, context)
        const mac = crypto.mac(key, bytes)
        expect(crypto.verify(key, bytes, mac)).toBe(true)
        const damaged = mac.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
        expect(crypto.verify(key, bytes, damaged)).toBe(false)
        expect(crypto.verify(key, bytes, mac.subarray(1))).toBe(false)
        expect(crypto.verify(key, Uint8Array.of(...bytes.subarray(0, 99), 1), mac)).toBe(false)
        const other = crypto.deriveKey(Uint8Array.of(...secret, 1), context)
        expect(crypto.verify(other, bytes, mac)).toBe(false)
      }),
    )
  })

  it('takes no key of another implementation', () => {
    expect(() => crypto.mac({ id: 1 }, new Uint8Array(1))).toThrow('another Crypto')
  })
})
