/**
 * Two machines that want one name: while the one that has it answers, the other is refused and
 * harms nobody; once it is dead, the other gets it (M18).
 */
import type { Scenario } from '../../mutants/index.ts'
import { endOf, Stage } from '../stage.ts'

export const oneName: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed, { latencyMs: { min: 1, max: 40 } })
    await stage.form(['a', 'b', 'c'])
    await stage.world.advance(stage.below(1000, 'phase'))
    const rival = await stage.start('rival', { name: 'b' })
    const contact = stage.draw.unit('contact') < 0.5 ? 'a' : 'c'
    const refused = await stage.world.settle(endOf(rival.join(contact)))
    await stage.world.advance(3000)
    if (refused !== 'name-taken') stage.found(`M18: a rival for the name of b got ${refused}`)
    const { state } = stage.member('b').state
    if (state !== 'operational') stage.found(`M18: b is ${state} since a rival asked`)
    stage.crash('b')
    await stage.world.advance(stage.below(10_000, 'dead'))
    const letIn = await stage.world.settle(endOf(rival.join(contact)))
    await stage.world.advance(3000)
    if (letIn !== 'done') stage.found(`M18: the name of the dead is not free: ${letIn}`)
    for (const name of ['a', 'c'])
      if (stage.member(name).members().length !== 3)
        stage.found(`M18: ${name} lists ${stage.member(name).members().length} members`)
    return stage.findings[0]
  },
}
