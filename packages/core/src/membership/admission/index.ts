/** Door of admission: when applicants that may come in do come in. */
export { admitWaiting, hearJoinRequest } from './admit.ts'
