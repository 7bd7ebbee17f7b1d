/**
 * Two members that cannot agree now exchange a few messages a period, not as many as they can (R8):
 * one whose entries are held back because of its clock, and one that the other never heard of.
 */
import type { PartialSettings } from '@quorate/core'
import type { Scenario } from '../mutants/index.ts'
import { Stage } from './stage.ts'

/** A few entries in a delta. */
const settings: PartialSettings = {
  membership: { joinPullBytesMax: 900 },
  replication: { deltaBytesMax: 900 },
  writes: { entryBytesMax: 900 },
}

const watchedMs = 5000
/** For each pair and second: both ping, ack, compare, pull and answer, and what times them. */
const eventsMax = 40

export const noStorm: Scenario = {
  run: async (seed) => {
    const stage = new Stage(seed)
    await stage.form(['a', 'b', 'c'], { settings })
    if (stage.draw.unit('which') < 0.5) await heldBack(stage)
    else await unheardOf(stage)
    const before = stage.world.events
    await stage.world.advance(watchedMs)
    const events = stage.world.events - before
    const members = stage.members.length
    const pairs = (members * (members - 1)) / 2
    if (events > eventsMax * pairs * (watchedMs / 1000))
      stage.found(`R8: ${events} events in ${watchedMs} ms among ${members} members`)
    return stage.findings[0]
  },
}

/** More entries than a delta carries, none of which can be taken yet. */
async function heldBack(stage: Stage): Promise<void> {
  stage.world.isolate('c')
  await stage.world.advance(12_000)
  stage.world.setClock('c', { offsetMs: 30_000 })
  for (let i = 0; i < 8 + stage.below(8, 'writes'); i++)
    await stage.world.settle(stage.member('c').put(`k${i}`, i))
  stage.world.heal()
}

/** Let in by c while a does not hear c: a has never heard of d, which hears both. */
async function unheardOf(stage: Stage): Promise<void> {
  stage.world.cut(['a'], ['b', 'c'])
  const joiner = await stage.start('d', { foundsCluster: false, settings })
  await stage.world.settle(joiner.join('c'))
  await stage.world.advance(stage.below(2000, 'phase'))
}
