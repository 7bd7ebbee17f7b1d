import { describe, expect, it } from 'vitest'
import { Cluster, loggedApart, noticedApart, refusalOf, seenBy } from './cluster.fixture.ts'

const names = ['m0', 'm1', 'm2']

/** Members set to 2, 3 and 4; m1 and m2 have joined m0. */
async function three(): Promise<Cluster> {
  const cluster = new Cluster()
  await cluster.start('m0', { replicationFactor: 2 })
  await cluster.start('m1', { replicationFactor: 3 })
  await cluster.start('m2', { replicationFactor: 4 })
  await cluster.join('m1', 'm0')
  await cluster.join('m2', 'm0')
  await cluster.agree(...names)
  return cluster
}

describe('M. the replication factor', () => {
  it('76: it is that of the founder, whatever the others are set to', async () => {
    const cluster = await three()
    expect(cluster.all(...names).map((member) => member.stateInfo().replication)).toEqual([2, 2, 2])
  })

  it('77: that of the log wins over a setting', async () => {
    const cluster = new Cluster()
    await cluster.start('m0', { replicationFactor: 500 })
    cluster.world.crash('m0')
    const m0 = await cluster.restart('m0', { replicationFactor: 2 })
    expect(m0.stateInfo().replication).toBe(500)
    expect(m0.state.state).toBe('operational')
  })

  it('77: an empty secret is refused; there is no default', async () => {
    const error = await refusalOf(new Cluster().start('m0', { secret: '' }))
    expect(String(error)).toMatch(/^ClusterError: Invalid option \(secret must be text or bytes/)
  })

  it('78: as many down as the factor degrade, and one of them back restores', async () => {
    const cluster = await three()
    const m1 = cluster.of('m1')
    for (const name of ['m0', 'm2']) cluster.world.crash(name)
    await cluster.world.settle(m1.put('written', 'alone'))
    expect(m1.get('written')).toBe('alone')
    await cluster.until('m1 knows', () => m1.state.state === 'degraded', noticedApart)
    expect(m1.state).toEqual({ state: 'degraded', reasons: ['no-quorum'] })
    await cluster.pass(loggedApart)
    expect(seenBy(m1).failed).toEqual(['m0', 'm2'])
    expect(m1.state).toEqual({ state: 'degraded', reasons: ['too-many-failed', 'no-quorum'] })
    expect(() => m1.operationalPeers()).toThrow('Cluster state error (m1 is degraded')
    expect(m1.stateInfo().replication).toBe(2)
    await cluster.restart('m2')
    await cluster.until('m1 is operational', () => m1.state.state === 'operational')
    await cluster.agree('m1', 'm2')
    expect(seenBy(cluster.of('m2')).failed).toEqual(['m0'])
    expect(cluster.of('m2').get('written')).toBe('alone')
  })
})
