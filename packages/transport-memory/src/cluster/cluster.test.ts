import type { Member } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import type { AppStart } from '../scenario/index.ts'
import { isIn } from './cluster.ts'
import { type Machines, machinesOf } from '../machines.fixture.ts'

const namesIn = (member: Member | undefined): readonly string[] =>
  (member?.members() ?? []).map(({ name }) => name)

/** Lets time pass until all that run are in one cluster of so many. */
const together = ({ world, cluster }: Machines<unknown>, count: number): Promise<void> =>
  world.until(
    () => cluster.members.length === count && cluster.members.every(isIn) && cluster.converged(),
  )

describe('a cluster', () => {
  it('begins joined: one log, everybody in it', async () => {
    const { cluster } = await machinesOf()
    expect(cluster.converged()).toBe(true)
    expect(cluster.members.map(namesIn)).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
  })

  it('or apart: everybody founds its own', async () => {
    const { cluster } = await machinesOf({ isJoined: false })
    expect(cluster.members.map(namesIn)).toEqual([['a'], ['b'], ['c']])
    expect(cluster.converged()).toBe(false)
  })

  it('shows what runs: not what crashed; what is paused too, but not as up', async () => {
    const { world, cluster } = await machinesOf()
    world.pause('b')
    cluster.crash('c')
    expect(cluster.up).toEqual(['a'])
    expect(cluster.members.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(() => cluster.member('c')).toThrow('c does not run')
    expect(() => cluster.member('d')).toThrow('there is no d in this run')
  })

  it('builds the application again at every start, on another process', async () => {
    const app = ({ name }: AppStart): { readonly of: string } => ({ of: name })
    const { world, cluster } = await machinesOf({ scenario: { app } })
    const [before, who] = [cluster.app('a'), cluster.actor('a').who]
    cluster.crash('a')
    await world.settle(cluster.restart('a'))
    expect(cluster.app('a')).toEqual(before)
    expect(cluster.app('a')).not.toBe(before)
    expect([who, cluster.actor('a').who]).toEqual(['a/1', 'a/2'])
    expect([cluster.isRunning('a/1'), cluster.isRunning('a/2')]).toEqual([false, true])
    expect([...cluster.processes().values()]).toEqual(['a/2', 'b/1', 'c/1'])
  })

  it('never shows a process that ended in the middle of its own code, nor its successor early', async () => {
    const { world, cluster } = await machinesOf()
    world.crashAt('log:append', 'a')
    void cluster.member('a').put('k', 1)
    await world.until(() => world.stateOf('a') === 'ended')
    const restarted = cluster.restart('a')
    expect(cluster.actor('a').process).toBe(undefined)
    expect(cluster.members.length).toBe(2)
    await world.settle(restarted)
    expect(cluster.members.length).toBe(3)
  })

  it('ends a start that a crash comes into the middle of', async () => {
    const app = async ({ env }: AppStart): Promise<string> => {
      await new Promise<void>((resolve) => {
        env.setTimeout(() => resolve(), 1000)
      })
      return 'built'
    }
    const { world, cluster } = await machinesOf({ names: ['a'], scenario: { app } })
    cluster.crash('a')
    void cluster.restart('a')
    await world.advance(500)
    cluster.crash('a')
    await world.advance(5000)
    expect(cluster.members).toEqual([])
  })

  it('brings a machine that lost its disk back in, under its name, as another store', async () => {
    const machines = await machinesOf()
    const { world, cluster } = machines
    await world.advance(2000)
    cluster.crash('b', { lose: 'all' })
    await world.settle(cluster.restart('b'))
    await together(machines, 3)
    expect(namesIn(cluster.member('b'))).toEqual(['a', 'b', 'c'])
  })

  it('gives up a disk that is damaged, and starts with an empty one', async () => {
    const machines = await machinesOf()
    const { world, cluster, failedStarts } = machines
    cluster.crash('b')
    world.rot('b', 3)
    await world.settle(cluster.restart('b'))
    await together(machines, 3)
    expect(failedStarts).toEqual([expect.stringMatching(/^b\/2: .*not as it was written/)])
  })

  it('tries again while a disk cannot be read, and keeps it', async () => {
    const machines = await machinesOf()
    const { world, cluster, failedStarts } = machines
    const held = cluster.member('b').log().length
    cluster.crash('b')
    const mend = world.disk('b', { readErrors: 1 })
    void cluster.restart('b')
    await world.advance(3500)
    expect(failedStarts.length).toBeGreaterThan(2)
    mend()
    await together(machines, 3)
    expect(cluster.member('b').log().length).toBeGreaterThanOrEqual(held)
    expect(machines.entries.findLast((told) => /^b\/\d+ began/.test(told))).toMatch(
      new RegExp(`began with ${held}$`),
    )
  })

  it('tells of an application that cannot be built, and tries again', async () => {
    let starts = 0
    const app = ({ name }: AppStart): string => {
      if (name === 'b' && ++starts === 2) throw new Error('no room')
      return name
    }
    const machines = await machinesOf({ scenario: { app } })
    const { world, cluster, failedStarts } = machines
    cluster.crash('b')
    await world.settle(cluster.restart('b'))
    expect(failedStarts).toEqual(['b/2: Error: no room'])
    expect(cluster.app('b')).toBe('b')
  })

  it('grows by a machine, and by one with the disk of another', async () => {
    const machines = await machinesOf()
    const { world, cluster } = machines
    await world.settle(cluster.add('d', {}))
    await together(machines, 4)
    await world.settle(cluster.clone('b', 'copy', {}))
    expect(cluster.member('copy').name).toBe('b')
    expect(cluster.actor('copy').who).toBe('copy/1')
    await world.settle(cluster.member('copy').put('of the copy', 1))
    await world.until(() => cluster.member('a').get('of the copy') === 1)
  })

  it('starts nobody any more once it has ended', async () => {
    const { world, cluster } = await machinesOf()
    cluster.crash('b')
    world.disk('b', { readErrors: 1 })
    void cluster.restart('b')
    await world.advance(500)
    cluster.end()
    await world.advance(10_000)
    expect(cluster.actor('b').who).toBe('b/2')
  })

  it('tells each entry once for each process, and what a process begins with', async () => {
    const { world, cluster, entries } = await machinesOf({ names: ['a', 'b'] })
    await world.settle(cluster.member('a').put('k', 1))
    await world.advance(1000)
    expect(entries.filter((told) => told.endsWith('state-info-put'))).toEqual([
      'a/1 state-info-put',
      'b/1 state-info-put',
    ])
    cluster.crash('b')
    await world.settle(cluster.restart('b'))
    expect(entries).toContainEqual(expect.stringMatching(/^b\/2 began with [3-9]$/))
  })
})
