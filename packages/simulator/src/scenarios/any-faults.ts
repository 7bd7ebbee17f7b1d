/** The library alone under any faults, as a campaign plays it: one seed, one plan. */
import { libraryScenario } from '@quorate/transport-memory'
import { anyPlans } from './any-plans.ts'

export const anyFaults: ReturnType<typeof anyPlans> = anyPlans('any faults', {
  ...libraryScenario(),
  members: 'any',
  run: '2m',
})
