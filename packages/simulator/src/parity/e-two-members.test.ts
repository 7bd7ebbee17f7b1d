import { describe, expect, it } from 'vitest'
import { Cluster, period, seenBy } from './cluster.fixture.ts'

const both = ['m0', 'm1']

/** m0 has joined m1. */
const two = (): Promise<Cluster> => Cluster.of(['m1', 'm0'])

describe('E. the life of a cluster of two', () => {
  it('14: a joiner takes over the version of whom it asked, and both list two', async () => {
    const cluster = await two()
    const seen = { members: both, failed: [], version: '(m1,2)<(m1,1)' }
    for (const member of cluster.all(...both)) {
      expect(seenBy(member)).toEqual(seen)
      expect(member.stateInfo().replication).toBe(1)
      expect(member.state).toEqual({ state: 'operational', reasons: [] })
    }
  })

  it('15: who ejects itself leaves with one version for both, and is ejected', async () => {
    const cluster = await two()
    expect(await cluster.eject('m0', 'm0')).toBe(true)
    await cluster.agree(...both)
    const seen = { members: ['m1'], failed: [], version: '(m0,3)<(m1,2)' }
    for (const member of cluster.all(...both)) expect(seenBy(member)).toEqual(seen)
    expect(cluster.of('m0').state).toEqual({ state: 'ejected', reasons: ['left'] })
    expect(cluster.of('m1').state.state).toBe('operational')
  })

  it('16: who left is no contact to join, and comes back by joining who stayed', async () => {
    const cluster = await two()
    await cluster.eject('m0', 'm0')
    await cluster.agree(...both)
    const { code } = await cluster.refused(cluster.of('m1').join('m0', { timeoutMs: 3 * period }))
    expect(code).toBe('not-joined')
    await cluster.join('m0', 'm1')
    await cluster.agree(...both)
    for (const member of cluster.all(...both))
      expect(seenBy(member)).toEqual({ members: both, failed: [], version: '(m1,4)<(m0,3)' })
  })

  it('17: who is ejected while alive is told within a period', async () => {
    const cluster = await two()
    expect(await cluster.eject('m0', 'm1')).toBe(true)
    await cluster.pass(period)
    const seen = { members: ['m0'], failed: [], version: '(m0,3)<(m1,2)' }
    for (const member of cluster.all(...both)) expect(seenBy(member)).toEqual(seen)
    expect(cluster.of('m1').state).toEqual({ state: 'ejected', reasons: ['ejected'] })
    expect(cluster.notices('m1')).toContainEqual(
      expect.objectContaining({ kind: 'member-ejected', name: 'm1', by: 'm0' }),
    )
  })

  it('18: a join through who was ejected is refused and changes neither', async () => {
    const cluster = await two()
    await cluster.eject('m0', 'm1')
    await cluster.pass(period)
    const before = cluster.all(...both).map((member) => member.version())
    const { code } = await cluster.refused(cluster.of('m0').join('m1', { timeoutMs: 3 * period }))
    expect(code).toBe('not-joined')
    expect(cluster.all(...both).map((member) => member.version())).toEqual(before)
    expect(cluster.of('m0').state.state).toBe('operational')
  })

  it('19: who was ejected comes back by joining, and both list two', async () => {
    const cluster = await two()
    await cluster.eject('m0', 'm1')
    await cluster.pass(period)
    await cluster.join('m1', 'm0')
    await cluster.agree(...both)
    for (const member of cluster.all(...both))
      expect(seenBy(member)).toEqual({ members: both, failed: [], version: '(m0,4)<(m0,3)' })
  })
})
