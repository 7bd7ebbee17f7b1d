/** Quorate's core: the only door of the package. */

/** Nouns: ids, values, entries, events, notices, refusals. */
export * from './model/index.ts'
/** What adapters implement. */
export * from './ports/index.ts'
