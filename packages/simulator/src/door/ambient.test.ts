/**
 * The library takes all its time, chance and I/O from what it is given: a whole life of a cluster
 * under the guard, in which any use of something ambient by a member is an error. Sends and calls
 * are made as the members' own code.
 */
import { createMember, type Member } from '@quorate/core'
import {
  type AmbientUse,
  createWorld,
  guardAmbient,
  type MemberEnv,
  watchRejections,
  type World,
} from '@quorate/transport-memory'
import { expect, it } from 'vitest'
import { secret } from './alone.fixture.ts'

const names: readonly string[] = ['a', 'b', 'c']

class Cluster {
  readonly world: World = createWorld({ seed: 'ambient', syncMs: { min: 1, max: 5 } })
  readonly members = new Map<string, Member>()

  async start(name: string, env: MemberEnv): Promise<void> {
    const { world } = this
    const starting = world.as(name, () => createMember({ secret, ...env }))
    const member = await world.settle(starting)
    this.members.set(name, member)
    world.as(name, () => member.onRequest(async (body) => Promise.resolve([name, body])))
  }

  async call<T>(name: string, ask: (member: Member) => Promise<T>): Promise<T> {
    const member = this.members.get(name)
    if (member === undefined) throw new Error(`no ${name}`)
    return this.world.settle(this.world.as(name, () => ask(member)))
  }
}

async function live(cluster: Cluster): Promise<void> {
  const { world } = cluster
  for (const name of names) await cluster.start(name, world.env(name))
  for (const name of ['b', 'c']) await cluster.call(name, (member) => member.join('a'))
  await world.advance(2_000)
  await cluster.call('a', (member) => member.put('k', 1))
  expect(await cluster.call('b', (member) => member.request('c', 'hi'))).toEqual(['c', 'hi'])
  world.cut(['a'], ['b', 'c'])
  await cluster.call('a', (member) => member.put('k', 2))
  await cluster.call('b', (member) => member.put('k', 3))
  await world.advance(30_000)
  world.heal()
  await world.advance(30_000)
  world.crash('c')
  await world.advance(30_000)
  await cluster.start('c', world.restart('c'))
  await world.advance(30_000)
  expect(names.map((name) => cluster.members.get(name)?.get('k'))).toEqual([3, 3, 3])
  for (const name of names) await cluster.call(name, (member) => member.stop())
}

it('a cluster joins, writes, asks, parts, heals, crashes and stops, using nothing ambient', async () => {
  const uses: AmbientUse[] = []
  const errors: unknown[] = []
  const uninstall = guardAmbient({
    onUse: (use) => uses.push(use),
    onError: (error) => errors.push(error),
  })
  const watch = watchRejections()
  const cluster = new Cluster()
  try {
    await live(cluster)
    await cluster.world.drain()
  } finally {
    uninstall()
    watch.stop()
  }
  expect(uses.map(({ stack }) => stack)).toEqual([])
  expect(errors).toEqual([])
  expect(watch.seen).toEqual([])
  expect(cluster.world.leaks).toBe(0)
})

it.each([
  ['clock', 'performance.now'],
  ['entropy', 'node:crypto.randomFillSync'],
])('a member left to the platform’s own %s is found out', async (port, called) => {
  const uses: string[] = []
  const uninstall = guardAmbient({ onUse: (use) => uses.push(use.called) })
  const world = createWorld({ seed: 1 })
  const env = { ...world.env('a'), [port]: undefined }
  const started = world.as('a', () => createMember({ secret, ...env })).catch(() => undefined)
  await world.advance(100)
  await world.settle(started)
  uninstall()
  expect(uses).toContain(called)
})
