/** Door of the scenarios: what plays a seed, by the name that the mutation suite is told. */
import type { Scenario } from '../mutants/index.ts'
import { calm } from './calm.ts'
import { catchingUp } from './catching-up.ts'
import { doubt, silence, verdicts } from './detection/index.ts'
import { copies, failingDisk, fileLogs, fullDisk, slowDisk } from './disks/index.ts'
import { halves } from './halves.ts'
import { noStorm } from './no-storm.ts'
import { leaving, oneJoin, oneName, untold } from './roster/index.ts'
import { runOnce } from './run-once.ts'
import { anyFaults } from './any-faults.ts'
import { wrongClock } from './wrong-clock.ts'

/** The random one first; the others each look at what it does not reach, or not soon. */
export const scenarios: { readonly [Name in string]?: Scenario } = {
  'any-faults': anyFaults,
  calm,
  verdicts,
  silence,
  doubt,
  'run-once': runOnce,
  'one-name': oneName,
  'one-join': oneJoin,
  'no-storm': noStorm,
  'slow-disk': slowDisk,
  'wrong-clock': wrongClock,
  'catching-up': catchingUp,
  leaving,
  halves,
  copies,
  'failing-disk': failingDisk,
  'file-logs': fileLogs,
  'full-disk': fullDisk,
  untold,
}
