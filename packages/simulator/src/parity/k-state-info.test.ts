import { createMember } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { Cluster, refusalOf, secret } from './cluster.fixture.ts'

/** m0 at localhost:9020, with abc and def at addresses of their own. */
async function three(): Promise<Cluster> {
  const cluster = new Cluster()
  await cluster.start('m0', { at: 'localhost:9020' })
  await cluster.start('abc', { at: 'localhost:123' })
  await cluster.start('def', { at: 'localhost:124' })
  await cluster.join('abc', 'm0')
  await cluster.join('def', 'm0')
  await cluster.agree('m0', 'abc', 'def')
  return cluster
}

const listed = [
  { name: 'abc', address: 'localhost:123' },
  { name: 'def', address: 'localhost:124' },
  { name: 'm0', address: 'localhost:9020' },
]

describe('K. state info and what runs', () => {
  it('44: the state info lists every member and its address, by name, on each alike', async () => {
    const cluster = await three()
    for (const member of cluster.all('m0', 'abc', 'def')) {
      expect(member.stateInfo().members).toEqual(listed)
      expect(member.members()).toEqual(listed)
      expect(member.stateInfo().failed).toEqual([])
    }
  })

  it('45: it has exactly five keys, and the peers are the others', async () => {
    const m0 = (await three()).of('m0')
    const keys = ['failed', 'members', 'replication', 'ts', 'tsold']
    expect(Object.keys(m0.stateInfo()).toSorted()).toEqual(keys)
    expect(m0.peers().map(({ name }) => name)).toEqual(['abc', 'def'])
  })

  it('46: the log of one member cannot be started under another name', async () => {
    const cluster = await three()
    cluster.world.crash('m0')
    const env = { ...cluster.world.restart('m0', { address: 'localhost:9022' }), name: 'm9' }
    const error = await refusalOf(cluster.world.settle(createMember({ secret, ...env })))
    expect([error.code, error.detail]).toEqual([
      'cluster-config',
      'the log is that of m0, not of m9',
    ])
  })

  it('a log is applied at the start, not begun anew', async () => {
    const cluster = await three()
    const before = cluster.of('m0').version()
    cluster.world.crash('m0')
    const m0 = await cluster.restart('m0')
    expect(m0.version()).toEqual(before)
    expect(m0.state.state).toBe('operational')
  })

  it('a member that comes back at a new address is found there', async () => {
    const cluster = await three()
    cluster.world.crash('m0')
    await cluster.restart('m0', { at: 'localhost:9022' })
    await cluster.agree('m0', 'abc', 'def')
    const moved = { name: 'm0', address: 'localhost:9022' }
    expect(cluster.of('abc').members()).toContainEqual(moved)
    expect(await cluster.world.settle(cluster.of('abc').request('m0', null))).toBeNull()
  })
})
