import { createMember } from '@quorate/core'
import { createWorld, MemoryLogStore } from '@quorate/transport-memory'
import { from, throwError } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { Cluster, refusalOf, secret } from './cluster.fixture.ts'

const five = ['one', 'two', 'three', 'four', 'five']

describe('B. where the state is kept', () => {
  it('3: a store that cannot be opened ends the start with cluster-config', async () => {
    const cluster = new Cluster()
    const log = Object.assign(new MemoryLogStore(), {
      open: () => throwError(() => new Error('cannot create **')),
    })
    const error = await refusalOf(cluster.start('m0', { log }))
    expect([error.code, error.detail]).toEqual(['cluster-config', 'cannot start: cannot create **'])
  })

  it('4: a list put under a key is there again when the store is opened anew', async () => {
    const cluster = await Cluster.of(['m0'])
    await cluster.world.settle(cluster.of('m0').put('data', five))
    cluster.world.crash('m0')
    await cluster.restart('m0')
    expect(cluster.of('m0').get('data')).toEqual(five)
    expect(Object.keys(cluster.of('m0').stateInfo())).toHaveLength(6)
  })

  it('5: a store that cannot be written refuses the write with store-failed', async () => {
    const log = new MemoryLogStore()
    const cluster = new Cluster()
    const member = await cluster.start('m0', { log })
    log.failNextWrite('disk full')
    const error = await cluster.refused(member.put('data', five))
    expect([error.code, error.detail]).toEqual(['store-failed', 'disk full'])
    expect(member.state).toEqual({ state: 'degraded', reasons: ['store-failed'] })
  })

  it('6: a store that holds damaged entries ends the start with store-failed', async () => {
    const cluster = new Cluster()
    const identity = { store: 'ab'.repeat(16), cluster: 'cd'.repeat(16) }
    const recovered = { identity, entries: [Uint8Array.of(0, 0)], repairs: [] }
    const log = Object.assign(new MemoryLogStore(), { open: () => from([recovered]) })
    const error = await refusalOf(cluster.start('m0', { log }))
    expect(error.code).toBe('store-failed')
    expect(error.detail).toMatch(/^entry 0 of the log: /)
  })

  it('7: a member on a memory store puts, gets and lists without a file', async () => {
    const cluster = await Cluster.of(['m0'])
    const member = cluster.of('m0')
    await cluster.world.settle(member.put('data', five))
    expect(member.get('data')).toEqual(five)
    expect(member.stateInfo()).toMatchObject({ data: five, replication: 1 })
    expect(member.get('nothing')).toBeUndefined()
  })

  it('8: a memory store can be told to refuse the next write, and only that one', async () => {
    const world = createWorld({ seed: 1 })
    const log = new MemoryLogStore()
    const env = world.env('m0')
    const member = await world.settle(createMember({ secret, ...env, log }))
    log.failNextWrite('TestFlushError')
    await expect(world.settle(member.put('k', 1))).rejects.toThrow('TestFlushError')
    await world.settle(member.stop())
    world.crash('m0')
    const again = await world.settle(createMember({ secret, ...world.restart('m0'), log }))
    await world.settle(again.put('k', 2))
    expect(again.get('k')).toBe(2)
  })
})
