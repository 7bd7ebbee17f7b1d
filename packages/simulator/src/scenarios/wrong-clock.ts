/**
 * Clocks that are set. One back, between two lives of a process: what it writes next comes after
 * what it wrote (S3). One far ahead, while its member is alone: the others hold its entries back
 * until their own clocks are there, and then all agree (L1, L8).
 */
import type { Scenario } from '../mutants/index.ts'
import { endOf, Stage } from './stage.ts'

export const wrongClock: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    await stage.form(['a', 'b', 'c'])
    await setBack(stage)
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

/** By less than what forbids to write. */
async function setBack(stage: Stage): Promise<void> {
  await stage.world.settle(stage.member('b').put('before', 1))
  stage.crash('b')
  stage.world.setClock('b', { offsetMs: -1000 - stage.below(3000, 'back') })
  const again = await stage.restart('b')
  const end = await stage.world.settle(endOf(again.put('after', 1)))
  if (end !== 'done') stage.found(`S3: after its clock was set back, b wrote: ${end}`)
  stage.world.setClock('b', { offsetMs: 0 })
  await stage.world.advance(5000)
}
