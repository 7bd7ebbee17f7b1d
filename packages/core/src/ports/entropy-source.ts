/**
 * Port: randomness.
 */

export interface EntropySource {
  /** 16 fresh random bytes; the caller keeps them. */
  next(): Uint8Array
}
