/** Door of simulations: properties over many runs, scripts, capsules, reports. */
export { BadCapsule, type Capsule, capsuleText, parseCapsule } from './capsule.ts'
export {
  type CapsuleFolders,
  type KeptCapsule,
  readCapsule,
  regressionsOf,
  writeCapsule,
} from './capsule-files.ts'
export { type FailureReport, reportOf } from './report.ts'
export { commitOf } from './run-request.ts'
export { shapeOf } from './shape.ts'
export { sim } from './sim.ts'
export type { SimOptions } from './sim-script.ts'
export type { Link, Names, SimWorld } from './sim-world.ts'
export {
  simulate,
  type Simulation,
  SimulationFailed,
  type SimulationReport,
} from './simulate.ts'
