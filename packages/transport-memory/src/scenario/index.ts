/** Door of scenarios: what a simulation is about. */
export { libraryScenario, Responder } from './library-workload.ts'
export type { RunView } from './run-view.ts'
export type { AppStart, Check, Checks, Scenario } from './scenario.ts'
export {
  op,
  type Op,
  PassedOver,
  type Pick,
  Picks,
  toolsFor,
  type WorkloadTools,
} from './workload.ts'
