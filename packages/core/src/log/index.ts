/** Door of the event log. */
export * from './event-log.ts'
