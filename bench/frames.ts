/**
 * [frames]: frames that each member sends per second in a cluster at rest, when each is
 * asked by one other a period: a ping to whoever's turn it is, an ack to whoever asks, however many
 * members there are. Counted in the simulation, so an
 * exact number and not a measurement; `framesBudget` is what it may be, and a change of that is a
 * change of what a cluster costs its network.
 */
import type { Benchmark, Figure } from './figure.ts'
import { clusterAtRest, stopAll } from './traffic/cluster.ts'
import { pass } from '@quorate/transport-memory'

/** By number of members. */
export const framesBudget: ReadonlyMap<number, number> = new Map([
  [3, 2],
  [10, 2],
  [30, 2],
])

const countedSeconds = 20
const countedSecondsMin = 2

export const frames: Benchmark = {
  name: 'frames',
  area: 'protocol',
  run: async (effort) => {
    const seconds = Math.max(countedSecondsMin, Math.round(countedSeconds * effort.share))
    const figures: Figure[] = []
    for (const [size, budget] of framesBudget) {
      const value = await framesPerMember(size, seconds)
      figures.push({
        name: `frames/${size}`,
        value,
        min: value,
        max: value,
        unit: 'frames/s',
        target: { is: 'exactly', value: budget },
        note: `sent by each of ${size} members, at rest`,
      })
    }
    return figures
  },
}

/** Frames per member and second. */
async function framesPerMember(size: number, seconds: number): Promise<number> {
  const cluster = await clusterAtRest({ size })
  let sent = 0
  cluster.world.addRule(() => {
    sent++
    return pass
  })
  cluster.world.run(seconds * 1000)
  await stopAll(cluster)
  return sent / size / seconds
}
