/** Door of the named points: the calls of a member's ports, counted, and where to crash. */
export type { CrashOptions } from './crash-options.ts'
export { Gate } from './gate.ts'
export type { CrashAtOptions } from './gate.ts'
export { gatedLog, gatedTransport } from './ports.ts'
export { fsCalls, Points } from './points.ts'
export type { CrashPoint, FsCall, PortPoint } from './points.ts'
