import { nodeCrypto } from '@quorate/core'
import type { Crypto } from '@quorate/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedCrypto } from './shared-crypto.ts'

const context = { salt: 'quorate/test', info: 'frame-mac', id: 1 }
const secretOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Real, and how often it was asked to verify. */
function counted(): { readonly crypto: Crypto; readonly verified: () => number } {
  const real = nodeCrypto()
  let count = 0
  const crypto: Crypto = {
    hash: (bytes) => real.hash(bytes),
    deriveKey: (secret, its) => real.deriveKey(secret, its),
    mac: (key, bytes) => real.mac(key, bytes),
    verify: (key, bytes, mac) => {
      count++
      return real.verify(key, bytes, mac)
    },
  }
  return { crypto, verified: () => count }
}

describe('the crypto of a world', () => {
  it('computes no HMAC twice, also for a key that another member derived', () => {
    const { crypto, verified } = counted()
    const shared = sharedCrypto(crypto)
    const bytes = Uint8Array.of(1, 2, 3)
    const mac = shared.mac(shared.deriveKey(secretOf('s'), context), bytes)
    expect(mac).toEqual(crypto.mac(crypto.deriveKey(secretOf('s'), context), bytes))
    expect(shared.verify(shared.deriveKey(secretOf('s'), context), bytes, mac)).toBe(true)
    expect(verified()).toBe(0)
  })

  it('answers as the real one does, whatever was signed before', () => {
    const real = nodeCrypto()
    const shared = sharedCrypto(real)
    const text = fc.constantFrom('s', 't')
    const few = fc.uint8Array({ maxLength: 2, max: 2 })
    fc.assert(
      fc.property(text, few, text, few, (signer, signed, verifier, bytes) => {
        const mac = shared.mac(shared.deriveKey(secretOf(signer), context), signed)
        const key = real.deriveKey(secretOf(verifier), context)
        const isProven = real.verify(key, bytes, mac)
        expect(shared.verify(shared.deriveKey(secretOf(verifier), context), bytes, mac)).toBe(
          isProven,
        )
      }),
    )
  })

  it('does not prove what stands now where signed bytes stood', () => {
    const shared = sharedCrypto(nodeCrypto())
    const key = shared.deriveKey(secretOf('s'), context)
    const bytes = Uint8Array.of(1, 2, 3)
    const mac = shared.mac(key, bytes)
    const kept = mac.slice()
    bytes.fill(9)
    mac.fill(9)
    expect(shared.verify(key, bytes, kept)).toBe(false)
    expect(shared.verify(key, Uint8Array.of(1, 2, 3), mac)).toBe(false)
    expect(shared.verify(key, Uint8Array.of(1, 2, 3), kept)).toBe(true)
    expect(shared.verify(key, bytes, new Uint8Array(0))).toBe(false)
  })
})
