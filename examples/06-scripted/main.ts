/**
 * A scripted partition: a test says what happens when, in virtual time. Two members take the same
 * duty, each on its side of a cut; after it heals all agree on one of them, also after a crash.
 *
 * Run it: npm run example -- 06
 */
import { sim } from '@quorate/transport-memory'
import { CarefulDuty } from '../05-simulate/duty.ts'

const members = ['ann', 'ben', 'cleo']

// #region sim
const test = sim(
  { seed: 6, members, app: ({ member }) => new CarefulDuty(member) },
  async (world) => {
    const onDuty = () => world.up.filter((name) => world.app(name).isOn).join(' and ')

    await world.settle(world.app('ann').take())
    const heal = world.cut(['ann'], ['ben', 'cleo'])
    await world.settle(world.app('ben').take())
    console.log('while they are cut:', onDuty())

    heal()
    await world.stable()
    console.log('after it:', onDuty())

    world.crash('ann')
    await world.advance('10s')
    await world.restart('ann')
    await world.stable()
    console.log('after a crash:', onDuty())
  },
)
// #endregion sim

// The body of a test under any runner: test('duty', sim(…)).
await test()
