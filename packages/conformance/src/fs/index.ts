/** Door of the suite for disks. */
export { fsContract } from './fs-contract.ts'
export type { FsHarness } from './place.ts'
