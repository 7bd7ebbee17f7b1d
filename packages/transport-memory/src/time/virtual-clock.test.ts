import { describe, expect, it } from 'vitest'
import { clockContract, verify } from '@quorate/conformance'
import type { ClockHarness } from '@quorate/conformance'
import fc from 'fast-check'
import { createWorld } from '../world.ts'
import type { ClockFaults } from './machine-time.ts'

const harnessOf = (faults: ClockFaults) => (): ClockHarness => {
  const world = createWorld({ seed: 'clock' })
  return {
    clock: world.env('a', faults).clock,
    until: (condition) =>
      world.until(condition, { withinMs: 1_000 }).then(
        () => true,
        () => condition(),
      ),
    close: () => Promise.resolve(),
  }
}

const hosted: readonly [string, ClockFaults][] = [
  ['exact', {}],
  ['an hour ahead and one percent fast', { offsetMs: 3_600_000, driftPpm: 10_000 }],
  ['slow by a third', { driftPpm: -333_333 }],
]

for (const [how, faults] of hosted) {
  describe(`a virtual clock, ${how}`, () => {
    for (const contractCase of clockContract()) {
      it(contractCase.name, () => verify(contractCase, harnessOf(faults)))
    }
  })
}

describe('a virtual clock', () => {
  it('jumps to its deadlines and shows exactly them', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    const seen: number[] = []
    for (const at of [20, 10, 86_400_000]) clock.schedule(at, () => seen.push(clock.monotonic()))
    world.run(86_400_000)
    expect(seen).toEqual([10, 20, 86_400_000])
  })

  it('fires a self-arming timer as often as its own rate has it', () => {
    const world = createWorld({ seed: 1 })
    const fired = { exact: 0, fast: 0 }
    for (const [name, driftPpm] of [
      ['exact', 0],
      ['fast', 10_000],
    ] as const) {
      const { clock } = world.env(name, { driftPpm })
      const fire = (): void => {
        fired[name]++
        clock.schedule(clock.monotonic() + 10, fire)
      }
      clock.schedule(10, fire)
    }
    world.run(1_001)
    expect(fired).toEqual({ exact: 100, fast: 101 })
  })

  it('starts at the epoch, ahead by its offset, in whole milliseconds', () => {
    const world = createWorld({ seed: 1, epochMs: 1_000 })
    const { clock } = world.env('a', { offsetMs: 500 })
    world.run(0.75)
    expect(clock.now()).toBe(1_500)
    expect(clock.monotonic()).toBe(0.75)
  })

  it('jumps on the wall but not on the monotonic scale', () => {
    const world = createWorld({ seed: 1, epochMs: 0 })
    const { clock } = world.env('a')
    world.run(100)
    world.setClock('a', { offsetMs: -60 })
    expect(clock.now()).toBe(40)
    expect(clock.monotonic()).toBe(100)
  })

  it('goes on from where it is when its rate changes', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    world.run(100)
    world.setClock('a', { driftPpm: 1_000_000 })
    world.run(10)
    expect(clock.monotonic()).toBe(120)
    world.setClock('a', { driftPpm: 0 })
    world.run(10)
    expect(clock.monotonic()).toBe(130)
  })

  it('never shows less than before and never fires early, however its rate changes', () => {
    const drifts = fc.array(fc.integer({ min: -500_000, max: 500_000 }), { maxLength: 8 })
    fc.assert(
      fc.property(drifts, fc.array(fc.nat(1_000), { maxLength: 20 }), (changes, deadlines) => {
        const world = createWorld({ seed: 1 })
        const { clock } = world.env('a')
        let fired = 0
        for (const at of deadlines) {
          clock.schedule(at, () => {
            fired++
            expect(clock.monotonic()).toBeGreaterThanOrEqual(at)
          })
        }
        for (const driftPpm of changes) {
          world.run(37.7)
          const before = clock.monotonic()
          world.setClock('a', { driftPpm })
          expect(clock.monotonic()).toBeGreaterThanOrEqual(before)
        }
        world.run(10_000)
        expect(fired).toBe(deadlines.length)
      }),
    )
  })

  it('waits for ever for a deadline that never comes', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    clock.schedule(Infinity, () => {})()
    expect(world.step()).toBe(false)
    expect(() => clock.schedule(NaN, () => {})).toThrow('a deadline is a number')
  })
})
