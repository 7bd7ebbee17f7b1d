/**
 * An application is simulated: many runs in which the network breaks while its users use it, and a
 * property that has to hold once all is well again. One form of it holds; the other fails, and the
 * run is cut down to the few operations that it takes.
 *
 * Run it: npm run example -- 05
 */
import type { Member } from '@quorate/core'
import { fault, op, simulate, SimulationFailed } from '@quorate/transport-memory'
import { CarefulDuty, CarelessDuty, type Duty } from './duty.ts'

// #region simulate
const simulateDuty = (title: string, build: (member: Member) => Duty) =>
  simulate<Duty>(title, {
    members: 3,
    app: ({ member }) => build(member),
    workload: ({ pick, app }) => [op('take', () => app(pick.up()).take())],
    faults: fault.only('cut'),
    run: '2m',
    opsPerMinute: 6,
    eventually: {
      'one is on duty at most': ({ apps }) => apps.filter(({ isOn }) => isOn).length <= 1,
    },
    seeds: 10,
    seed: 5,
    shrink: '2s',
    capsules: { written: undefined },
  })
// #endregion simulate

const { runs, performed } = await simulateDuty('read', (member) => new CarefulDuty(member))
console.log(`read from the log: held in ${runs} runs`)
console.log(
  'with cuts and takes:',
  ['cut', 'take'].every((kind) => performed.has(kind)),
)

try {
  await simulateDuty('remembered', (member) => new CarelessDuty(member))
} catch (error) {
  if (!(error instanceof SimulationFailed)) throw error
  // The message is the whole report: the plan, the seed, and the command that runs it again.
  console.log(`remembered by each: failed, ${error.failed.failure.invariant}`)
}
