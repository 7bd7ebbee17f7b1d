import { nodeCrypto } from '@quorate/core'
import { interval, map } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'

describe('an application in a world', () => {
  it('takes from its surroundings what it would find around it elsewhere', () => {
    // #region surroundings
    const world = createWorld({ seed: 'jobs' })
    const env = world.env('a', { driftPpm: 10_000 }) // its clock is 1 % fast

    const seen: number[] = []
    env.setTimeout(() => seen.push(env.random('job')), 1_000)
    interval(10, env.scheduler)
      .pipe(map((nth) => nth + 1))
      .subscribe((count) => seen.push(count))

    world.run(991)
    expect(seen.length).toBe(101)
    // #endregion surroundings
    expect(seen.at(-1)).toBe(100)
  })

  it('signs and hashes as members do', () => {
    const { crypto } = createWorld({ seed: 1 }).env('a')
    expect(crypto.hash(Uint8Array.of(1))).toEqual(nodeCrypto().hash(Uint8Array.of(1)))
  })

  it('may take them apart', () => {
    const world = createWorld({ seed: 1 })
    const { setTimeout, clearTimeout, setInterval, clearInterval, random } = world.env('a')
    clearTimeout(setTimeout(() => {}, 1))
    clearInterval(setInterval(() => {}, 1))
    expect(world.step()).toBe(false)
    expect(random('x')).toBeLessThan(1)
  })
})
