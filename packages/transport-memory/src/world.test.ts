import { describe, expect, it } from 'vitest'
import type { Address, LogIdentity } from '@quorate/core'
import { clog, duplicate, loss } from './faults/index.ts'
import { createWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const names = ['a', 'b', 'c', 'd', 'e']

/** Members that only write down what they get. */
function listeners(world: World): (from: string, to: string) => boolean {
  const envs = new Map(names.map((name) => [name, world.env(name)]))
  const got = new Set<string>()
  for (const [name, { transport }] of envs) {
    transport.open().subscribe()
    transport.frames$.subscribe(({ from }) => got.add(`${from}${name}`))
  }
  return (from, to) => {
    got.clear()
    envs.get(from)?.transport.send(to as Address, bytesOf('x'))
    world.run(100)
    return got.has(from + to)
  }
}

const ways = names.flatMap((from) => names.filter((to) => to !== from).map((to) => from + to))
const lostBy = (reaches: (from: string, to: string) => boolean): readonly string[] =>
  ways.filter((way) => !reaches(way[0] ?? '', way[1] ?? ''))

describe('cuts', () => {
  it('lose what crosses, add up, and are healed together', () => {
    const world = createWorld({ seed: 1 })
    const reaches = listeners(world)
    expect(lostBy(reaches)).toEqual([])
    world.cut(['a'], ['b', 'c'])
    world.cut(['d'], ['e'], { oneWay: true })
    expect(lostBy(reaches)).toEqual(['ab', 'ac', 'ba', 'ca', 'de'])
    world.heal()
    expect(lostBy(reaches)).toEqual([])
  })

  it('isolate a member from all others, those to come included', () => {
    const world = createWorld({ seed: 1 })
    const reaches = listeners(world)
    world.isolate('c')
    expect(lostBy(reaches)).toEqual(['ac', 'bc', 'ca', 'cb', 'cd', 'ce', 'dc', 'ec'])
    const late = world.env('late')
    late.transport.open().subscribe()
    let heard = 0
    late.transport.frames$.subscribe(() => heard++)
    expect(reaches('c', 'late')).toBe(false)
    expect(heard).toBe(0)
  })

  it('follow a member to its new address', () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [world.env('a'), world.env('b')]
    world.cut(['a'], ['b'])
    world.crash('b')
    const moved = world.restart('b', { address: 'elsewhere' })
    let got = 0
    for (const { transport } of [a, moved]) transport.open().subscribe()
    moved.transport.frames$.subscribe(() => got++)
    a.transport.send(moved.address, bytesOf('x'))
    a.transport.send(b.address, bytesOf('x'))
    world.run(100)
    expect(got).toBe(0)
  })

  it('spare what was sent before', () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [world.env('a'), world.env('b')]
    for (const { transport } of [a, b]) transport.open().subscribe()
    let got = 0
    b.transport.frames$.subscribe(() => got++)
    a.transport.send(b.address, bytesOf('x'))
    world.cut(['a'], ['b'])
    world.run(100)
    expect(got).toBe(1)
  })

  it('name members that are there', () => {
    const world = createWorld({ seed: 1 })
    world.env('a')
    expect(() => world.cut(['a'], ['typo'])).toThrow('there is no typo in this world')
  })
})

describe('rules', () => {
  it('can be added and removed', () => {
    const world = createWorld({ seed: 1 })
    const reaches = listeners(world)
    const rule = loss(1)
    world.addRule(rule)
    expect(reaches('a', 'b')).toBe(false)
    world.removeRule(rule)
    expect(reaches('a', 'b')).toBe(true)
  })

  it('a clog releases everything in one burst', () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [world.env('a'), world.env('b')]
    for (const { transport } of [a, b]) transport.open().subscribe()
    const arrivals: number[] = []
    b.transport.frames$.subscribe(() => arrivals.push(world.now))
    world.addRule(clog(100))
    for (let i = 0; i < 5; i++) {
      a.transport.send(b.address, bytesOf('x'))
      world.run(10)
    }
    world.run(100)
    expect(arrivals).toEqual([100, 100, 100, 100, 100])
  })

  it('a duplicate arrives twice, in bytes of its own', () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [world.env('a'), world.env('b')]
    for (const { transport } of [a, b]) transport.open().subscribe()
    const got: number[] = []
    b.transport.frames$.subscribe(({ bytes }) => {
      got.push(bytes[0] ?? 0)
      bytes.fill(0)
    })
    world.addRule(duplicate(1))
    a.transport.send(b.address, Uint8Array.of(7))
    world.run(100)
    expect(got).toEqual([7, 7])
  })
})

