/**
 * Members that use something ambient, for tests of the guard. It decides nothing about what is a use.
 */
import { expect } from 'vitest'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import type { AmbientUse } from './ambient-use.ts'
import { guardAmbient } from './guard.ts'

/** Members on machines of their own. */
export const worldWith = (...names: readonly string[]): World => {
  const world = createWorld({ seed: 'guard', epochMs: 1_000 })
  for (const name of names) world.env(name)
  return world
}

/** What a member's use of something is told as; thrown too, unless RxJS caught it. */
export function useBy(member: string, use: () => unknown): AmbientUse {
  const told: AmbientUse[] = []
  const uninstall = guardAmbient({ onUse: (each) => told.push(each), onError: () => {} })
  worldWith(member).as(member, () => {
    try {
      use()
    } catch (error) {
      expect(error).toBe(told[0])
    }
  })
  uninstall()
  const [first] = told
  if (first === undefined || told.length > 1) throw new Error(`${told.length} uses, not 1`)
  return first
}
