import { describe, expect, it } from 'vitest'
import {
  agree,
  Cluster,
  failedFor,
  found,
  loggedApart,
  noticedApart,
  seenBy,
} from './cluster.fixture.ts'

const [left, right] = [
  ['m0', 'm1'],
  ['m2', 'm3', 'm4'],
]
const all = [...left, ...right]

/** m1, m2 and m3 have joined m0; m4 is alone. */
async function four(): Promise<Cluster> {
  const cluster = await Cluster.of(['m0', 'm1', 'm2', 'm3'])
  await cluster.start('m4')
  return cluster
}

/** As `four`, cut in two, and m4 has joined m3 in its half. */
async function halves(): Promise<Cluster> {
  const cluster = await four()
  cluster.world.cut(left, right)
  await cluster.join('m4', 'm3')
  await cluster.pass(loggedApart)
  return cluster
}

const counterOf = (cluster: Cluster, name: string): number => cluster.of(name).stateInfo().ts[1]

describe('I. a partition with a join inside', () => {
  it('30: before it, all four agree on four members and the version', async () => {
    const cluster = await four()
    const members = ['m0', 'm1', 'm2', 'm3']
    for (const member of cluster.all(...members))
      expect(seenBy(member)).toEqual({ members, failed: [], version: '(m0,4)<(m0,3)' })
  })

  it('31: each half goes on talking and sees the other as failed', async () => {
    const cluster = await four()
    cluster.world.cut(left, right)
    await cluster.pass(noticedApart)
    expect(cluster.all(...all.slice(0, 4)).map(failedFor)).toEqual([
      ['m2', 'm3'],
      ['m2', 'm3'],
      ['m0', 'm1'],
      ['m0', 'm1'],
    ])
    expect(await cluster.world.settle(cluster.of('m2').request('m3', null))).toBeNull()
  })

  it('32: a pure client cannot join', async () => {
    const cluster = await four()
    const client = await cluster.client('asker', 'm0')
    const error = await cluster.refused(client.join('m0'))
    expect(String(error)).toMatch(/^ClusterError: Cluster configuration error \(a client cannot/)
  })

  it('33: a member joins one half during the partition', async () => {
    const cluster = await halves()
    expect(cluster.of('m4').state.state).toBe('degraded')
    expect(seenBy(cluster.of('m4')).members).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'])
  })

  it('34: a half lists its members by name, and whom it cannot reach as failed', async () => {
    const cluster = await halves()
    const m0 = cluster.of('m0')
    expect(seenBy(m0).members).toEqual(['m0', 'm1', 'm2', 'm3'])
    expect(m0.failedPeers()).toHaveLength(2)
    expect([m0.isFailed('m1'), m0.isFailed('m2'), m0.isFailed('m3')]).toEqual([false, true, true])
  })

  it('35: each half agrees with itself, and the two differ', async () => {
    const cluster = await halves()
    expect(agree(cluster.all(...left))).toBe(true)
    expect(agree(cluster.all(...right))).toBe(true)
    expect(seenBy(cluster.of('m0')).failed).toEqual(['m2', 'm3'])
    expect(seenBy(cluster.of('m2')).failed).toEqual(['m0', 'm1'])
    expect(counterOf(cluster, 'm0')).toBe(6)
    expect(counterOf(cluster, 'm2')).toBe(7)
  })

  it('36: the heal brings all five together at a version above both halves', async () => {
    const cluster = await halves()
    const [a, b] = [counterOf(cluster, 'm0'), counterOf(cluster, 'm2')]
    cluster.world.heal()
    await cluster.pass(found)
    for (const member of cluster.all(...all)) expect(seenBy(member).members).toEqual(all)
    await cluster.until('nobody is down', () =>
      cluster.all(...all).every((member) => seenBy(member).failed.length === 0),
    )
    await cluster.agree(...all)
    for (const name of all) {
      expect(cluster.of(name).state.state).toBe('operational')
      expect(counterOf(cluster, name)).toBeGreaterThan(Math.max(a, b))
    }
    expect(cluster.notices('m0').some(({ kind }) => kind === 'replayed')).toBe(true)
  })
})
