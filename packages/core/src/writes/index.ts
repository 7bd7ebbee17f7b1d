/** Door of writing: put, delete and member info, as the application asks for them. */
export { defaultWritesConfig, type WritesConfig } from './config.ts'
export { decideWrites } from './decide.ts'
export { initialWrites, type WritesLocal } from './local.ts'
