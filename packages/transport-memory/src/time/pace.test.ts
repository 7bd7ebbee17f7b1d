import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Address } from '@quorate/core'
import { Trace } from '../trace.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { Life } from './life.ts'
import { Pace } from './pace.ts'
import { Timeline } from './timeline.ts'

/** A member that says when each of its timers, due at these times, happened. */
function timersOf(world: World, dues: readonly number[]): readonly string[] {
  const { clock } = world.env('a')
  const happened: string[] = []
  for (const due of dues) clock.schedule(due, () => happened.push(`${due} at ${world.now}`))
  return happened
}

describe('a slow member', () => {
  it('does one thing after the other, in order, each in its time', () => {
    const world = createWorld({ seed: 1 })
    const happened = timersOf(world, [10, 11, 12, 60])
    world.slow('a', { busyMs: 20 })
    world.run(200)
    expect(happened).toEqual(['10 at 10', '11 at 30', '12 at 50', '60 at 70'])
  })

  it('is behind with frames and timers alike, what an event defers being part of it', () => {
    const world = createWorld({ seed: 1, latencyMs: { min: 1, max: 1 } })
    const [a, b] = [world.env('a'), world.env('b')]
    const seen: string[] = []
    for (const { transport } of [a, b]) transport.open().subscribe()
    a.transport.frames$.subscribe(() => {
      seen.push(`frame ${world.now}`)
      a.clock.defer(() => seen.push(`deferred ${world.now}`))
    })
    a.clock.schedule(2, () => seen.push(`timer ${world.now}`))
    world.slow('a', { busyMs: 10 })
    b.transport.send('a' as Address, new Uint8Array(1))
    world.run(100)
    expect(seen).toEqual(['frame 1', 'deferred 1', 'timer 11'])
  })

  it('catches up when that is undone, still in order, then is prompt again', () => {
    const world = createWorld({ seed: 1 })
    const happened = timersOf(world, [10, 11, 12, 13, 40, 41])
    const undo = world.slow('a', { busyMs: 10 })
    world.run(12.5)
    undo()
    undo()
    world.run(100)
    expect(happened).toEqual([
      '10 at 10',
      '11 at 20',
      '12 at 20',
      '13 at 20',
      '40 at 40',
      '41 at 41',
    ])
  })

  it('is as slow as the slowest of what makes it so', () => {
    const world = createWorld({ seed: 1 })
    const happened = timersOf(world, [10, 11, 100, 101])
    const undo = world.slow('a', { busyMs: 20 })
    world.slow('a', { busyMs: 5 })
    world.run(50)
    undo()
    world.run(100)
    expect(happened).toEqual(['10 at 10', '11 at 30', '100 at 100', '101 at 105'])
  })

  it('leaves nothing behind to its next process, which is as slow', () => {
    const world = createWorld({ seed: 1 })
    const happened = timersOf(world, [10, 11, 12])
    world.slow('a', { busyMs: 20 })
    world.run(15)
    world.crash('a')
    const { clock } = world.restart('a')
    const again: number[] = []
    for (const due of [16, 17]) clock.schedule(due, () => again.push(world.now))
    world.run(200)
    expect(happened).toEqual(['10 at 10'])
    expect(again).toEqual([16, 36])
  })

  it('that is paused does the rest after its resumption, in order', () => {
    const world = createWorld({ seed: 1 })
    const happened = timersOf(world, [10, 11, 12, 45, 130])
    world.slow('a', { busyMs: 20 })
    world.run(15)
    const resume = world.pause('a')
    world.run(85)
    resume()
    world.run(200)
    const late = ['11 at 100', '12 at 120', '45 at 140', '130 at 160']
    expect(happened).toEqual(['10 at 10', ...late])
  })

  it('may be slowed in a pause, or paused while it is busy', () => {
    const world = createWorld({ seed: 1 })
    const happened = timersOf(world, [10, 11, 12])
    world.pause('a')
    world.run(10)
    world.slow('a', { busyMs: 20 })
    world.run(10)
    world.resume('a')
    world.run(5)
    world.pause('a')
    world.resume('a')
    world.run(200)
    expect(happened).toEqual(['10 at 20', '11 at 40', '12 at 60'])
  })

  it('never works two things within its time nor out of order, however it is slowed', () => {
    const dues = fc.array(fc.nat(300), { maxLength: 30 })
    fc.assert(
      fc.property(dues, fc.integer({ min: 1, max: 50 }), (all, busyMs) => {
        const world = createWorld({ seed: 1 })
        const happened = timersOf(world, all)
        world.slow('a', { busyMs })
        world.run(5_000)
        const times = happened.map((each) => Number(each.split(' at ')[1]))
        const sorted = all.toSorted((one, other) => one - other)
        expect(happened.map((each) => Number(each.split(' ')[0]))).toEqual(sorted)
        for (const [i, at] of times.slice(1).entries()) {
          expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(busyMs)
        }
      }),
    )
  })

  it('is behind with a million things at most', () => {
    const trace = new Trace()
    const timeline = new Timeline(trace)
    const pace = new Pace({ timeline, tie: 0, onLate: () => {} })
    const life = new Life('a', 1, { onLeak: () => {}, wall: () => 0, chance: () => 0 })
    pace.begin(life)
    pace.slow(1)
    for (let i = 0; i <= 1_000_000; i++) life.run(() => {})
    expect(() => life.run(() => {})).toThrow('a is slow for too long')
  })

  it.each([-1, Infinity, Number.NaN])('cannot be busy for %d ms', (busyMs) => {
    const world = createWorld({ seed: 1 })
    world.env('a')
    expect(() => world.slow('a', { busyMs })).toThrow('busyMs')
  })
})

describe('a pause', () => {
  it('is ended by its undo, but no later pause is', () => {
    const world = createWorld({ seed: 1 })
    world.env('a')
    const resume = world.pause('a')
    resume()
    resume()
    expect(world.stateOf('a')).toBe('running')
    world.pause('a')
    resume()
    expect(world.stateOf('a')).toBe('paused')
    world.crash('a')
    world.restart('a')
    world.pause('a')
    resume()
    expect(world.stateOf('a')).toBe('paused')
  })
})
