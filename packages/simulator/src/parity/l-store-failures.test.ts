import { MemoryLogStore } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { Cluster, period, seenBy } from './cluster.fixture.ts'

interface Failing {
  readonly cluster: Cluster
  readonly log: MemoryLogStore
}

/** m1 has joined m0, and its next write will fail. */
async function failing(): Promise<Failing> {
  const cluster = new Cluster()
  const log = new MemoryLogStore()
  await cluster.start('m0')
  await cluster.start('m1', { log })
  await cluster.join('m1', 'm0')
  await cluster.agree('m0', 'm1')
  log.failNextWrite('TestFlushError')
  return { cluster, log }
}

describe('L. a store that fails', () => {
  it('70: an ejection that cannot be stored is refused with the reason', async () => {
    const { cluster } = await failing()
    const error = await cluster.refused(cluster.of('m1').eject('m1'))
    expect(String(error)).toBe('ClusterError: Log store failed (TestFlushError)')
  })

  it('71: and nobody else ever hears of it', async () => {
    const { cluster } = await failing()
    await cluster.refused(cluster.of('m1').eject('m1'))
    await cluster.pass(3 * period)
    expect(seenBy(cluster.of('m0')).version).toBe('(m0,2)<(m0,1)')
  })

  it('72: the member stays a peer of the others, and after a restart its own', async () => {
    const { cluster, log } = await failing()
    await cluster.refused(cluster.of('m1').eject('m1'))
    await cluster.pass(3 * period)
    expect(
      cluster
        .of('m0')
        .peers()
        .map(({ name }) => name),
    ).toEqual(['m1'])
    cluster.world.crash('m1')
    log.crash()
    const m1 = await cluster.restart('m1', { log })
    expect(m1.state.state).toBe('operational')
    expect(seenBy(m1).members).toEqual(['m0', 'm1'])
  })

  it('73: a put that cannot be stored is refused with the reason', async () => {
    const { cluster } = await failing()
    const error = await cluster.refused(cluster.of('m1').put('k', 1))
    expect([error.code, error.detail]).toEqual(['store-failed', 'TestFlushError'])
  })

  it('74: and leaves the other members free to change what they like', async () => {
    const { cluster } = await failing()
    await cluster.refused(cluster.of('m1').put('k', 1))
    await cluster.world.settle(cluster.of('m0').put('k', 2))
    expect(cluster.of('m0').get('k')).toBe(2)
    expect(await cluster.eject('m0', 'm1')).toBe(true)
  })

  it('75: with a store that works, a member ejects itself and is no peer any more', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    expect(await cluster.eject('m1', 'm1')).toBe(true)
    await cluster.agree('m0', 'm1')
    expect(cluster.of('m0').peers()).toEqual([])
    expect(cluster.of('m1').state.state).toBe('ejected')
  })
})
