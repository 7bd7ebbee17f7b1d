/**
 * The crypto of one world: another implementation's, but an HMAC that one member of the world made
 * is not computed again by the member that checks it, which is a tenth of a run. What was signed
 * is remembered for a while, byte for byte; a frame is proven if all of it is the same, and else as
 * it would be without this. So the answers are those of the implementation, whatever is forgotten.
 */
import type { Crypto, MacKey } from '@quorate/core'
import { FrameCopies } from '../frame-copies.ts'

/** Signatures remembered; a newer one may take the place of any other. A power of two. */
const rememberedMax = 4096

interface Signed {
  readonly key: MacKey
  readonly bytes: Uint8Array
  readonly mac: Uint8Array
}

/** As `real`, for all members of one world. */
export function sharedCrypto(real: Crypto): Crypto {
  const keys = new Map<string, MacKey>()
  const copies = new FrameCopies()
  const remembered: (Signed | undefined)[] = new Array<undefined>(rememberedMax).fill(undefined)
  return {
    hash: (bytes) => real.hash(bytes),
    // The same key for the same secret: what one member signed is then found by another.
    deriveKey: (secret, context) => {
      const what = JSON.stringify([[...secret], context.salt, context.info, context.id])
      const key = keys.get(what) ?? real.deriveKey(secret, context)
      keys.set(what, key)
      return key
    },
    mac: (key, bytes) => {
      const mac = real.mac(key, bytes)
      remembered[placeOf(mac)] = { key, bytes: copies.copy(bytes), mac: copies.copy(mac) }
      return mac
    },
    verify: (key, bytes, mac) => {
      const signed = remembered[placeOf(mac)]
      const isKnown =
        signed?.key === key && isEqual(signed.mac, mac) && isEqual(signed.bytes, bytes)
      return isKnown || real.verify(key, bytes, mac)
    },
  }
}

const placeOf = (mac: Uint8Array): number =>
  (((mac[0] ?? 0) << 8) | (mac[1] ?? 0)) & (rememberedMax - 1)

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
