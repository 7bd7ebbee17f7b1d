/** Door of scenarios: what a simulation is about. */
export { libraryScenario, Responder } from './library-workload.ts'
export { op, type Op } from './op.ts'
export { PassedOver } from './passed-over.ts'
export type { Picker } from './picker.ts'
export { Picks } from './picks.ts'
export type { RunView } from './run-view.ts'
export type { AppStart, Check, Checks, Scenario } from './scenario.ts'
export { toolsFor, type WorkloadTools } from './workload.ts'
