/** Door of the guard: who acts, ambient time and chance that throw, rejections collected. */
export { stage } from './acting.ts'
export type { Acting } from './acting.ts'
export { AmbientUse } from './ambient-use.ts'
export type { AmbientCall } from './ambient-use.ts'
export { guardAmbient } from './guard.ts'
export type { GuardOptions } from './guard.ts'
export { watchRejections } from './rejections.ts'
export type { Rejection, RejectionWatch } from './rejections.ts'
