import { describe, expect, it } from 'vitest'
import { Cluster, noticed } from './cluster.fixture.ts'

const names = ['m0', 'm1', 'm2']

describe('F. member info', () => {
  it('20: the info of all, with the single key error for one that does not answer', async () => {
    const cluster = await Cluster.of(names)
    await cluster.world.settle(cluster.of('m0').setMemberInfo({ 123: 'v123' }))
    await cluster.world.settle(cluster.of('m1').setMemberInfo({ 456: 'v456' }))
    await cluster.world.settle(cluster.of('m2').setMemberInfo({ 789: 'v789' }))
    await cluster.agree(...names)
    cluster.world.isolate('m2')
    await cluster.pass(noticed)
    const info = cluster.of('m0').memberInfo()
    expect(info).toMatchObject({ m0: { 123: 'v123' }, m1: { 456: 'v456' } })
    expect(Object.keys(info['m2'] ?? {})).toEqual(['error'])
    expect(info['m2']?.['error']).toMatch(
      /^Network error \((m2 did not answer within|found silent by m1|m1 and 1 more found)/,
    )
    cluster.world.heal()
    await cluster.until('m2 is back', () => !cluster.of('m0').isFailed('m2'))
    expect(cluster.of('m0').memberInfo()['m2']).toEqual({ 789: 'v789' })
  })

  it('member info may be read of one member, by a client too', async () => {
    const cluster = await Cluster.of(names)
    await cluster.world.settle(cluster.of('m2').setMemberInfo({ termurl: 'https://m2/' }))
    const client = await cluster.client('asker', 'm2')
    expect(await cluster.world.settle(client.memberInfo('m2'))).toEqual({ termurl: 'https://m2/' })
  })

  it('an info that was handed out can be changed without changing the member', async () => {
    const cluster = await Cluster.of(['m0'])
    const given = { list: [1] }
    await cluster.world.settle(cluster.of('m0').setMemberInfo(given))
    given.list.push(2)
    expect(cluster.of('m0').memberInfo()).toEqual({ m0: { list: [1] } })
  })
})
