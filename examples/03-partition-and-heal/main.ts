/**
 * The network is cut in two, both halves change the same key, and the network heals: the logs are
 * merged and replayed in one order, all agree again, and whose write lost is told so.
 *
 * Run it: npm run example -- 03
 */
import { createMember, type Member } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'

const world = createWorld({ seed: 3 })
const names = ['ann', 'ben', 'cleo', 'dora']
const members: Member[] = []
for (const name of names) {
  const member = await createMember({ ...world.env(name), secret: 'only members know' })
  const first = members[0]
  if (first !== undefined) await world.settle(member.join(first.name))
  members.push(member)
}
const [ann, ben, cleo, dora] = members as [Member, Member, Member, Member]
const agree = (): boolean => new Set(members.map((each) => each.version().hash)).size === 1
await world.until(agree)
console.log('before:', ben.members().length, 'members')

// #region partition
world.cut(['ann', 'ben'], ['cleo', 'dora'])
await world.until(() => members.every((each) => each.state.state === 'degraded'))
const missing = ann.failedPeers().map(({ name }) => name)
console.log('ann is degraded:', ann.state.reasons, 'without', missing)

// Both halves go on: this cluster prefers that to waiting for a majority.
await world.settle(ann.put('colour', 'green'))
await world.until(() => ben.get('colour') === 'green')
await world.settle(cleo.put('colour', 'red'))
await world.until(() => dora.get('colour') === 'red')
await world.settle(ann.put('shape', 'round'))
await world.until(() => ben.get('shape') === 'round')
console.log('ben reads', ben.get('colour'), 'and', ben.get('shape'))
console.log('dora reads', dora.get('colour'), 'and', dora.get('shape'))
// #endregion partition

// #region heal
// Whose write lost hears of it; whoever read another value before, too.
ann.notices$.subscribe((notice) => {
  if (notice.kind === 'conflict')
    console.log('ann: my', notice.key, notice.lostValue, 'lost to', notice.wonValue)
})
ben.notices$.subscribe((notice) => {
  if (notice.kind === 'revised')
    console.log('ben:', notice.key, 'is', notice.now, 'now, was', notice.was)
})

world.heal()
await world.until(agree)
for (const member of members)
  console.log(member.name, 'reads', member.get('colour'), 'and', member.get('shape'))
// #endregion heal

// Why is it red? The log knows: both writes, in the order that all replay.
for (const { by, event, outcome } of ben.explain({ key: 'colour' }))
  console.log(by, event.kind, 'value' in event ? event.value : '', outcome)

// All have all others back.
await world.until(() => members.every((each) => each.failedPeers().length === 0))
console.log('after:', ben.operationalPeers())

await Promise.all(members.map((member) => member.stop()))
