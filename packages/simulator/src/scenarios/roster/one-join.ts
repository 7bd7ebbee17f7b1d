/**
 * The answer to a join is lost, for a while: the joiner asks again and again, gets in, and is in
 * the log once (M15, M19, S13).
 */
import type { Scenario } from '../../mutants/index.ts'
import { endOf, Stage } from '../stage.ts'

export const oneJoin: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    await stage.form(['a', 'b'])
    const joiner = await stage.start('c')
    // They know each other's nonces from here on, so that requests arrive and answers do not.
    await stage.world.settle(endOf(joiner.ping({ address: 'a' })))
    stage.world.cut(['a', 'b'], ['c'], { oneWay: true })
    const end = endOf(joiner.join('a', { timeoutMs: 10_000 }))
    await stage.world.advance(stage.below(3500, 'unheard'))
    stage.world.heal()
    const how = await stage.world.settle(end)
    await stage.world.advance(5000)
    if (how !== 'done') stage.found(`M15: a join ended with ${how}`)
    for (const member of stage.members) {
      const joins = member.log().filter(({ event }) => event.kind === 'member-joined')
      if (joins.length !== 2) stage.found(`M19: ${joins.length - 1} joins of c at ${member.name}`)
    }
    return stage.findings[0]
  },
}
