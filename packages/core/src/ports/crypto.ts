/**
 * Port: cryptography, synchronous. HMAC-SHA-256, SHA-256 and HKDF-SHA-256 (RFC 5869); the
 * simulator runs the same implementation.
 */

/** A derived key; what it is made of is the implementation's business. */
export interface MacKey {
  readonly id: number
}

export interface Crypto {
  /** SHA-256: 32 bytes. */
  hash(bytes: Uint8Array): Uint8Array
  /** HKDF-SHA-256 of a secret: a key for `mac`. `id` is kept for the key ring. */
  deriveKey(
    secret: Uint8Array,
    context: { readonly salt: string; readonly info: string; readonly id: number },
  ): MacKey
  /** HMAC-SHA-256 cut to 16 bytes. */
  mac(key: MacKey, bytes: Uint8Array): Uint8Array
  /** Compares in constant time. */
  verify(key: MacKey, bytes: Uint8Array, mac: Uint8Array): boolean
}
