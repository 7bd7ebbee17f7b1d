import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Address } from '@quorate/core'
import { along } from './fault.ts'
import type { SentFrame } from './fault.ts'
import { Held, loss } from './faults/index.ts'
import { drawsOf } from './random.ts'
import type { Undo } from './undo.ts'
import { traceLine } from './trace.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

const names = ['a', 'b', 'c', 'd']
const ways = names.flatMap((from) => names.filter((to) => to !== from).map((to) => from + to))

/** Whose frames reach whom at the moment. */
interface Listeners {
  readonly send: (from: string, to: string, byte?: number) => void
  /** `ab7 at 12`: byte 7 from a reached b at 12 ms. */
  readonly got: string[]
  readonly lost: () => readonly string[]
}

function listeners(world: World): Listeners {
  const envs = new Map(names.map((name) => [name, world.env(name)]))
  const got: string[] = []
  for (const [name, { transport }] of envs) {
    transport.open().subscribe()
    transport.frames$.subscribe(({ from, bytes }) => {
      got.push(`${from}${name}${bytes[0]} at ${world.now}`)
    })
  }
  const send = (from: string, to: string, byte: number = 0): void => {
    envs.get(from)?.transport.send(to as Address, Uint8Array.of(byte))
  }
  const lost = (): readonly string[] => {
    const before = got.length
    for (const way of ways) send(way[0] ?? '', way[1] ?? '')
    world.run(100)
    const arrived = new Set(got.slice(before).map((line) => line.slice(0, 2)))
    return ways.filter((way) => !arrived.has(way))
  }
  return { send, got, lost }
}

describe('what a verb broke', () => {
  it('is mended by itself, whatever else is broken', () => {
    const world = createWorld({ seed: 1 })
    const { lost } = listeners(world)
    const mendFirst = world.cut(['a'], ['b'])
    const mendSecond = world.cut(['a'], ['b', 'c'], { oneWay: true })
    const mendThird = world.isolate('d')
    const isolated = ['ad', 'bd', 'cd', 'da', 'db', 'dc']
    expect(lost()).toEqual(['ab', 'ac', 'ba', ...isolated].toSorted())
    mendFirst()
    expect(lost()).toEqual(['ab', 'ac', ...isolated].toSorted())
    mendThird()
    expect(lost()).toEqual(['ab', 'ac'])
    mendSecond()
    expect(lost()).toEqual([])
  })

  it('is mended once: later faults that are alike stay', () => {
    const world = createWorld({ seed: 1 })
    const { lost } = listeners(world)
    const mend = world.cut(['a'], ['b'])
    world.heal()
    world.cut(['a'], ['b'])
    const { hash } = world
    mend()
    mend()
    expect(world.hash).toBe(hash)
    expect(lost()).toEqual(['ab', 'ba'])
  })

  it('is one addition of a rule, or by `removeRule` all of them', () => {
    const world = createWorld({ seed: 1 })
    const { lost } = listeners(world)
    const rule = along({ from: world.addressesOf(['a']) }, loss(1))
    const undo = world.addRule(rule)
    world.addRule(rule)
    undo()
    undo()
    expect(lost()).toEqual(['ab', 'ac', 'ad'])
    world.removeRule(rule)
    expect(lost()).toEqual([])
  })

  it('is every set of cuts not mended, in whatever order they begin and end', () => {
    const side = fc.subarray(names, { minLength: 1 })
    const cuts = fc.array(fc.record({ group: side, other: side, oneWay: fc.boolean() }))
    fc.assert(
      fc.property(cuts, fc.array(fc.nat(20)), (made, mended) => {
        const world = createWorld({ seed: 1 })
        const { lost } = listeners(world)
        const mends = made.map(({ group, other, oneWay }) => world.cut(group, other, { oneWay }))
        const ended = new Set(mended)
        for (const i of mended) mends[i]?.()
        const crosses = (way: string): boolean =>
          made.some(({ group, other, oneWay }, i) => {
            const [from = '', to = ''] = way
            const isThere = group.includes(from) && other.includes(to)
            const isBack = !oneWay && other.includes(from) && group.includes(to)
            return !ended.has(i) && (isThere || isBack)
          })
        expect(lost()).toEqual(ways.filter(crosses))
      }),
      { numRuns: 50 },
    )
  })
})

