/**
 * [sim-5], [sim-50]: how much faster than real time a simulated cluster at rest runs: virtual
 * milliseconds over milliseconds, on one core, with the settings and the HMACs of production,
 * promises going on after every event. Beside it what the HMACs take of it.
 */
import { checksumCrypto } from '@quorate/transport-memory'
import type { Benchmark, Effort } from '../figure.ts'
import { operations, sideBySide, spreadIn } from '../measure.ts'
import { type Cluster, clusterAtRest, stopAll } from '../traffic/cluster.ts'

export const realTime = 'x real time'
const fastEnough = { is: 'at-least', value: 1000 } as const
const fastEnoughOf50 = { is: 'at-least', value: 100 } as const

export const sim5: Benchmark = {
  name: 'sim-5',
  area: 'sim',
  run: async (effort) => {
    const cluster = await clusterAtRest({ size: 5 })
    const ms = operations(600_000, effort)
    const turns = await sideBySide({ real: () => speedOf(cluster, ms) }, effort)
    await stopAll(cluster)
    const note = `5 members at rest, ${ms} virtual ms`
    const speed = spreadIn(turns, 'real')
    return [{ name: 'sim-5', ...speed, unit: realTime, target: fastEnough, note }]
  },
}

export const sim50: Benchmark = {
  name: 'sim-50',
  area: 'sim',
  run: async (effort) => {
    const size = sizeOf(50, effort)
    const real = await clusterAtRest({ size })
    const light = await clusterAtRest({ size, crypto: checksumCrypto() })
    const ms = operations(10_000, effort)
    const turns = await sideBySide(
      { real: () => speedOf(real, ms), light: () => speedOf(light, ms) },
      effort,
    )
    await stopAll(real)
    await stopAll(light)
    const note = `${size} members at rest, ${ms} virtual ms`
    const lightNote = 'the same with checksums in place of HMACs'
    const of = { unit: realTime, target: fastEnoughOf50 }
    return [
      { name: 'sim-50', ...spreadIn(turns, 'real'), ...of, note },
      { name: 'sim-50/checksums', ...spreadIn(turns, 'light'), ...of, note: lightNote },
    ]
  },
}

const sizeMin = 5

/** So many members, or far fewer when there is little effort to be made. */
export const sizeOf = (full: number, effort: Effort): number =>
  Math.max(sizeMin, operations(full, effort))

/** Virtual milliseconds a millisecond. */
export async function speedOf({ world }: Cluster, ms: number): Promise<number> {
  const begun = performance.now()
  await world.advance(ms)
  return ms / (performance.now() - begun)
}
