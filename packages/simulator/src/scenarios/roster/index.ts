/** Door of the scenarios about who is in. */
export { leaving } from './leaving.ts'
export { oneJoin } from './one-join.ts'
export { oneName } from './one-name.ts'
export { untold } from './untold.ts'
