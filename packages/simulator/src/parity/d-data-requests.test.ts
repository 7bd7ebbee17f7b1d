import { describe, expect, it } from 'vitest'
import { Cluster } from './cluster.fixture.ts'

/** m0 has joined m1. */
const two = (): Promise<Cluster> => Cluster.of(['m1', 'm0'])

const structure = {
  text: 'test',
  bytes: Uint8Array.of(0, 1, 255),
  map: { float: 1.5, bool: true, list: ['a', 'b', ''] },
}

describe('D. data requests', () => {
  it('11: without a handler the answer is null, and no error', async () => {
    const cluster = await two()
    expect(await cluster.world.settle(cluster.of('m0').request('m1', 'anything'))).toBeNull()
  })

  it('12: a structure arrives as it was sent, and the handler answers who asked', async () => {
    const cluster = await two()
    const seen: unknown[] = []
    cluster.of('m1').onRequest((data, asker) => {
      seen.push(data, asker)
      return 'testok'
    })
    const answer = await cluster.world.settle(cluster.of('m0').request('m1', structure))
    expect(answer).toBe('testok')
    expect(seen).toEqual([structure, { name: 'm0', isClient: false }])
  })

  it('13: a handler that fails is a member-error with its text', async () => {
    const cluster = await two()
    cluster.of('m1').onRequest(() => {
      throw new Error('TestError')
    })
    const error = await cluster.refused(cluster.of('m0').request('m1', null))
    expect([error.code, String(error)]).toEqual([
      'member-error',
      'ClusterError: Member error (TestError)',
    ])
  })

  it('a handler that answers later, or fails later, does the same', async () => {
    const cluster = await two()
    cluster.of('m1').onRequest(async (data) => {
      await Promise.resolve()
      if (data === 'fail') throw new Error('later')
      return data
    })
    const m0 = cluster.of('m0')
    expect(await cluster.world.settle(m0.request('m1', 'echo'))).toBe('echo')
    expect((await cluster.refused(m0.request('m1', 'fail'))).detail).toBe('later')
  })

  it('a member answers its own requests without the network', async () => {
    const cluster = await Cluster.of(['m0'])
    cluster.of('m0').onRequest((data) => data)
    expect(await cluster.world.settle(cluster.of('m0').request('m0', [1, 2]))).toEqual([1, 2])
  })
})
