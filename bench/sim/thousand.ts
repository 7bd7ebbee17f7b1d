/**
 * [sim-1000]: whether a thousand members run at all: what counts is the memory. Each is to hear of
 * a thousand lives when they start, which takes minutes: it is run once, whatever the effort, and
 * says how long the start took and how fast they run then, without a target.
 */
import type { Benchmark, Figure, Spread } from '../figure.ts'
import { isWhole, largeCluster } from './large-cluster.ts'
import { realTime, sizeOf, speedOf } from './speed.ts'

const megabytesMax = 4096
const countedMs = 10_000
/** News of the start fade. */
const fadingMs = 60_000
const startingSecondsMax = 30

export const sim1000: Benchmark = {
  name: 'sim-1000',
  area: 'sim',
  run: async (effort) => {
    const size = sizeOf(1000, effort)
    const begun = performance.now()
    const cluster = await largeCluster(size)
    for (let s = 0; !isWhole(cluster); s++) {
      if (s === startingSecondsMax) throw new Error(`${size} members do not find each other`)
      await cluster.world.advance(1000)
    }
    const startS = (performance.now() - begun) / 1000
    await cluster.world.advance(fadingMs)
    const speed = await speedOf(cluster, countedMs)
    const megabytes = process.resourceUsage().maxRSS / 1024
    const memory: Figure = {
      name: 'sim-1000',
      ...once(megabytes),
      unit: 'MB',
      target: { is: 'at-most', value: megabytesMax },
      note: `the most memory resident while ${size} members ran`,
    }
    const others = [
      { name: 'sim-1000/speed', ...once(speed), unit: realTime, note: `${size} members at rest` },
      { name: 'sim-1000/start', ...once(startS), unit: 's', note: 'until all had heard of all' },
    ]
    return [memory, ...others.map((figure) => ({ ...figure, target: undefined }))]
  },
}

const once = (value: number): Spread => ({ value, min: value, max: value })
