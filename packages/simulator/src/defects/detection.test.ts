import { loss } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { Cluster, failedFor, logged, noticed, period, seenBy } from '../parity/cluster.fixture.ts'
import { wiretap } from '../parity/wiretap.fixture.ts'
import { rounds } from './rounds.fixture.ts'

const three = ['m0', 'm1', 'm2']
const ten = Array.from({ length: 10 }, (_, i) => `m${i}`)

const doneBy = (cluster: Cluster, name: string): number =>
  cluster.notices(name).filter(({ kind }) => kind === 'housekeeping-done').length

describe('a process that is killed', () => {
  it('D7: is noticed by every other member within five periods', async () => {
    for (const seed of rounds(40)) {
      const cluster = await Cluster.of(three, { seed, unreachable: seed % 2 === 0 })
      await cluster.pass(seed * 25)
      cluster.world.crash('m2')
      await cluster.pass(noticed)
      for (const member of cluster.all('m0', 'm1')) expect(failedFor(member)).toEqual(['m2'])
    }
  })

  it('D7: is reached again after its restart, without help', async () => {
    for (const seed of rounds(20)) {
      const cluster = await Cluster.of(three, { seed, unreachable: seed % 2 === 0 })
      cluster.world.crash('m2')
      await cluster.pass(seed * 250)
      await cluster.restart('m2')
      await cluster.pass(3 * period)
      for (const member of cluster.all(...three)) expect(failedFor(member)).toEqual([])
      expect(await cluster.world.settle(cluster.of('m0').request('m2', 1))).toBeNull()
    }
  })

  it('D7: blocks no change, noticed or not', async () => {
    for (const wait of [0, period, noticed, logged]) {
      const cluster = await Cluster.of(three)
      await cluster.start('m3')
      cluster.world.crash('m2')
      await cluster.pass(wait)
      await cluster.world.settle(cluster.of('m0').put('k', wait))
      await cluster.join('m3', 'm1')
      expect(await cluster.eject('m1', 'm2')).toBe(true)
      await cluster.agree('m0', 'm1', 'm3')
      expect(seenBy(cluster.of('m3'))).toMatchObject({ members: ['m0', 'm1', 'm3'], failed: [] })
    }
  })
})

describe('a process that stands still', () => {
  it('D8: delays nobody: housekeeping, joins and changes of the others go on', async () => {
    const cluster = await Cluster.of(three)
    await cluster.start('m3')
    cluster.world.pause('m2')
    const before = doneBy(cluster, 'm0')
    await cluster.join('m3', 'm0')
    await cluster.world.settle(cluster.of('m1').put('k', 1))
    await cluster.pass(15 * period)
    expect(doneBy(cluster, 'm0') - before).toBeGreaterThanOrEqual(15)
    for (const member of cluster.all('m0', 'm1', 'm3')) expect(failedFor(member)).toEqual(['m2'])
  })

  it('D8: a request to it, and a join through it, end at their deadline', async () => {
    const cluster = await Cluster.of(three)
    await cluster.start('m3')
    cluster.world.pause('m2')
    const at = cluster.world.now
    const request = await cluster.refused(cluster.of('m0').request('m2', 1, { timeoutMs: 700 }))
    expect([request.code, cluster.world.now - at]).toEqual(['network-error', 700])
    const join = await cluster.refused(cluster.of('m3').join('m2', { timeoutMs: 900 }))
    expect([join.code, cluster.world.now - at]).toEqual(['network-error', 1600])
  })

  it('D8: does not hold up the end of another', async () => {
    const cluster = await Cluster.of(three)
    cluster.world.pause('m2')
    const waiting = cluster.refused(cluster.of('m0').request('m2', 1))
    await cluster.world.drain().catch(() => undefined)
    const at = cluster.world.now
    const stopped = cluster.of('m0').stop()
    expect((await waiting).code).toBe('stopped')
    await cluster.world.settle(stopped)
    expect(cluster.world.now - at).toBeLessThan(period)
  })

  it('D8: is a member again when it goes on', async () => {
    const cluster = await Cluster.of(three)
    cluster.world.pause('m2')
    await cluster.pass(logged)
    expect(seenBy(cluster.of('m0')).failed).toEqual(['m2'])
    cluster.world.resume('m2')
    await cluster.until('m2 is up', () => seenBy(cluster.of('m0')).failed.length === 0)
    await cluster.agree(...three)
    for (const member of cluster.all(...three)) expect(failedFor(member)).toEqual([])
  })
})

describe('a member that was stopped', () => {
  it('D28: answers nothing any more', async () => {
    const cluster = await Cluster.of(three)
    await cluster.world.settle(cluster.of('m2').stop())
    const frames = wiretap(cluster.world)
    await cluster.pass(noticed)
    expect(frames.some(({ to }) => to === 'm2')).toBe(true)
    expect(frames.filter(({ from }) => from === 'm2')).toEqual([])
    expect(failedFor(cluster.of('m0'))).toEqual(['m2'])
  })
})

describe('probes', () => {
  it('D37: one dead peer delays the probe of no other', async () => {
    const cluster = await Cluster.of(ten)
    await cluster.pass(2 * period)
    cluster.world.pause('m1')
    await cluster.pass(noticed + 2 * period)
    const at = cluster.world.now
    const left = ten.filter((each) => each !== 'm1')
    const heardLast = new Map<string, number>()
    for (const name of left) {
      for (const { name: peer, lastAck } of cluster.of(name).peers())
        heardLast.set(peer, Math.max(heardLast.get(peer) ?? 0, lastAck ?? 0))
      expect(failedFor(cluster.of(name))).toEqual(['m1'])
    }
    for (const name of left) expect(at - (heardLast.get(name) ?? 0)).toBeLessThan(period + 20)
  })

  it('D37: one lost probe, or two, fails nobody', async () => {
    const cluster = await Cluster.of(three)
    await cluster.pass(2 * period)
    const rule = loss(1)
    cluster.world.addRule(rule)
    await cluster.pass(2 * period - 100)
    cluster.world.removeRule(rule)
    await cluster.pass(5 * period)
    for (const name of three) {
      expect(failedFor(cluster.of(name))).toEqual([])
      expect(cluster.notices(name).some(({ kind }) => kind === 'peer-failed')).toBe(false)
    }
  })

  it('D37: a failure is logged once, by one, not pushed by all', async () => {
    for (const seed of rounds(10)) {
      const cluster = await Cluster.of(ten.slice(0, 6), { seed })
      cluster.world.crash('m5')
      await cluster.pass(logged)
      await cluster.agree('m0', 'm1', 'm2', 'm3', 'm4')
      const downs = cluster
        .of('m0')
        .log()
        .filter(({ event }) => event.kind === 'member-down')
      expect(downs).toHaveLength(1)
    }
  })
})
