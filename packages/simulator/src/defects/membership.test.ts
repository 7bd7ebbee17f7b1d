import { createMember } from '@quorate/core'
import { MemoryLogStore } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import {
  agree,
  Cluster,
  noticed,
  noticedApart,
  period,
  refusalOf,
  secret,
  seenBy,
} from '../parity/cluster.fixture.ts'
import { rounds } from './rounds.fixture.ts'

const four = ['m0', 'm1', 'm2', 'm3']
const five = [...four, 'm4']

/** The same roster for so many members. */
const times = (count: number, names: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: count }, () => names)

const rosters = (cluster: Cluster, ...names: readonly string[]): readonly (readonly string[])[] =>
  cluster.all(...names).map((member) => seenBy(member).members)

/** m0 ejects m2 while m3 is down, with some other changes around it; then m3 comes back. */
async function ejectWhileDown(seed: number): Promise<Cluster> {
  const cluster = await Cluster.of(four, { seed })
  cluster.world.crash('m3')
  if (seed % 2 === 0) await cluster.pass(noticed)
  if (seed % 3 === 0) await cluster.world.settle(cluster.of('m1').put('before', seed))
  await cluster.eject('m0', 'm2')
  if (seed % 5 === 0) await cluster.world.settle(cluster.of('m1').put('after', seed))
  await cluster.pass((seed % 7) * 100)
  await cluster.restart('m3')
  return cluster
}

describe('removal is state', () => {
  it('D5: an ejection stands although a member that was down comes back', async () => {
    for (const seed of rounds(40)) {
      const cluster = await ejectWhileDown(seed)
      const left = ['m0', 'm1', 'm3']
      await cluster.agree(...left)
      await cluster.until('m2 knows', () => cluster.of('m2').state.state === 'ejected')
      await cluster.pass(3 * period)
      expect(rosters(cluster, ...four)).toEqual(times(4, left))
    }
  })

  it('D5: it stands until the ejected member joins again', async () => {
    const cluster = await ejectWhileDown(1)
    await cluster.agree(...four)
    await cluster.join('m2', 'm3')
    await cluster.agree(...four)
    expect(rosters(cluster, ...four)).toEqual(times(4, four))
  })

  it('D6: an ejection in one half of a partition stands after the heal', async () => {
    for (const seed of rounds(40)) {
      const cluster = await Cluster.of(five, { seed })
      cluster.world.cut(['m0', 'm1', 'm2'], ['m3', 'm4'])
      if (seed % 2 === 0) await cluster.pass(noticed)
      const ejected = seed % 4 < 2 ? 'm4' : 'm2'
      await cluster.eject('m0', ejected)
      await cluster.world.settle(cluster.of('m3').put('k', seed))
      cluster.world.heal()
      const left = five.filter((name) => name !== ejected)
      await cluster.agree(...left)
      await cluster.until('it knows', () => cluster.of(ejected).state.state === 'ejected')
      await cluster.pass(3 * period)
      expect(rosters(cluster, ...five)).toEqual(times(5, left))
    }
  })

  it('D22: an ejected member knows it, and what is asked of it is refused as such', async () => {
    const cluster = await Cluster.of(['m0', 'm1', 'm2'])
    await cluster.start('m3')
    await cluster.eject('m0', 'm1')
    await cluster.agree('m0', 'm1', 'm2')
    const m1 = cluster.of('m1')
    expect(m1.peers()).toEqual([])
    expect((await cluster.refused(m1.eject('m1'))).code).toBe('not-joined')
    expect((await refusalOf(cluster.join('m3', 'm1', 3 * period))).code).toBe('not-joined')
    const client = await cluster.client('asker', 'm1')
    expect((await cluster.refused(client.stateInfo())).code).toBe('not-joined')
    await cluster.join('m1', 'm3')
    expect(rosters(cluster, 'm1', 'm3')).toEqual(times(2, ['m1', 'm3']))
  })
})

