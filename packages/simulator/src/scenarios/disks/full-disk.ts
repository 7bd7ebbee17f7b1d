/**
 * A disk without room, for a time: who writes is told, what was refused is nowhere, entries of
 * others are not kept and not lost, and when there is room again the same process goes on (S8, S9,
 * S12, L1).
 */
import type { Scenario } from '../../mutants/index.ts'
import { endOf, Stage } from '../stage.ts'

export const fullDisk: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed, { syncMs: { min: 1, max: 30 } })
    await stage.form(['a', 'b', 'c'])
    const { world } = stage
    const b = stage.member('b')
    await world.settle(b.put('k', 'kept'))
    await world.advance(stage.below(3000, 'phase'))
    const makeRoom = world.disk('b', { capacityBytes: 0 })
    const ends: string[] = []
    for (const value of ['first', 'second'])
      void endOf(b.put('k', value)).then((end) => ends.push(end))
    await world.settle(stage.member('a').put('of a', seed))
    await world.advance(1000 + stage.below(20_000, 'full'))
    if (ends.join() !== 'store-full,store-full')
      stage.found(`S12: two writes to a full disk ended with: ${ends.join() || 'nothing'}`)
    for (const member of stage.members)
      if (member.get('k') !== 'kept') stage.found(`S8: ${member.name} reads a refused write`)
    makeRoom()
    await world.advance(20_000)
    const end = await world.settle(endOf(b.put('k', 'again')))
    if (end !== 'done') stage.found(`L1: with room again a write ended with ${end}`)
    await world.advance(5000)
    stage.crash('b')
    await stage.restart('b')
    await world.advance(5000)
    for (const member of stage.members) {
      const isWhole = member.get('k') === 'again' && member.get('of a') === seed
      if (!isWhole) stage.found(`L1: ${member.name} lacks what was written in the end`)
    }
    return stage.findings[0]
  },
}
