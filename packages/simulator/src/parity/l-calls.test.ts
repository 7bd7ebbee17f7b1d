import { EMPTY, of, throwError } from 'rxjs'
import type { Address, Transport } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { Cluster, period, refusalOf } from './cluster.fixture.ts'

const closed: Transport = {
  address: 'localhost:-1' as Address,
  capabilities: { broadcast: false, unreachable: false },
  maxFrameBytes: 0x100000,
  frames$: EMPTY,
  status$: of('down'),
  unreachable$: EMPTY,
  open: () => throwError(() => new Error('listen tcp: invalid port')),
  close: () => EMPTY,
  send: () => 'not-connected',
  broadcast: () => 'not-connected',
}

/** Members m0 and m1, each a cluster of its own. */
async function apart(): Promise<Cluster> {
  const cluster = new Cluster()
  await cluster.start('m0', { at: 'localhost:9020' })
  await cluster.start('m1', { at: 'localhost:9021' })
  return cluster
}

describe('L. single calls', () => {
  it('47: a transport that cannot be opened ends the start with cluster-config', async () => {
    const error = await refusalOf(new Cluster().start('m0', { transport: closed }))
    expect(String(error)).toMatch(/^ClusterError: Cluster conf.*listen tcp: invalid port/)
  })

  it('48: name, address and state info of a member are readable', async () => {
    const m0 = (await apart()).of('m0')
    expect([m0.name, m0.address]).toEqual(['m0', 'localhost:9020'])
    expect(m0.stateInfo().members).toEqual([{ name: 'm0', address: 'localhost:9020' }])
  })

  it('49: a ping to an address is answered to a stranger, and makes nobody known', async () => {
    const cluster = await apart()
    const pong = await cluster.world.settle(cluster.of('m0').ping({ address: 'localhost:9021' }))
    expect(pong.name).toBe('m1')
    expect(pong.roundTripMs).toBeGreaterThan(0)
    expect(cluster.of('m0').peers()).toEqual([])
    expect(cluster.of('m1').peers()).toEqual([])
  })

  it('50: a request to where nobody listens ends at its deadline with network-error', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    cluster.world.crash('m1')
    const at = cluster.world.now
    const error = await cluster.refused(cluster.of('m0').request('m1', 1, { timeoutMs: period }))
    expect(String(error)).toBe('ClusterError: Network error (no answer from m1 within 1000 ms)')
    expect(cluster.world.now - at).toBe(period)
  })

  it('50: and at once where the transport knows that nobody listens', async () => {
    const cluster = await Cluster.of(['m0', 'm1'], { unreachable: true })
    cluster.world.crash('m1')
    const at = cluster.world.now
    expect((await cluster.refused(cluster.of('m0').request('m1', 1))).code).toBe('network-error')
    expect(cluster.world.now - at).toBeLessThan(20)
  })

  it('51: a ping is answered to a member of another cluster', async () => {
    const cluster = await apart()
    await cluster.start('m2')
    await cluster.join('m2', 'm1')
    expect(
      await cluster.world.settle(cluster.of('m2').ping({ address: 'localhost:9020' })),
    ).toMatchObject({ name: 'm0' })
  })

  it('52: a name that is no member is unknown-peer, at the caller', async () => {
    const m0 = (await apart()).of('m0')
    const error = await refusalOf(m0.ping('m1123'))
    expect(String(error)).toMatch(/^ClusterError: Unknown peer member \(.*m1123\)$/)
  })

  it('53: a request that reaches another than it names is unknown-target', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    cluster.world.crash('m1')
    cluster.world.cut(['m0'], ['m1'])
    await cluster.restart('m1', { at: 'elsewhere' })
    await cluster.start('m2', { at: 'm1' })
    const error = await cluster.refused(cluster.of('m0').request('m1', 1, { timeoutMs: period }))
    expect(error.code).toBe('unknown-target')
  })

  it('54: another secret is invalid-token', async () => {
    const cluster = await apart()
    const other = await cluster.start('m2', { secret: 'another-secret' })
    const error = await cluster.refused(other.ping({ address: 'localhost:9020' }))
    expect(error.code).toBe('invalid-token')
  })

  it('56: who is no member is refused as not-member', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    const client = await cluster.client('asker', 'm0')
    cluster.of('m1').onRequest(() => 'for members')
    expect((await cluster.refused(client.request('m1', 1))).code).toBe('not-member')
    cluster.of('m1').onRequest(() => 'for all', { allowClients: true })
    expect(await cluster.world.settle(client.request('m1', 1))).toBe('for all')
  })

  it('62: the state info of a member that does not answer is network-error', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    const client = await cluster.client('asker', 'm0')
    expect(await cluster.world.settle(client.stateInfo('m1'))).toMatchObject({ ts: ['m0', 2] })
    cluster.world.crash('m1')
    expect((await cluster.refused(client.stateInfo('m1'))).code).toBe('network-error')
  })

  it('66: a member that is down stops no change of the others', async () => {
    const cluster = await Cluster.of(['m0', 'm1', 'm2'])
    await cluster.start('m3')
    cluster.world.crash('m1')
    await cluster.join('m3', 'm0')
    expect(await cluster.eject('m0', 'm2')).toBe(true)
    await cluster.agree('m0', 'm3')
    expect(
      cluster
        .of('m3')
        .members()
        .map(({ name }) => name),
    ).toEqual(['m0', 'm1', 'm3'])
  })
})
