import { createMember } from '@quorate/core'
import type { Member } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { World } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { recordsAt } from '../format/index.ts'

const segmentBytes = recordsAt + 1_000

type Env = ReturnType<World['env']>

const startOn = (world: World, env: Env): Promise<Member> => {
  const log = fileLog(env.fs, { segmentBytes })
  return world.settle(createMember({ secret: 'secret-of-the-disk', ...env, log }))
}

const codeOf = (world: World, promise: Promise<unknown>): Promise<unknown> =>
  world.settle(
    promise.then(
      () => 'done',
      (error: unknown) => (error as { readonly code?: unknown }).code,
    ),
  )

describe('a member with a log in files on a disk that is full', () => {
  it('refuses writes, reads and answers on, and goes on when there is room', async () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [await startOn(world, world.env('a')), await startOn(world, world.env('b'))]
    await world.settle(b.join('a'))
    const makeRoom = world.disk('a', { capacityBytes: 20_000 })
    const ends = new Set<unknown>()
    const kept: number[] = []
    for (let i = 0; i < 40; i++) {
      const end = await codeOf(world, a.put(`key ${i}`, 'x'.repeat(50)))
      if (end === 'done') kept.push(i)
      ends.add(end)
    }
    expect([...ends]).toEqual(['done', 'store-full'])
    await world.settle(b.put('from b', 'x'.repeat(500)))
    await world.advance(60_000)
    expect(a.state).toEqual({ state: 'degraded', reasons: ['store-full'] })
    expect(b.state).toEqual({ state: 'operational', reasons: [] })
    expect(a.get('key 0')).toBe('x'.repeat(50))
    expect(a.get('from b')).toBe(undefined)
    makeRoom()
    await world.advance(10_000)
    expect(a.state).toEqual({ state: 'operational', reasons: [] })
    expect(a.get('from b')).toBe('x'.repeat(500))
    expect(await codeOf(world, a.put('at last', 1))).toBe('done')
    await world.advance(5_000)
    expect(b.stateInfo()).toEqual(a.stateInfo())
    world.crash('a')
    const again = await startOn(world, world.restart('a'))
    expect(again.get('at last')).toBe(1)
    for (const i of kept) expect(again.get(`key ${i}`)).toBe('x'.repeat(50))
  })

  it('is renewed when there is room for that, and is the member it was until then', async () => {
    const world = createWorld({ seed: 1 })
    const [a, b] = [await startOn(world, world.env('a')), await startOn(world, world.env('b'))]
    await world.settle(b.join('a'))
    await world.settle(a.put('before', 'x'.repeat(500)))
    const backup = world.backup('a')
    await world.settle(a.put('after', 1))
    await world.advance(5_000)
    world.crash('a')
    world.restore('a', backup)
    const heal = world.cut(['a'], ['b'])
    const again = await startOn(world, world.restart('a'))
    const makeRoom = world.disk('a', { capacityBytes: 0 })
    heal()
    await world.advance(60_000)
    expect(again.state).toEqual({ state: 'degraded', reasons: ['store-full'] })
    expect(again.get('before')).toBe('x'.repeat(500))
    makeRoom()
    await world.advance(20_000)
    expect(again.state).toEqual({ state: 'operational', reasons: [] })
    expect(again.get('after')).toBe(1)
    expect(await codeOf(world, again.put('at last', 1))).toBe('done')
    await world.advance(5_000)
    expect(b.stateInfo()).toEqual(again.stateInfo())
    world.crash('a')
    const last = await startOn(world, world.restart('a'))
    expect([last.get('at last'), last.state.state]).toEqual([1, 'operational'])
  })
})
