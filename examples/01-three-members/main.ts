/**
 * Three members become one cluster and share state. The network is simulated and time is virtual:
 * nothing to install, done in an instant, and the same every time.
 *
 * Run it: npm run example -- 01
 */

// #region three-members
import { createMember } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'

const world = createWorld({ seed: 1 })
const start = (name: string) => createMember({ ...world.env(name), secret: 'only members know' })

// Each starts as a cluster of one, and joins by asking any member of another cluster.
const [ann, ben, cleo] = await Promise.all([start('ann'), start('ben'), start('cleo')])
await world.settle(ben.join('ann')) // lets virtual time pass until the promise is settled
await world.settle(cleo.join('ben'))

// What one member puts, all can read: each has the whole state and answers by itself.
await world.settle(ann.put('greeting', { text: 'hello', to: 'everybody' }))
await world.until(() => cleo.get('greeting') !== undefined)
console.log(cleo.get('greeting'))
console.log(cleo.members().map(({ name }) => name))
// #endregion three-members

// Who has the same state has the same hash.
const hashes = new Set([ann, ben, cleo].map((member) => member.version().hash))
console.log('agreed:', hashes.size === 1)

// The state carries its version: who changed it last, and how many changes there were.
const { ts, members, replication } = ben.stateInfo()
console.log({ ts, members, replication })

// A key of the state info that Quorate itself keeps cannot be put.
await world.settle(ben.put('members', [])).catch((error: Error) => console.log(error.message))

// One member is ejected: the others go on without it, and it learns why.
cleo.state$.subscribe(({ state }) => console.log('cleo is', state))
await world.settle(ann.eject('cleo'))
await world.until(() => cleo.state.state === 'ejected' && ben.members().length === 2)
console.log(ben.members().map(({ name }) => name))

await Promise.all([ann, ben, cleo].map((member) => member.stop()))
