/** Door of order in time: the hybrid logical clock and version vectors. */
export * from './hlc.ts'
export * from './version-vector.ts'
