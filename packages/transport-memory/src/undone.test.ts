import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capacity, corrupt, duplicate, exponential, heavyTailed } from './faults/index.ts'
import { loss, pct, reorder, sizeLimit, swizzle } from './faults/index.ts'
import { gossip, gossiper, gossipers } from './gossip.fixture.ts'
import { keyOf } from './random.ts'
import type { Undo } from './undo.ts'
import { traceLine } from './trace.ts'
import { createWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

const key = keyOf(1, 'undone')

/** Everything that can be broken, each with how it is taken back. */
const breakages: { readonly [Name in string]: (world: World) => Undo } = {
  cut: (world) => world.cut(['a', 'b'], ['c', 'd']),
  oneWay: (world) => world.cut(['a'], ['c'], { oneWay: true }),
  isolate: (world) => world.isolate('e'),
  clog: (world) => world.clog(['a'], ['b'], 200),
  slow: (world) => world.slow('a', { busyMs: 7 }),
  pause: (world) => world.pause('b'),
  clock: (world) => world.setClock('c', { offsetMs: 99, driftPpm: 50_000, jumpMs: -7 }),
  watch: (world) => world.watch(() => {}),
  loss: (world) => world.addRule(loss(0.2)),
  duplicate: (world) => world.addRule(duplicate(0.2)),
  reorder: (world) => world.addRule(reorder(0.2)),
  corrupt: (world) => world.addRule(corrupt(0.2)),
  sizeLimit: (world) => world.addRule(sizeLimit(10)),
  exponential: (world) => world.addRule(exponential({ meanMs: 10 })),
  heavyTailed: (world) => world.addRule(heavyTailed({ minMs: 3 })),
  capacity: (world) => world.addRule(capacity({ bytesPerSecond: 2_000, queueBytesMax: 100 })),
  swizzle: (world) => world.addRule(swizzle({ key, beginMs: 0, overMs: 600 })),
  pct: (world) => world.addRule(pct({ key, frames: 500 })),
  hold: (world) => {
    const held = world.hold()
    return () => held.release()
  },
  holdAndDrop: (world) => {
    const held = world.hold()
    return () => held.drop()
  },
}

/** The lines that faults themselves write. */
const ofFaults = /^\s*[\d.]+ (cut|heal|clog|slow|clock|pause|resume) /

/** Half a second of gossip, with something done in the middle. */
function linesOf(disturb: (world: World) => void): readonly string[] {
  const lines: string[] = []
  const world = createWorld({ seed: 4, onTrace: (event) => lines.push(traceLine(event)) })
  gossip(world)
  world.run(250.25)
  disturb(world)
  world.run(250)
  return lines.filter((line) => !ofFaults.test(line))
}

describe('a fault that is undone at once', () => {
  const undisturbed = linesOf(() => {})

  it.each(Object.entries(breakages))('leaves no trace: %s', (_, breakIt) => {
    expect(undisturbed.length).toBeGreaterThan(500)
    expect(linesOf((world) => breakIt(world)())).toEqual(undisturbed)
  })

  it.each(Object.entries(breakages).filter(([name]) => name !== 'watch'))(
    'would have made a difference: %s',
    (_, breakIt) => {
      expect(linesOf((world) => void breakIt(world))).not.toEqual(undisturbed)
    },
  )
})

/** Faults that come and go, all kinds of them and several at once. */
function stormy(options: WorldOptions, order: readonly string[]): World {
  const world = createWorld({ unreachable: true, syncMs: { min: 1, max: 9 }, ...options })
  gossip(world)
  const undos: Undo[] = []
  for (const name of order) {
    const undo = breakages[name]?.(world)
    if (undo !== undefined) undos.push(undo)
    world.run(29.3)
    if (undos.length > 4) undos.shift()?.()
    if (world.stateOf('b') === 'paused') world.resume('b')
  }
  world.crash('d')
  for (const undo of undos) undo()
  gossiper(world.restart('d', { address: 'elsewhere' }), ['a', 'b'])
  world.run(100)
  return world
}

describe('every fault at once', () => {
  it('is the same run for the same seed, and another for another', () => {
    const names = Object.keys(breakages)
    const hashes = [1, 1, 2, 3].map((seed) => stormy({ seed }, names).hash)
    expect(hashes[0]).toBe(hashes[1])
    expect(new Set(hashes).size).toBe(3)
  })

  it('repeats itself in any order, whatever orders its ties', () => {
    const order = fc.shuffledSubarray(Object.keys(breakages), { minLength: 10 })
    const ties = fc.constantFrom<Partial<WorldOptions>[]>({}, { salt: 5 }, { ties: 'insertion' })
    fc.assert(
      fc.property(order, fc.string(), ties, (names, seed, options) => {
        const hashOf = (): string => stormy({ seed, ...options }, names).hash
        expect(hashOf()).toBe(hashOf())
      }),
      { numRuns: 15 },
    )
  })

  it('lets no frame arrive before it was sent, nor more than twice', () => {
    const harmless = Object.keys(breakages).filter((name) => name !== 'corrupt')
    fc.assert(
      fc.property(fc.shuffledSubarray(harmless), fc.string(), (order, seed) => {
        const world = createWorld({ seed })
        for (const name of gossipers) world.env(name).transport.open().subscribe()
        const [one, two] = [world.env('one'), world.env('two')]
        const sentAt: number[] = []
        const arrivals: number[] = []
        for (const { transport } of [one, two]) transport.open().subscribe()
        two.transport.frames$.subscribe(({ bytes: [nth = -1] }) => {
          expect(world.now).toBeGreaterThanOrEqual(sentAt[nth] ?? Infinity)
          arrivals[nth] = (arrivals[nth] ?? 0) + 1
          expect(arrivals[nth]).toBeLessThanOrEqual(2)
        })
        const undos = order.map((name) => breakages[name]?.(world))
        for (let nth = 0; nth < 100; nth++) {
          sentAt.push(world.now)
          one.transport.send(two.address, Uint8Array.of(nth))
          world.run(nth % 3)
          if (nth % 20 === 0) undos.pop()?.()
        }
        for (const undo of undos) undo?.()
        world.run(10_000)
      }),
      { numRuns: 50 },
    )
  })
})
