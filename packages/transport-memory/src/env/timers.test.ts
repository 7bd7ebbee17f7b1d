import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EnvOptions, MemberEnv } from '../machine.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'

const member = (options: EnvOptions = {}): { world: World; env: MemberEnv } => {
  const world = createWorld({ seed: 'timers' })
  return { world, env: world.env('a', options) }
}

describe('timers of a member', () => {
  it('fire once, in virtual time, and not when cleared', () => {
    const { world, env } = member()
    const fired: string[] = []
    env.setTimeout(() => fired.push(`first ${world.now}`), 30)
    env.clearTimeout(env.setTimeout(() => fired.push('cleared'), 20))
    env.clearTimeout(undefined)
    world.run(1_000)
    expect(fired).toEqual(['first 30'])
  })

  it.each([
    ['none', undefined, 1],
    ['zero', 0, 1],
    ['less than zero', -5, 1],
    ['no number', Number.NaN, 1],
    ['a fraction', 2.9, 2],
    ['the longest', 2 ** 31 - 1, 2 ** 31 - 1],
    ['longer than the longest', 2 ** 31, 1],
  ])('take a delay as Node does: %s', (_, ms, expected) => {
    const { world, env } = member()
    env.setTimeout(() => {}, ms)
    world.step()
    expect(world.now).toBe(expected)
  })

  it('repeat until cleared, by themselves as well', () => {
    const { world, env } = member()
    const fired: number[] = []
    const timer = env.setInterval(() => {
      fired.push(world.now)
      if (fired.length === 3) env.clearInterval(timer)
    }, 10)
    world.run(1_000)
    expect(fired).toEqual([10, 20, 30])
  })

  it('do not make up for what a paused process missed', () => {
    const { world, env } = member()
    const fired: number[] = []
    env.setInterval(() => fired.push(world.now), 10)
    world.pause('a')
    world.run(95)
    world.resume('a')
    world.run(11)
    expect(fired).toEqual([95, 105])
  })

  it('go by the clock of the member', () => {
    const { world, env } = member({ driftPpm: -500_000 })
    env.setTimeout(() => {}, 10)
    world.step()
    expect(world.now).toBe(20)
  })

  it('end with the process; asking for one later is a leak', () => {
    const { world, env } = member()
    let fired = 0
    env.setInterval(() => fired++, 10)
    world.crash('a')
    expect(world.leaks).toBe(0)
    env.clearTimeout(env.setTimeout(() => fired++, 1))
    world.run(100)
    expect(fired).toBe(0)
    expect(world.leaks).toBe(1)
  })
})

describe('random', () => {
  it('is in [0, 1), another at each draw, key, member and life', () => {
    const draw = (seed: string): readonly number[] => {
      const world = createWorld({ seed })
      const drawn: number[] = []
      const drawWith = ({ random }: MemberEnv): void => {
        for (const key of ['x', 'x', 'y']) drawn.push(random(key))
      }
      for (const name of ['a', 'b']) drawWith(world.env(name))
      world.crash('a')
      drawWith(world.restart('a'))
      return drawn
    }
    const drawn = draw('one')
    expect(new Set([...drawn, ...draw('two')]).size).toBe(18)
    expect(drawn.every((each) => each >= 0 && each < 1)).toBe(true)
    expect(draw('one')).toEqual(drawn)
  })

  it('about one key does not depend on draws about others', () => {
    const others = fc.array(fc.constantFrom('y', 'z'), { maxLength: 5 })
    fc.assert(
      fc.property(others, (keys) => {
        const { random } = member().env
        for (const key of keys) random(key)
        expect([random('x'), random('x')]).toEqual(drawnAlone)
      }),
    )
  })

  it('of an ended process is a leak', () => {
    const { world, env } = member()
    world.crash('a')
    env.random('x')
    expect(world.leaks).toBe(1)
  })

  it('has a limit to how much it can be about', () => {
    const { random } = member().env
    for (let i = 0; i < 100_000; i++) random(String(i))
    expect(() => random('one more')).toThrow('draws are about no more than 100000 things')
    expect(() => random('0')).not.toThrow()
  })
})

const { random: alone } = member().env
const drawnAlone = [alone('x'), alone('x')]
