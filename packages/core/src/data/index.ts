/** Door of plain data: bytes, hashes, time, values, chance; what must never be, and be once. */
export * from './bytes.ts'
export * from './entropy.ts'
export * from './hash32.ts'
export * from './invariant.ts'
export * from './mark.ts'
export * from './millis.ts'
export * from './value.ts'
