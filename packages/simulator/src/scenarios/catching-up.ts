/**
 * A member that missed much catches up within the bound of L1: a few periods, however many
 * exchanges it takes, and also if one of them is lost.
 */
import type { PartialSettings } from '@quorate/core'
import { loss } from '@quorate/transport-memory'
import type { Scenario } from '../mutants/index.ts'
import { Stage } from './stage.ts'

/** One or two of the entries written here in a delta. */
const settings: PartialSettings = {
  membership: { joinPullBytesMax: 900 },
  replication: { deltaBytesMax: 900, pushFanout: 1 },
  writes: { entryBytesMax: 900 },
}

/** Gossip periods of 1 s: ceil(log2 3) + 3 of them, and the verdicts to settle. */
const boundMs = 8000

export const catchingUp: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    await stage.form(['a', 'b', 'c'], { settings })
    stage.world.isolate('c')
    const writes = 100 + stage.below(50, 'writes')
    for (let i = 0; i < writes; i++) {
      const writer = stage.member(stage.draw.unit(`by ${i}`) < 0.5 ? 'a' : 'b')
      await stage.world.settle(writer.put(`k${i % 7}`, `${i}`.padEnd(250)))
    }
    stage.world.heal()
    const isLossy = stage.draw.unit('lossy') < 0.5
    if (isLossy) await someLost(stage)
    await stage.world.advance(boundMs)
    const hashes = new Set(stage.members.map((member) => member.version().hash))
    const held = stage.members.map((member) => member.log().length).join()
    if (hashes.size !== 1) stage.found(`L1: not equal after ${boundMs} ms: ${held} entries`)
    return stage.findings[0]
  },
}

async function someLost(stage: Stage): Promise<void> {
  const rule = loss(0.3)
  stage.world.addRule(rule)
  await stage.world.advance(5000)
  stage.world.removeRule(rule)
}
