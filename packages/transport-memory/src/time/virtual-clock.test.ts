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

describe('what is wrong with a clock', () => {
  it('jumps once, from wherever it is, and an offset says where it is', () => {
    const world = createWorld({ seed: 1, epochMs: 0 })
    const { clock } = world.env('a', { offsetMs: 5 })
    world.run(100)
    world.setClock('a', { jumpMs: 1_000 })
    world.setClock('a', { jumpMs: -200 })
    expect(clock.now()).toBe(905)
    world.setClock('a', { offsetMs: 7 })
    expect(clock.now()).toBe(107)
    expect(clock.monotonic()).toBe(100)
  })

  it('is taken back fault by fault, in any order', () => {
    const world = createWorld({ seed: 1, epochMs: 0 })
    const { clock } = world.env('a')
    const first = world.setClock('a', { offsetMs: 1_000 })
    const second = world.setClock('a', { jumpMs: 50, driftPpm: 1_000_000 })
    const third = world.setClock('a', { offsetMs: 10 })
    expect(clock.now()).toBe(10)
    third()
    expect(clock.now()).toBe(1_050)
    first()
    expect(clock.now()).toBe(50)
    world.run(100)
    expect(clock.monotonic()).toBe(200)
    second()
    second()
    world.run(100)
    expect(clock.monotonic()).toBe(300)
    expect(clock.now()).toBe(300)
  })

  it('is over when it is set right; what was wrong before does not come back', () => {
    const world = createWorld({ seed: 1, epochMs: 0 })
    const { clock } = world.env('a')
    const undo = world.setClock('a', { offsetMs: 1_000 })
    world.setClock('a', { offsetMs: 0, driftPpm: 0 })
    world.setClock('a', { offsetMs: 20 })
    undo()
    expect(clock.now()).toBe(20)
  })

  it('is at most a thousand things', () => {
    const world = createWorld({ seed: 1 })
    world.env('a')
    for (let i = 1; i < 1_000; i++) world.setClock('a', { jumpMs: 1 })
    expect(() => world.setClock('a', { jumpMs: 1 })).toThrow('1000 faults of a clock')
    expect(() => world.setClock('a', { driftPpm: -1_000_000 })).toThrow('cannot stand still')
  })

  it('never lets the monotonic scale go back, whatever is done and taken back', () => {
    const fault = fc.record(
      {
        offsetMs: fc.integer({ min: -1_000, max: 1_000 }),
        jumpMs: fc.integer({ min: -1_000, max: 1_000 }),
        driftPpm: fc.integer({ min: -900_000, max: 3_000_000 }),
      },
      { requiredKeys: [] },
    )
    const steps = fc.array(fc.tuple(fault, fc.nat(40), fc.integer({ min: 1, max: 9_999 })))
    fc.assert(
      fc.property(steps, (all) => {
        const world = createWorld({ seed: 1 })
        const { clock } = world.env('a')
        const undos: (() => void)[] = []
        let last = 0
        const look = (): void => {
          expect(clock.monotonic()).toBeGreaterThanOrEqual(last)
          last = clock.monotonic()
        }
        for (const [faults, undone, micros] of all) {
          undos.push(world.setClock('a', faults))
          look()
          undos[undone]?.()
          look()
          world.run(micros / 1_000)
          look()
        }
        for (const undo of undos) undo()
        const wallAhead = clock.now() - clock.monotonic() - 1_767_225_600_000
        expect(Math.abs(wallAhead)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('leaves no rounding behind when it is taken back at once', () => {
    const world = createWorld({ seed: 1 })
    const { clock } = world.env('a')
    world.run(0.1)
    world.run(0.2)
    world.setClock('a', { driftPpm: 333_333 })()
    world.run(1_234.567)
    expect(clock.monotonic()).toBe(world.now)
  })
})
