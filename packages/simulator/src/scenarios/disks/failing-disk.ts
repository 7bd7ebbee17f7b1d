/**
 * A disk that takes no more writes: who waits is told, what was refused is nowhere, and after a
 * restart the member goes on (S8, S12).
 */
import { MemoryLogStore } from '@quorate/transport-memory'
import type { Scenario } from '../../mutants/index.ts'
import { endOf, Stage } from '../stage.ts'

export const failingDisk: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    const disk = new MemoryLogStore()
    await stage.form(['a', 'c'])
    const b = await stage.start('b', { log: disk })
    await stage.world.settle(b.join('a'))
    await stage.world.advance(2000 + stage.below(3000, 'phase'))
    await stage.world.settle(b.put('k', 'kept'))
    disk.failNextWrite('no space')
    const ends: string[] = []
    for (const value of ['first', 'second'])
      void endOf(b.put('k', value)).then((end) => ends.push(end))
    await stage.world.advance(5000)
    if (ends.join() !== 'store-failed,store-failed')
      stage.found(`S12: two writes to a failed disk ended with: ${ends.join() || 'nothing'}`)
    for (const member of stage.members)
      if (member.get('k') !== 'kept') stage.found(`S8: ${member.name} reads a refused write`)
    stage.crash('b')
    disk.crash()
    const again = await stage.restart('b', { log: disk })
    const end = await stage.world.settle(endOf(again.put('k', 'again')))
    await stage.world.advance(5000)
    if (end !== 'done') stage.found(`S8: after a restart a write ended with ${end}`)
    for (const member of stage.members)
      if (member.get('k') !== 'again') stage.found(`L1: ${member.name} lacks the write after it`)
    return stage.findings[0]
  },
}
