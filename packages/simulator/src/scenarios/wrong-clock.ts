/**
 * A member whose clock is far ahead writes while it is alone: when it comes back, the others hold
 * its entries back until their own clocks are there, and then all agree.
 */
import type { Scenario } from '../mutants/index.ts'
import { endOf, Stage } from './stage.ts'

export const wrongClock: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    await stage.form(['a', 'b', 'c'])
    stage.world.isolate('c')
    await stage.world.advance(12_000)
    const aheadMs = 15_000 + stage.below(15_000, 'ahead')
    stage.world.setClock('c', { offsetMs: aheadMs })
    const written = await stage.world.settle(endOf(stage.member('c').put('k', 'early')))
    stage.world.heal()
    await stage.world.advance(3000)
    for (const name of ['a', 'b'])
      if (stage.member(name).get('k') !== undefined)
        stage.found(`L8: ${name} took an entry from ${aheadMs} ms in the future`)
    stage.world.setClock('c', { offsetMs: 0 })
    await stage.world.advance(aheadMs + 15_000)
    const hashes = new Set(stage.members.map((member) => member.version().hash))
    if (written !== 'done') stage.found(`L8: alone, c could not write: ${written}`)
    if (hashes.size !== 1) stage.found('L1: the clocks agree, and the logs do not')
    return stage.findings[0]
  },
}