describe('a clogged link', () => {
  it('lets all that was sent arrive in one burst at its end; no other link waits', () => {
    const world = createWorld({ seed: 1, latencyMs: { min: 1, max: 1 } })
    const { send, got } = listeners(world)
    world.run(10)
    world.clog(['a'], ['b', 'c'], 50)
    for (const [from, to] of ['ab', 'ac', 'ba', 'ad']) send(from ?? '', to ?? '')
    world.run(30)
    send('a', 'b')
    world.run(20)
    send('a', 'b')
    world.run(20)
    const [first, second, ...burst] = got
    expect([first, second].toSorted()).toEqual(['ad0 at 11', 'ba0 at 11'])
    expect(burst.slice(0, 3).toSorted()).toEqual(['ab0 at 60', 'ab0 at 60', 'ac0 at 60'])
    expect(burst.slice(3)).toEqual(['ab0 at 61'])
  })

  it('opens for what is sent after it was undone', () => {
    const world = createWorld({ seed: 1, latencyMs: { min: 1, max: 1 } })
    const { send, got } = listeners(world)
    const undo: Undo = world.clog(['a'], ['b'], 50)
    undo()
    send('a', 'b')
    world.run(10)
    expect(got).toEqual(['ab0 at 1'])
  })
})

describe('frames in the hand', () => {
  it('arrive in the order they were sent when they are let go; later ones pass', () => {
    const world = createWorld({ seed: 1, latencyMs: { min: 1, max: 5 } })
    const { send, got, lost } = listeners(world)
    const held = world.hold(({ to }) => to === 'b')
    for (let byte = 0; byte < 20; byte++) {
      send(byte % 2 === 0 ? 'a' : 'c', 'b', byte)
      world.run(3)
    }
    expect(got).toEqual([])
    expect(held.frames.map(({ bytes }) => bytes[0])).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    )
    held.release()
    world.run(0)
    const expected = Array.from({ length: 20 }, (_, i) => `${i % 2 === 0 ? 'a' : 'c'}b${i} at 60`)
    expect(got).toEqual(expected)
    expect(held.frames).toEqual([])
    expect(lost()).toEqual([])
  })

  it('are lost when they are thrown away, and only they', () => {
    const lines: string[] = []
    const world = createWorld({ seed: 1, onTrace: (event) => lines.push(traceLine(event)) })
    const { send, got, lost } = listeners(world)
    const held = world.hold()
    send('a', 'b')
    world.run(10)
    held.drop()
    held.release()
    world.run(100)
    expect(got).toEqual([])
    expect(lines.filter((line) => line.includes('10.000 drop')).length).toBe(1)
    expect(lost()).toEqual([])
  })

  it('of one hold are not those of another', () => {
    const world = createWorld({ seed: 1 })
    const { send, got } = listeners(world)
    const [first, second] = [world.hold(({ from }) => from === 'a'), world.hold()]
    send('a', 'b', 1)
    send('c', 'b', 2)
    second.release()
    world.run(0)
    expect(got).toEqual(['cb2 at 0'])
    first.release()
    world.run(0)
    expect(got).toEqual(['cb2 at 0', 'ab1 at 0'])
  })

  it('are a hundred thousand at most', () => {
    const held = new Held()
    const frame = { from: 'a', to: 'b', bytes: new Uint8Array(), at: 0, nth: 0 } as SentFrame
    const put = (): void => {
      const verdict = held.rule(frame, drawsOf(1))
      if (verdict.kind === 'hold') verdict.keep({ frame, arrive: () => {}, drop: () => {} })
    }
    for (let i = 0; i < 100_000; i++) put()
    expect(put).toThrow('no more than 100000 frames can be held')
    held.drop()
    put()
    expect(held.frames).toEqual([])
  })
})
