/** Door of the fold. */
export * from './cluster-state.ts'
export * from './decision.ts'
