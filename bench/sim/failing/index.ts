/** Door of scenarios with planted bugs. */
export type { FailingScenario } from './failing-scenario.ts'
export { plantedApplications } from './planted-applications.ts'
