/** Door of the event log. */
export * from './admit.ts'
export * from './append.ts'
export * from './author.ts'
export * from './chain.ts'
export * from './delta.ts'
export * from './digest.ts'
export * from './event-log.ts'
export * from './order.ts'
