import { describe, expect, it } from 'vitest'
import { Cluster, failedFor, logged, noticed, period, seenBy } from './cluster.fixture.ts'

const names = ['m0', 'm1', 'm2']

/** m2 has joined m1; m0 is alone. */
async function two(): Promise<Cluster> {
  const cluster = await Cluster.of(['m1', 'm2'])
  await cluster.start('m0')
  return cluster
}

/** m0 has joined through m1 while m2 was down, which is logged by now. */
async function joinedAround(): Promise<Cluster> {
  const cluster = await two()
  cluster.world.crash('m2')
  await cluster.join('m0', 'm1')
  await cluster.pass(logged)
  return cluster
}

describe('J. building a cluster, a failed join, recovery', () => {
  it('37: a fresh member is a cluster of one', async () => {
    const cluster = await Cluster.of(['m1'])
    const m1 = cluster.of('m1')
    expect(seenBy(m1)).toEqual({ members: ['m1'], failed: [], version: '(m1,1)<(,0)' })
    expect(m1.stateInfo().replication).toBe(1)
    expect(m1.state).toEqual({ state: 'operational', reasons: [] })
  })

  it('38: a second one joins it', async () => {
    const cluster = await two()
    const seen = { members: ['m1', 'm2'], failed: [], version: '(m1,2)<(m1,1)' }
    for (const member of cluster.all('m1', 'm2')) expect(seenBy(member)).toEqual(seen)
  })

  it('39: a join through one that is down ends at its deadline with network-error', async () => {
    const cluster = await two()
    cluster.world.crash('m2')
    const at = cluster.world.now
    const error = await cluster.refused(cluster.of('m0').join('m2', { timeoutMs: 3 * period }))
    expect(String(error)).toMatch(/^ClusterError: Network error \(no answer from m2/)
    expect(cluster.world.now - at).toBe(3 * period)
    expect(seenBy(cluster.of('m0')).version).toBe('(m0,1)<(,0)')
  })

  it('40: a join through another succeeds, and the one that is down is logged so', async () => {
    const cluster = await two()
    cluster.world.crash('m2')
    await cluster.join('m0', 'm1')
    await cluster.agree('m0', 'm1')
    for (const member of cluster.all('m0', 'm1'))
      expect(seenBy(member)).toEqual({ members: names, failed: [], version: '(m1,3)<(m1,2)' })
    await cluster.pass(noticed)
    expect(failedFor(cluster.of('m0'))).toEqual(['m2'])
    await cluster.pass(logged)
    for (const member of cluster.all('m0', 'm1'))
      expect(seenBy(member)).toEqual({ members: names, failed: ['m2'], version: '(m0,4)<(m1,3)' })
  })

  it('41: one that comes back goes on from what it knew', async () => {
    const cluster = await joinedAround()
    const m2 = await cluster.restart('m2')
    const seen = { members: ['m1', 'm2'], failed: [], version: '(m1,2)<(m1,1)' }
    expect(seenBy(m2)).toEqual(seen)
    expect(m2.state.state).toBe('operational')
  })

  it('42: within two periods it holds what it missed', async () => {
    const cluster = await joinedAround()
    const m2 = await cluster.restart('m2')
    await cluster.pass(2 * period)
    expect(seenBy(m2).members).toEqual(names)
  })

  it('43: and all three agree that nobody is down', async () => {
    const cluster = await joinedAround()
    await cluster.restart('m2')
    await cluster.until('m2 is up', () => seenBy(cluster.of('m0')).failed.length === 0, 5 * period)
    await cluster.agree(...names)
    for (const member of cluster.all(...names)) {
      expect(seenBy(member)).toMatchObject({ members: names, failed: [] })
      expect(seenBy(member).version).toMatch(/^\(m[01],5\)<\(m0,4\)$/)
      expect(failedFor(member)).toEqual([])
    }
  })
})