describe('joining', () => {
  it('D9: a refused join changes nothing, for the caller or for others', async () => {
    const cluster = await Cluster.of(['m0', 'm1', 'm2'])
    const before = cluster.of('m1').version()
    expect((await refusalOf(cluster.join('m1', 'm0'))).code).toBe('name-taken')
    expect(cluster.of('m1').version()).toEqual(before)
    expect(cluster.of('m1').operationalPeers()).toEqual(['m0', 'm2'])
    await cluster.world.settle(cluster.of('m1').put('k', 1))
    await cluster.agree('m0', 'm1', 'm2')
    expect(rosters(cluster, 'm0', 'm1', 'm2')).toEqual(times(3, ['m0', 'm1', 'm2']))
  })

  it('D10: a second member of the name of the one asked is not let in', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    const env = { ...cluster.world.env('machine-2'), name: 'm0' }
    const second = await cluster.world.settle(createMember({ secret, ...env }))
    expect((await cluster.refused(second.join('m0'))).code).toBe('name-taken')
    expect((await cluster.refused(second.join('m1'))).code).toBe('name-taken')
    expect(second.members()).toEqual([{ name: 'm0', address: 'machine-2' }])
    const members = [
      { name: 'm0', address: 'm0' },
      { name: 'm1', address: 'm1' },
    ]
    expect(cluster.of('m1').members()).toEqual(members)
  })

  it('D31: a member that lost its store joins again under its name', async () => {
    for (const contact of ['m0', 'm2']) {
      const cluster = await Cluster.of(['m0', 'm1', 'm2'])
      cluster.world.crash('m1')
      await cluster.restart('m1', { log: new MemoryLogStore(), at: `new-${contact}` })
      await cluster.join('m1', contact)
      await cluster.agree('m0', 'm1', 'm2')
      expect(rosters(cluster, 'm0', 'm1', 'm2')).toEqual(times(3, ['m0', 'm1', 'm2']))
      expect(cluster.of('m0').members()).toContainEqual({ name: 'm1', address: `new-${contact}` })
      await cluster.pass(2 * period)
      expect(cluster.of('m0').operationalPeers()).toEqual(['m1', 'm2'])
    }
  })
})

describe('one side alone', () => {
  it('D32: a minority may add and eject, knows that it is one, and is merged', async () => {
    const cluster = await Cluster.of(five)
    await cluster.start('m5')
    cluster.world.cut(['m0', 'm5'], ['m1', 'm2', 'm3', 'm4'])
    const isDegraded = (): boolean => cluster.of('m0').state.state === 'degraded'
    await cluster.until('m0 knows', isDegraded, noticedApart)
    expect(cluster.of('m0').state).toEqual({ state: 'degraded', reasons: ['no-quorum'] })
    expect(await cluster.eject('m0', 'm4')).toBe(true)
    await cluster.join('m5', 'm0')
    const write = cluster.of('m0').put('k', 1, { until: 'committed' })
    expect((await cluster.refused(write)).code).toBe('no-quorum')
    cluster.world.heal()
    const all = [...five, 'm5']
    await cluster.agree(...all)
    expect(agree(cluster.all(...all))).toBe(true)
    expect(seenBy(cluster.of('m4')).members).toEqual(['m0', 'm1', 'm2', 'm3', 'm5'])
  })

  it('D3: two halves that eject each other come to one answer', async () => {
    for (const seed of rounds(40)) {
      const cluster = await Cluster.of(four, { seed })
      cluster.world.cut(['m0', 'm1'], ['m2', 'm3'])
      await cluster.eject(seed % 2 === 0 ? 'm0' : 'm1', 'm2')
      await cluster.pass(seed)
      await cluster.eject('m2', 'm0')
      await cluster.eject('m3', 'm1')
      cluster.world.heal()
      await cluster.agree('m0', 'm3')
      // The first in order counts: m2 was out when it ejected m0, m3 was in when it ejected m1.
      expect(rosters(cluster, 'm0', 'm3')).toEqual(times(2, ['m0', 'm3']))
      const isOut = (name: string): boolean => cluster.of(name).state.state === 'ejected'
      await cluster.until('m1 and m2 know', () => isOut('m1') && isOut('m2'))
    }
  })
})
