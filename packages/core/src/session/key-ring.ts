/**
 * The keys that prove the cluster secret. The secret itself is never sent (F11): one key is derived
 * from it per purpose (HKDF, the cluster's name as context). One key signs, several may be
 * accepted, so that a later version can rotate secrets without downtime; the frame carries the
 * key's id.
 */
import type { Crypto, MacKey } from '../ports/index.ts'

/** The id of the only key there is until keys can be rotated. */
const firstKeyId = 1

export interface KeyRing {
  readonly signing: MacKey
  accepting(keyId: number): MacKey | undefined
}

export function keyRing(crypto: Crypto, cluster: string, secret: Uint8Array): KeyRing {
  const context = { salt: `quorate/${cluster}`, info: 'frame-mac', id: firstKeyId }
  const signing = crypto.deriveKey(secret, context)
  return { signing, accepting: (keyId) => (keyId === signing.id ? signing : undefined) }
}
