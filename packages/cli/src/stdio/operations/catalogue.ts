/**
 * Every operation there is, by the name a request gives. `stop` is answered by a stopped member.
 */
import { memberInfoOperations } from './member-info.ts'
import { membershipOperations } from './membership.ts'
import { operation, type Operations } from './operation.ts'
import { requestOperations } from './requests.ts'
import { stateInfoOperations } from './state-info.ts'

export const catalogue: Operations = {
  ...membershipOperations,
  ...stateInfoOperations,
  ...memberInfoOperations,
  ...requestOperations,
  stop: operation({}, async (run) => {
    await run.stop()
    return true
  }),
}
