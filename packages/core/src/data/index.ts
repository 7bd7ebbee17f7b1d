/** Door of plain data: bytes, time, values, randomness, and what must never be. */
export * from './bytes.ts'
export * from './entropy.ts'
export * from './invariant.ts'
export * from './millis.ts'
export * from './value.ts'
