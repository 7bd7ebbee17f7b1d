/** Door of the mutation suite: what a scenario is to it. The rest is run from `main.ts`. */
export type { Scenario } from './scenario.ts'
