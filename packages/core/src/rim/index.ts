/** Door of the rim: the kernel in its machine, wired to time, network and disk. */
export { ClusterError, clusterError } from './errors.ts'
export type { Recording } from './flight-recorder.ts'
export { whenFounded } from './founding.ts'
export type { MachineStatus } from './machine.ts'
export { openRuntime } from './opening.ts'
export { Runtime } from './runtime.ts'
export type { Asker, HandlerOptions, RequestHandler } from './serving.ts'
export { invalid, type Surroundings } from './surroundings.ts'
