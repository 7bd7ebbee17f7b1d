import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Address } from '@quorate/core'
import { corrupt, duplicate, loss, reorder } from './faults/index.ts'
import { gossip, gossiper } from './gossip.fixture.ts'
import type { MemberEnv } from './machine.ts'
import { traceLine } from './trace.ts'
import { createWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** A second of gossip with a bit of everything. */
function scenario(options: WorldOptions, before: (world: World) => void = () => {}): World {
  const world = createWorld({ unreachable: true, ...options })
  const members = gossip(world)
  before(world)
  for (const rule of [loss(0.05), duplicate(0.05), reorder(0.05), corrupt(0.02)]) {
    world.addRule(rule)
  }
  world.run(200)
  world.cut(['a', 'b'], ['c'])
  world.cut(['d'], ['e'], { oneWay: true })
  world.pause('b')
  world.run(200)
  world.crash('d')
  world.resume('b')
  world.run(200)
  world.heal()
  gossiper(world.restart('d'), ['a', 'b'])
  world.run(400)
  expect(members[0]?.got.length).toBeGreaterThan(100)
  return world
}

describe('a run', () => {
  it('is the same run for the same seed, line by line', () => {
    const lines: string[][] = [[], []]
    const hashes = lines.map((each) => {
      return scenario({ seed: 7, onTrace: (event) => each.push(traceLine(event)) }).hash
    })
    expect(hashes[0]).toBe(hashes[1])
    expect(lines[0]).toEqual(lines[1])
    expect(scenario({ seed: 7 }).hash).toBe(hashes[0])
  })

  it('is another run for another seed', () => {
    const hashes = Array.from({ length: 20 }, (_, seed) => scenario({ seed }).hash)
    expect(new Set(hashes).size).toBe(20)
  })

  it('is another run when one byte is another', () => {
    const hashOf = (byte: number): string => {
      const world = createWorld({ seed: 1 })
      const { transport } = world.env('a')
      transport.open().subscribe()
      transport.send('b' as Address, Uint8Array.of(1, 2, 3, 4, byte))
      return world.hash
    }
    expect(hashOf(1)).toBe(hashOf(1))
    expect(hashOf(1)).not.toBe(hashOf(2))
  })

  it('has the same hash with awaiting and without', async () => {
    const run = async (isAwaiting: boolean): Promise<string> => {
      const world = createWorld({ seed: 3 })
      gossip(world)
      if (isAwaiting) await world.advance(300)
      else world.run(300)
      return world.hash
    }
    expect(await run(true)).toBe(await run(false))
  })
})

describe('keyed fates', () => {
  it('leaving one frame out changes the fate of no other', () => {
    const arrivals = (leftOut: number): readonly string[] => {
      const world = createWorld({ seed: 5 })
      world.addRule(loss(0.3))
      const [a, b] = [world.env('a'), world.env('b')]
      const got: string[] = []
      for (const { transport } of [a, b]) transport.open().subscribe()
      b.transport.frames$.subscribe(({ bytes }) => got.push(`${textOf(bytes)} at ${world.now}`))
      for (let i = 0; i < 50; i++) {
        if (i !== leftOut) a.transport.send(b.address, bytesOf(String(i)))
        world.run(10)
      }
      return got
    }
    const all = arrivals(-1)
    for (const leftOut of [0, 7, 49]) {
      const isOther = (line: string): boolean => !line.startsWith(`${leftOut} `)
      expect(arrivals(leftOut)).toEqual(all.filter(isOther))
    }
  })

  it('differ among frames sent at one instant on one link', () => {
    const world = createWorld({ seed: 5 })
    const [a, b] = [world.env('a'), world.env('b')]
    for (const { transport } of [a, b]) transport.open().subscribe()
    const arrivals = new Set<number>()
    b.transport.frames$.subscribe(() => arrivals.add(world.now))
    for (let i = 0; i < 20; i++) a.transport.send(b.address, bytesOf('x'))
    world.run(10)
    expect(arrivals.size).toBeGreaterThan(15)
  })

  it('permutes what happens at one instant by the seed, and keeps one member in order', () => {
    const orderFor = (seed: number): string => {
      const world = createWorld({ seed })
      const order: string[] = []
      for (const name of ['a', 'b', 'c']) {
        const { clock } = world.env(name)
        for (const nth of [1, 2]) clock.schedule(5, () => order.push(name + nth))
      }
      world.run(5)
      for (const name of ['a', 'b', 'c']) {
        expect(order.indexOf(`${name}1`)).toBeLessThan(order.indexOf(`${name}2`))
      }
      return order.join()
    }
    const orders = new Set(Array.from({ length: 60 }, (_, seed) => orderFor(seed)))
    expect(orders.size).toBe(6)
  })

  it('orders what happens at one instant as it was scheduled, when asked to', () => {
    for (let seed = 0; seed < 20; seed++) {
      const world = createWorld({ seed, ties: 'insertion', latencyMs: { min: 5, max: 5 } })
      const order: string[] = []
      for (const name of ['a', 'b', 'c']) {
        const { clock, transport } = world.env(name)
        transport.open().subscribe()
        transport.frames$.subscribe(() => order.push(`frame to ${name}`))
        clock.schedule(5, () => order.push(`timer of ${name}`))
        transport.send(name as Address, bytesOf('x'))
      }
      world.run(5)
      const expected = ['a', 'b', 'c'].flatMap((name) => [`timer of ${name}`, `frame to ${name}`])
      expect(order).toEqual(expected)
    }
  })

  it('salted, permutes otherwise what happens at one instant and changes no other draw', () => {
    const runOf = (salt?: number): { readonly order: string; readonly drawn: string } => {
      const world = createWorld({ seed: 1, ...(salt === undefined ? {} : { salt }) })
      const order: string[] = []
      const arrivals: string[] = []
      for (const name of ['a', 'b', 'c']) {
        const { clock, entropy, transport } = world.env(name)
        transport.open().subscribe()
        transport.frames$.subscribe(({ from }) => arrivals.push(`${from} ${name} ${world.now}`))
        for (const nth of [1, 2]) clock.schedule(1, () => order.push(name + nth))
        transport.send('a' as Address, entropy.next())
      }
      world.run(10)
      for (const name of ['a', 'b', 'c']) {
        expect(order.indexOf(`${name}1`)).toBeLessThan(order.indexOf(`${name}2`))
      }
      return { order: order.join(), drawn: arrivals.join() }
    }
    const salted = Array.from({ length: 60 }, (_, salt) => runOf(salt))
    expect(new Set(salted.map(({ order }) => order)).size).toBe(6)
    expect(new Set(salted.map(({ drawn }) => drawn))).toEqual(new Set([runOf().drawn]))
    expect(runOf(7)).toEqual(runOf(7))
  })

  it('lets timers and frames of one instant come in either order', () => {
    const firsts = Array.from({ length: 40 }, (_, seed) => {
      const world = createWorld({ seed, latencyMs: { min: 5, max: 5 } })
      const { clock, transport } = world.env('a')
      const order: string[] = []
      transport.open().subscribe()
      transport.frames$.subscribe(() => order.push('frame'))
      clock.schedule(5, () => order.push('timer'))
      transport.send('a' as Address, bytesOf('x'))
      world.run(5)
      return order[0]
    })
    const frames = firsts.filter((first) => first === 'frame').length
    expect(frames).toBeGreaterThan(10)
    expect(frames).toBeLessThan(30)
  })

  it('gives every member, life and draw its own entropy, the same for the same seed', () => {
    const drawn = (): readonly string[] => {
      const world = createWorld({ seed: 9 })
      const draw = ({ entropy }: MemberEnv): string[] => [`${entropy.next()}`, `${entropy.next()}`]
      const firsts = [draw(world.env('a')), draw(world.env('b'))].flat()
      world.crash('a')
      return [...firsts, ...draw(world.restart('a'))]
    }
    expect(new Set(drawn()).size).toBe(6)
    expect(drawn()).toEqual(drawn())
  })
})

describe('the trace', () => {
  it('is one line of fixed columns an event', () => {
    const lines: string[] = []
    const world = createWorld({ seed: 1, onTrace: (event) => lines.push(traceLine(event)) })
    const { transport } = world.env('a')
    transport.open().subscribe()
    transport.send('nobody' as Address, bytesOf('x'))
    world.run(100)
    expect(lines.map((line) => line.slice(15, 23).trim())).toEqual([
      'start',
      'open',
      'send',
      'nobody',
    ])
    expect(lines[2]).toMatch(/^ {9}0\.000 send {5}a {16}-> nobody {17}1 [0-9a-f]{8}$/)
    expect(world.events).toBe(4)
  })
})

describe('any run', () => {
  it('repeats itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(30), (seed, drops) => {
        const hashOf = (): string =>
          scenario({ seed }, (world) => world.addRule(loss(drops / 100))).hash
        expect(hashOf()).toBe(hashOf())
      }),
      { numRuns: 10 },
    )
  })
})
