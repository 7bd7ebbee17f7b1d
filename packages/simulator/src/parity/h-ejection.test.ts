import { describe, expect, it } from 'vitest'
import {
  Cluster,
  failedFor,
  logged,
  noticed,
  noticedApart,
  period,
  seenBy,
} from './cluster.fixture.ts'
import { wiretap } from './wiretap.fixture.ts'

const names = ['m0', 'm1', 'm2']

/** m1 and m2 have joined m0. */
const three = (): Promise<Cluster> => Cluster.of(names)

/** m2 is down, logged as such, and then ejected by m1. */
async function withoutM2(): Promise<Cluster> {
  const cluster = await three()
  cluster.world.crash('m2')
  await cluster.pass(logged)
  await cluster.eject('m1', 'm2')
  await cluster.agree('m0', 'm1')
  return cluster
}

describe('H. ejecting a member that is down', () => {
  it('23: a member that joins again is refused, and no version is used up', async () => {
    const cluster = await three()
    const error = await cluster.refused(cluster.of('m2').join('m1'))
    expect([error.code, error.detail]).toEqual(['name-taken', 'm2 is a member already'])
    for (const member of cluster.all(...names))
      expect(seenBy(member)).toEqual({ members: names, failed: [], version: '(m0,3)<(m0,2)' })
  })

  it('24: paused housekeeping asks nobody and notices nothing, until resumed', async () => {
    const cluster = await three()
    await cluster.until('all is told', () => cluster.world.now > 2 * period)
    await cluster.world.settle(cluster.of('m0').pauseHousekeeping())
    await cluster.world.settle(cluster.of('m1').pauseHousekeeping())
    cluster.world.crash('m2')
    const frames = wiretap(cluster.world)
    await cluster.pass(logged)
    expect(frames).toEqual([])
    expect(failedFor(cluster.of('m0'))).toEqual([])
    await cluster.world.settle(cluster.of('m0').resumeHousekeeping())
    // Nobody confirms it: m1 is paused.
    await cluster.pass(noticedApart)
    expect(failedFor(cluster.of('m0'))).toEqual(['m2'])
  })

  it('25: silence makes a peer suspect, then failed, and five seconds more log it as down', async () => {
    const cluster = await three()
    cluster.world.crash('m2')
    await cluster.pass(noticed / 2)
    expect(cluster.of('m0').peers()).toContainEqual(
      expect.objectContaining({ name: 'm2', status: 'suspect' }),
    )
    await cluster.pass(noticed / 2)
    expect(failedFor(cluster.of('m0'))).toEqual(['m2'])
    expect(seenBy(cluster.of('m0')).failed).toEqual([])
    await cluster.pass(logged - noticed)
    for (const member of cluster.all('m0', 'm1'))
      expect(seenBy(member)).toEqual({ members: names, failed: ['m2'], version: '(m0,4)<(m0,3)' })
    const [down] = cluster.of('m1').stateInfo().failed
    expect(down?.reason).toMatch(
      /^(m2 did not answer within \d+ ms|found silent by m1( and 1 more)?)$/,
    )
  })

  it('26: the verdict on an ejected member goes with it', async () => {
    const cluster = await withoutM2()
    const seen = { members: ['m0', 'm1'], failed: [], version: '(m1,5)<(m0,4)' }
    for (const member of cluster.all('m0', 'm1')) expect(seenBy(member)).toEqual(seen)
    expect(failedFor(cluster.of('m0'))).toEqual([])
  })

  it('27: who was ejected while down is refused as not-member when it comes back', async () => {
    const cluster = await withoutM2()
    const m2 = await cluster.restart('m2')
    expect(m2.state.state).toBe('operational')
    expect((await cluster.refused(m2.request('m0', null))).code).toBe('not-member')
  })

  it('28: who was ejected while down learns it within two periods of coming back', async () => {
    const cluster = await withoutM2()
    const m2 = await cluster.restart('m2')
    await cluster.pass(2 * period)
    expect(m2.state).toEqual({ state: 'ejected', reasons: ['ejected'] })
    const seen = { members: ['m0', 'm1'], failed: [], version: '(m1,5)<(m0,4)' }
    expect(seenBy(m2)).toEqual(seen)
    expect(seenBy(cluster.of('m0'))).toEqual(seen)
    expect((await cluster.refused(m2.put('k', 1))).code).toBe('not-joined')
  })

  it('29: it joins again, and all three agree', async () => {
    const cluster = await withoutM2()
    await cluster.restart('m2')
    await cluster.pass(2 * period)
    await cluster.join('m2', 'm0')
    await cluster.agree(...names)
    for (const member of cluster.all(...names))
      expect(seenBy(member)).toEqual({ members: names, failed: [], version: '(m0,6)<(m1,5)' })
  })
})
