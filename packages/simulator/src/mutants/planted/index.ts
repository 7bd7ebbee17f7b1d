/** Door of the planted bugs: all of them, by area. */
import type { Mutant } from '../mutant.ts'
import { fileMutants } from './files.ts'
import { logMutants } from './log.ts'
import { membershipMutants } from './membership.ts'
import { probingMutants } from './probing.ts'
import { replicationMutants } from './replication.ts'
import { requestMutants } from './requests.ts'
import { sessionMutants } from './session.ts'
import { stateMutants } from './state.ts'
import { storeMutants } from './store.ts'

/** Every planted bug. */
export const mutants: readonly Mutant[] = [
  ...logMutants,
  ...stateMutants,
  ...membershipMutants,
  ...probingMutants,
  ...replicationMutants,
  ...requestMutants,
  ...sessionMutants,
  ...storeMutants,
  ...fileMutants,
]

/** @throws RangeError if none is called so. */
export function mutantNamed(name: string): Mutant {
  const mutant = mutants.find((each) => each.name === name)
  if (mutant === undefined) throw new RangeError(`no mutant is called ${name}`)
  return mutant
}
