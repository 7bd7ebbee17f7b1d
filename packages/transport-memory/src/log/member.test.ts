import { describe, expect, it } from 'vitest'
import { ClusterError, createMember } from '@quorate/core'
import type { Member } from '@quorate/core'
import type { MemberEnv } from '../machine.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { MemoryLogStore } from './memory-log-store.ts'

const starting = (env: MemberEnv): Promise<Member> =>
  createMember({ secret: 'secret-of-the-disk', ...env })

const startOn = (world: World, env: MemberEnv): Promise<Member> => world.settle(starting(env))

/** What a promise is refused with; must not be anything but a `ClusterError`. */
async function refusalOf(world: World, promise: Promise<unknown>): Promise<ClusterError> {
  const error: unknown = await world.settle(promise).catch((refusal: unknown) => refusal)
  if (!(error instanceof ClusterError)) throw error
  return error
}

describe('a member on a disk with faults', () => {
  it('that is full: writes are refused, it goes on, and writes again when there is room', async () => {
    const world = createWorld({ seed: 1 })
    const member = await startOn(world, world.env('a'))
    await world.settle(member.put('k', 1))
    const makeRoom = world.disk('a', { capacityBytes: 0 })
    const refusal = await refusalOf(world, member.put('k', 2))
    expect([refusal.code, refusal.detail]).toEqual(['store-full', 'no room for the log'])
    expect(member.state).toEqual({ state: 'degraded', reasons: ['store-full'] })
    expect(member.get('k')).toBe(1)
    await world.advance(20_000)
    expect((await refusalOf(world, member.put('k', 2))).code).toBe('store-full')
    makeRoom()
    await world.advance(5_000)
    expect(member.state).toEqual({ state: 'operational', reasons: [] })
    await world.settle(member.put('k', 3))
    await world.settle(member.stop())
    world.crash('a')
    const again = await startOn(world, world.restart('a'))
    expect([again.get('k'), world.leaks]).toEqual([3, 0])
  })

  it.each([{ writeErrors: 1 }, { syncErrors: 1 }])('of %j: writes are refused', async (faults) => {
    const world = createWorld({ seed: 1, syncMs: { min: 1, max: 2 } })
    const member = await startOn(world, world.env('a'))
    world.disk('a', faults)
    expect((await refusalOf(world, member.put('k', 2))).code).toBe('store-failed')
    expect(member.get('k')).toBe(undefined)
  })

  it('that cannot be read: it does not start, and does when the disk is mended', async () => {
    const world = createWorld({ seed: 1 })
    const env = world.env('a')
    const mend = world.disk('a', { readErrors: 1 })
    expect((await refusalOf(world, starting(env))).code).toBe('store-failed')
    mend()
    await startOn(world, env)
  })

  it('that is slow: a write takes as long', async () => {
    const world = createWorld({ seed: 1 })
    const member = await startOn(world, world.env('a'))
    await world.advance(100)
    world.disk('a', { latencyMs: { min: 40, max: 40 }, slowness: 2 })
    const before = world.now
    await world.settle(member.put('k', 1))
    expect(world.now - before).toBe(80)
  })
})

describe('a member whose log was rotting', () => {
  const grown = async (world: World): Promise<Member> => {
    const member = await startOn(world, world.env('a'))
    for (let i = 0; i < 5; i++) await world.settle(member.put(`key ${i}`, i))
    await world.settle(member.stop())
    world.crash('a')
    return member
  }

  it('does not start, and is told which entry it is', async () => {
    const world = createWorld({ seed: 1 })
    await grown(world)
    world.rot('a')
    const refusal = await refusalOf(world, starting(world.restart('a')))
    expect(refusal.code).toBe('store-failed')
    expect(refusal.detail).toMatch(/^cannot start: entry \d of the log is not as it was written$/)
  })

  it('starts on a store without checks, or is refused; never anything else', async () => {
    const store = new MemoryLogStore({ checked: false })
    const world = createWorld({ seed: 1 })
    const onStore = (env: MemberEnv): Promise<Member> => startOn(world, { ...env, log: store })
    const member = await onStore(world.env('a'))
    for (let i = 0; i < 3; i++) await world.settle(member.put(`key ${i}`, i))
    await world.settle(member.stop())
    const whole = store.backup()
    const outcomes = new Map<string, number>()
    for (let bit = 0; bit < whole.bytes * 8; bit += 7) {
      world.crash('a')
      store.crash()
      store.restore(whole)
      store.rot(bit)
      const outcome = await onStore(world.restart('a')).then(
        async (started) => {
          await world.settle(started.stop())
          return 'started'
        },
        (error: unknown) => (error instanceof ClusterError ? error.code : String(error)),
      )
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    // Of another name is a log in which the name rotted.
    expect([...outcomes.keys()].toSorted()).toEqual(['cluster-config', 'started', 'store-failed'])
    expect(outcomes.get('started')).toBeGreaterThan(10)
  })
})

describe('a member whose machine loses, restores or doubles its log', () => {
  it('begins anew when the disk is lost', async () => {
    const world = createWorld({ seed: 1 })
    const member = await startOn(world, world.env('a'))
    await world.settle(member.put('k', 1))
    world.crash('a', { lose: 'all' })
    const again = await startOn(world, world.restart('a'))
    expect(again.get('k')).toBe(undefined)
    expect(again.version()).not.toEqual(member.version())
  })

  it('keeps what was under way when only the process is killed', async () => {
    const world = createWorld({ seed: 1, syncMs: { min: 50, max: 50 } })
    const member = await startOn(world, world.env('a'))
    await world.settle(member.put('k', 1))
    member.put('k', 2).catch(() => undefined)
    world.crash('a', { lose: 'none' })
    expect((await startOn(world, world.restart('a'))).get('k')).toBe(2)
  })

  it('is as it was when an old backup is restored', async () => {
    const world = createWorld({ seed: 1 })
    const member = await startOn(world, world.env('a'))
    await world.settle(member.put('k', 'old'))
    const backup = world.backup('a')
    await world.settle(member.put('k', 'new'))
    world.crash('a')
    world.restore('a', backup)
    expect((await startOn(world, world.restart('a'))).get('k')).toBe('old')
  })

  it('has a double when its machine is cloned', async () => {
    const world = createWorld({ seed: 1 })
    const member = await startOn(world, world.env('a'))
    await world.settle(member.put('k', 1))
    const refusal = await refusalOf(world, starting(world.clone('a', 'b')))
    expect([refusal.code, refusal.detail]).toEqual([
      'cluster-config',
      expect.stringContaining('the log is that of a'),
    ])
    const double = await startOn(world, { ...world.clone('a', 'c'), name: member.name })
    expect([double.get('k'), double.name]).toEqual([1, 'a'])
  })

  it('crashes at the append it is told to, and has that entry or not as it is told', async () => {
    const found = async (when: 'before' | 'after'): Promise<unknown> => {
      const world = createWorld({ seed: 1 })
      const member = await startOn(world, world.env('a'))
      world.crashAt('log:append', 'a', { times: 2, when })
      await world.settle(member.put('k', 1))
      member.put('k', 2).catch(() => undefined)
      expect([world.stateOf('a'), world.leaks]).toEqual(['ended', 0])
      return (await startOn(world, world.restart('a'))).get('k')
    }
    expect([await found('before'), await found('after')]).toEqual([1, 2])
  })
})
