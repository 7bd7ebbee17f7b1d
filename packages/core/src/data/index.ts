/** Door of plain data: bytes, time, values, randomness, what must never be, what must be once. */
export * from './bytes.ts'
export * from './entropy.ts'
export * from './invariant.ts'
export * from './mark.ts'
export * from './millis.ts'
export * from './value.ts'
