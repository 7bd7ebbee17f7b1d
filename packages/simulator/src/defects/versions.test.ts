import type { Member, MemberVersion } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { agree, Cluster, period, seenBy } from '../parity/cluster.fixture.ts'
import { rounds } from './rounds.fixture.ts'

const three = ['m0', 'm1', 'm2']

/** Everything that `less` holds, `more` holds. */
const covers = (more: MemberVersion, less: MemberVersion): boolean =>
  [...less.vector].every(([stream, count]) => (more.vector.get(stream) ?? 0) >= count)

const counterOf = (member: Member): number => member.stateInfo().ts[1]

describe('versions', () => {
  it('D36: a merged version is above both halves, and the same for all', async () => {
    for (const seed of rounds(20)) {
      const cluster = await Cluster.of(three, { seed })
      cluster.world.cut(['m0'], ['m1', 'm2'])
      for (let i = 0; i < seed % 4; i++) await cluster.world.settle(cluster.of('m0').put('a', i))
      await cluster.world.settle(cluster.of('m1').put('b', seed))
      await cluster.pass(period)
      const halves = cluster.all(...three).map((member) => member.version())
      const counters = cluster.all(...three).map(counterOf)
      cluster.world.heal()
      await cluster.agree(...three)
      const versions = new Set(cluster.all(...three).map((member) => seenBy(member).version))
      expect(versions.size).toBe(1)
      for (const member of cluster.all(...three)) {
        expect(halves.every((half) => covers(member.version(), half))).toBe(true)
        if (seed % 4 > 0) expect(counterOf(member)).toBeGreaterThan(Math.max(...counters))
      }
    }
  })

  it('D36: changes made at once by all end in one version, without another round', async () => {
    for (const seed of rounds(20)) {
      const cluster = await Cluster.of(three, { seed })
      const writes = cluster.all(...three).map((member) => member.put('k', member.name))
      await cluster.world.settle(Promise.all(writes))
      await cluster.agree(...three)
      const before = cluster.of('m0').version()
      await cluster.pass(5 * period)
      expect(cluster.of('m0').version()).toEqual(before)
      expect(counterOf(cluster.of('m0'))).toBe(6)
    }
  })

  it('D36: what a member holds never shrinks, even when a replay voids some of it', async () => {
    const cluster = await Cluster.of(three)
    cluster.world.cut(['m0', 'm1'], ['m2'])
    await cluster.eject('m0', 'm2')
    await cluster.pass(period)
    for (let i = 0; i < 3; i++) await cluster.world.settle(cluster.of('m2').put('k', i))
    const [voided, counter] = [cluster.of('m2').version(), counterOf(cluster.of('m2'))]
    cluster.world.heal()
    await cluster.agree(...three)
    expect(covers(cluster.of('m2').version(), voided)).toBe(true)
    expect(counterOf(cluster.of('m2'))).toBe(counter - 2)
    expect(cluster.of('m0').get('k')).toBeUndefined()
    const told = cluster.notices('m2').filter(({ kind }) => kind === 'void')
    expect(told).toHaveLength(3)
  })

  it('D23: the keys of the application travel, and equal versions have equal keys', async () => {
    const cluster = await Cluster.of(three)
    await cluster.world.settle(cluster.of('m1').put('app.key', { nested: [1, 'two'] }))
    await cluster.agree(...three)
    expect(agree(cluster.all(...three))).toBe(true)
    for (const member of cluster.all(...three)) {
      expect(member.get('app.key')).toEqual({ nested: [1, 'two'] })
      expect(member.stateInfo()['app.key']).toEqual({ nested: [1, 'two'] })
    }
    await cluster.world.settle(cluster.of('m2').delete('app.key'))
    await cluster.agree(...three)
    expect(cluster.all(...three).map((member) => member.get('app.key'))).toEqual(Array(3))
  })
})
