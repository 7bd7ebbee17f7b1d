/**
 * Real randomness, drawn from the operating system a pool at a time.
 */
import { randomFillSync } from 'node:crypto'
import type { EntropySource } from '../ports/index.ts'

const drawBytes = 16
const poolBytes = drawBytes * 256

export function systemEntropy(): EntropySource {
  let pool = new Uint8Array(0)
  let used = 0
  return {
    next(): Uint8Array {
      if (used === pool.length) {
        pool = randomFillSync(new Uint8Array(poolBytes))
        used = 0
      }
      used += drawBytes
      return new Uint8Array(pool.buffer, used - drawBytes, drawBytes)
    },
  }
}
