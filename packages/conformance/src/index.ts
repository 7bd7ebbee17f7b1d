/** Conformance: what each port promises, as suites of cases that any test runner can host. */

/** Cases, and how to host them. */
export { ContractFailure, verify } from './contract.ts'
export type { Contract, ContractCase, Harness } from './contract.ts'
export type { FsPromise, LogStorePromise, TransportPromise } from './capabilities.ts'
export { waitingOn } from './waiting.ts'
export type { WaitingOptions } from './waiting.ts'

/** The suites. */
export { clockContract } from './clock.ts'
export type { ClockHarness } from './clock.ts'
export { fsContract } from './fs/index.ts'
export type { FsHarness } from './fs/index.ts'
export { logStoreContract } from './log-store/index.ts'
export type { LogStoreHarness } from './log-store/index.ts'
export { transportContract } from './transport.ts'
export type { TransportHarness } from './transport.ts'
