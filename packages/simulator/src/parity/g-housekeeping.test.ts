import { afterEach, describe, expect, it, vi } from 'vitest'
import { Cluster, period } from './cluster.fixture.ts'

const rounds = (cluster: Cluster, name: string): number =>
  cluster.notices(name).filter(({ kind }) => kind === 'housekeeping-done').length

afterEach(() => {
  vi.restoreAllMocks()
})

describe('G. housekeeping and shutdown', () => {
  it('21: housekeeping runs once a period, as often as it is set to', async () => {
    const cluster = new Cluster()
    const fast = { periodMs: 10, probeTimeoutMs: 5, probeTimeoutMinMs: 5, gossipMs: 5 }
    const settings = { membership: fast }
    await cluster.start('m0', { settings })
    await cluster.pass(60)
    expect(rounds(cluster, 'm0')).toBeGreaterThanOrEqual(5)
    expect(rounds(cluster, 'm0')).toBeLessThanOrEqual(7)
  })

  it('the period is one second unless set', async () => {
    const cluster = await Cluster.of(['m0'])
    await cluster.pass(10 * period)
    expect(rounds(cluster, 'm0')).toBe(10)
  })

  it('22: stopping twice is no error, and says nothing aloud', async () => {
    const aloud = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const cluster = await Cluster.of(['m0'])
    const member = cluster.of('m0')
    await cluster.world.settle(member.stop())
    await cluster.world.settle(member.stop())
    expect(aloud).not.toHaveBeenCalled()
    expect(member.state).toEqual({ state: 'stopped', reasons: [] })
    expect((await cluster.refused(member.put('k', 1))).code).toBe('stopped')
    const before = rounds(cluster, 'm0')
    await cluster.pass(10 * period)
    expect(rounds(cluster, 'm0')).toBe(before)
  })

  it('streams end with the member, and without error', async () => {
    const cluster = await Cluster.of(['m0'])
    const member = cluster.of('m0')
    const ended: string[] = []
    member.state$.subscribe({ complete: () => ended.push('state') })
    member.stateInfo$.subscribe({ complete: () => ended.push('state info') })
    member.events$.subscribe({ complete: () => ended.push('events') })
    member.notices$.subscribe({ complete: () => ended.push('notices') })
    await cluster.world.settle(member.stop())
    expect(ended.toSorted()).toEqual(['events', 'notices', 'state', 'state info'])
  })
})