describe('a crash', () => {
  it('ends everything its process had scheduled, and counts what it still asks for', () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [world.env('a'), world.env('b')]
    for (const { transport } of [a, b]) transport.open().subscribe()
    let fired = 0
    let got = 0
    b.transport.frames$.subscribe(() => got++)
    a.transport.frames$.subscribe(() => fired++)
    a.clock.schedule(10, () => fired++)
    a.clock.defer(() => fired++)
    b.transport.send(a.address, bytesOf('too late'))
    world.crash('a')
    expect(world.leaks).toBe(0)
    expect(a.transport.send(b.address, bytesOf('x'))).toBe('closed')
    a.clock.schedule(20, () => fired++)
    a.clock.defer(() => fired++)
    a.log.open().subscribe(() => fired++)
    world.run(1_000)
    expect({ fired, got, leaks: world.leaks }).toEqual({ fired: 0, got: 0, leaks: 4 })
  })

  it('is not noticed by frames under way, and the next process gets them', () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [world.env('a'), world.env('b')]
    for (const { transport } of [a, b]) transport.open().subscribe()
    a.transport.send(b.address, bytesOf('x'))
    world.crash('a')
    world.crash('b')
    const second = world.restart('b')
    let got = 0
    second.transport.open().subscribe()
    second.transport.frames$.subscribe(() => got++)
    world.run(100)
    expect(got).toBe(1)
  })

  it('keeps what was durable, and a prefix of the rest', () => {
    const identity = { store: '1'.repeat(32), cluster: 'c'.repeat(32) } as LogIdentity
    const kept = new Set<number>()
    for (let seed = 0; seed < 30; seed++) {
      const world = createWorld({ seed, syncMs: { min: 5, max: 5 } })
      const { log } = world.env('a')
      let durable = 0
      log.open().subscribe()
      log.start(identity).subscribe()
      for (let i = 0; i < 4; i++) {
        log.append([Uint8Array.of(i)]).subscribe({ complete: () => durable++ })
        world.run(2)
      }
      world.crash('a')
      expect(durable).toBe(2)
      world
        .restart('a')
        .log.open()
        .subscribe(({ entries }) => {
          expect(entries.map(([n]) => n)).toEqual(entries.map((_, n) => n))
          expect(entries.length).toBeGreaterThanOrEqual(durable)
          kept.add(entries.length)
        })
    }
    expect(kept).toEqual(new Set([2, 3, 4]))
  })

  it('comes before a restart, and only once', () => {
    const world = createWorld({ seed: 1 })
    world.env('a')
    expect(() => world.env('a')).toThrow('crash and restart it')
    expect(() => world.restart('a')).toThrow('crash it first')
    world.crash('a')
    expect(world.stateOf('a')).toBe('ended')
    expect(() => world.crash('a')).toThrow('crashed already')
    expect(() => world.env('A')).toThrow('no name for a member')
  })
})

describe('a pause', () => {
  it('holds back timers and frames while the clock runs on, then delivers them in order', () => {
    const world = createWorld({ seed: 1, latencyMs: { min: 1, max: 1 } })
    const [a, b] = [world.env('a'), world.env('b')]
    for (const { transport } of [a, b]) transport.open().subscribe()
    const seen: string[] = []
    a.transport.frames$.subscribe(({ bytes }) => seen.push(`${textOf(bytes)} ${world.now}`))
    a.clock.schedule(10, () => seen.push(`timer ${a.clock.monotonic()}`))
    world.pause('a')
    b.transport.send(a.address, bytesOf('frame'))
    world.run(50)
    expect(seen).toEqual([])
    expect(world.stateOf('a')).toBe('paused')
    world.resume('a')
    world.run(0)
    expect(seen).toEqual(['frame 50', 'timer 50'])
  })

  it('ends in a crash without a trace of what was held back', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    let fired = 0
    clock.schedule(10, () => fired++)
    world.pause('a')
    world.run(50)
    world.crash('a')
    world.restart('a')
    world.run(50)
    expect(fired).toBe(0)
  })
})

describe('hints that nobody listens', () => {
  it('come back after both ways, unless the way back is cut', () => {
    const hints = (isCut: boolean): readonly string[] => {
      const world = createWorld({ seed: 1, unreachable: true, latencyMs: { min: 2, max: 2 } })
      const [a, b] = [world.env('a'), world.env('b')]
      const seen: string[] = []
      a.transport.open().subscribe()
      a.transport.unreachable$.subscribe((address) => seen.push(`${address} at ${world.now}`))
      if (isCut) world.cut(['b'], ['a'], { oneWay: true })
      a.transport.send(b.address, bytesOf('x'))
      world.run(100)
      return seen
    }
    expect(hints(false)).toEqual(['b at 4'])
    expect(hints(true)).toEqual([])
  })
})

describe('a world that cannot be', () => {
  it.each([
    ['seed', {}],
    ['seed', { seed: Number.NaN }],
    ['latencyMs', { seed: 1, latencyMs: { min: 5, max: 1 } }],
    ['latencyMs', { seed: 1, latencyMs: { min: -1, max: 1 } }],
    ['syncMs', { seed: 1, syncMs: { min: 0, max: Infinity } }],
    ['syncMs', { seed: 1, syncMs: {} }],
  ])('is refused with the option: %s of %j', (option, options: object) => {
    expect(() => createWorld(options as WorldOptions)).toThrow(option)
  })
})

describe('a first scenario', () => {
  it('is what the README shows', () => {
    // #region scenario
    const world = createWorld({ seed: 'two halves' })
    const [a, b] = [world.env('a'), world.env('b')]
    for (const { transport } of [a, b]) transport.open().subscribe()

    const heard: number[] = []
    b.transport.frames$.subscribe(({ bytes }) => heard.push(bytes[0] ?? 0))

    a.transport.send(b.address, Uint8Array.of(1))
    world.run(5) // virtual milliseconds
    world.cut(['a'], ['b'])
    a.transport.send(b.address, Uint8Array.of(2))
    world.run(60_000)

    expect(heard).toEqual([1])
    // #endregion scenario
  })
})
