import type { Notice } from '@quorate/core'
import { loss } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { rounds } from '../defects/rounds.fixture.ts'
import { Cluster, failedFor, logged, period, refusalOf } from '../parity/cluster.fixture.ts'

const five = ['m0', 'm1', 'm2', 'm3', 'm4']
const others = five.slice(1)

const leave = (cluster: Cluster, name: string): Promise<void> =>
  cluster.world.settle(cluster.of(name).leave())

/** What one was told of a member, of these kinds. */
const told = (cluster: Cluster, by: string, name: string): readonly Notice['kind'][] =>
  cluster
    .notices(by)
    .filter((notice) => 'name' in notice && notice.name === name)
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'member-joined')

/** Everybody saw it leave, nobody took it for failed, and no log says that it was down. */
function expectGone(cluster: Cluster, gone: string, ...names: readonly string[]): void {
  for (const name of names) {
    const member = cluster.of(name)
    expect(told(cluster, name, gone)).toEqual(['member-left'])
    expect(member.members().map((each) => each.name)).not.toContain(gone)
    expect(failedFor(member)).not.toContain(gone)
    expect(member.log().filter(({ event }) => event.kind === 'member-down')).toEqual([])
  }
}

const hasLeft = (cluster: Cluster, gone: string, ...names: readonly string[]): boolean =>
  names.every((name) => told(cluster, name, gone).includes('member-left'))

describe('leave', () => {
  it('resolves when another member knows, and all know within 300 ms', async () => {
    for (const seed of rounds(10)) {
      const cluster = await Cluster.of(five, { seed })
      await cluster.pass(seed * 77)
      const begun = cluster.world.now
      await leave(cluster, 'm0')
      expect(cluster.world.now - begun).toBeLessThan(250)
      expect(others.some((name) => hasLeft(cluster, 'm0', name))).toBe(true)
      expect(cluster.of('m0').state).toEqual({ state: 'ejected', reasons: ['left'] })
      await cluster.until('all know', () => hasLeft(cluster, 'm0', ...others), 300)
      await cluster.pass(logged)
      expectGone(cluster, 'm0', ...others)
      for (const member of cluster.all(...others)) expect(failedFor(member)).toEqual([])
      expect(told(cluster, 'm0', 'm0')).toEqual(['member-left'])
    }
  })

  it('is heard of by all within two periods when a fifth of all frames is lost', async () => {
    for (const seed of rounds(20)) {
      const cluster = await Cluster.of(five, { seed })
      cluster.world.addRule(loss(0.2))
      await leave(cluster, 'm0')
      await cluster.until('all know', () => hasLeft(cluster, 'm0', ...others), 2 * period)
      await cluster.pass(3 * period)
      for (const name of others) {
        expect(told(cluster, name, 'm0')).toEqual(['member-left'])
        expect(
          cluster
            .of(name)
            .log()
            .map(({ event }) => event.kind),
        ).not.toContain('member-down')
      }
    }
  })

  it('is safe to end the process after, lossy or not: nobody takes it for failed', async () => {
    for (const seed of rounds(20)) {
      const cluster = await Cluster.of(five, { seed, syncMs: { min: 1, max: 5 } })
      if (seed % 2 === 0) cluster.world.addRule(loss(0.2))
      await leave(cluster, 'm0')
      cluster.world.crash('m0')
      await cluster.pass(logged)
      for (const name of others) {
        expect(told(cluster, name, 'm0')).toEqual(['member-left'])
        const about = cluster
          .of(name)
          .members()
          .map((member) => member.name)
        expect(about).toEqual(others)
      }
    }
  })

  it('of all but one, at once: each is told, the last one stays', async () => {
    const cluster = await Cluster.of(five)
    const leaving = others.map((name) => cluster.of(name).leave())
    await cluster.world.settle(Promise.all(leaving))
    await cluster.until('m0 is alone', () => cluster.of('m0').members().length === 1, period)
    expect(cluster.of('m0').state.state).toBe('operational')
    const last = await cluster.refused(cluster.of('m0').leave())
    expect([last.code, last.detail]).toEqual([
      'cluster-state',
      'm0 is the last member: a cluster is never empty',
    ])
  })

  it('of both of two at once: one is told that it is the last', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    const settled = cluster.all('m0', 'm1').map((member) =>
      member.leave().then(
        () => 'left',
        (error: { readonly code: string }) => error.code,
      ),
    )
    const outcomes = await cluster.world.settle(Promise.all(settled))
    expect(outcomes.toSorted()).toEqual(['cluster-state', 'left'])
  })

  it('from a cluster that it joined a moment ago is confirmed by whoever let it in', async () => {
    for (const seed of rounds(10)) {
      const cluster = await Cluster.of(five, { seed })
      await cluster.start('m5')
      await cluster.join('m5', 'm3')
      await leave(cluster, 'm5')
      cluster.world.crash('m5')
      await cluster.pass(logged)
      for (const member of cluster.all(...five)) {
        expect(member.members().map(({ name }) => name)).toEqual(five)
        expect(member.log().at(-1)?.event).toMatchObject({ kind: 'member-ejected', name: 'm5' })
      }
    }
  })

  it('and join again: it comes back as a new member', async () => {
    const cluster = await Cluster.of(five)
    await leave(cluster, 'm0')
    await cluster.join('m0', 'm1')
    await cluster.agree(...five)
    expect(cluster.of('m0').state.state).toBe('operational')
    const [before, left, now] = cluster.of('m1').explain({ name: 'm0' })
    expect([before?.isLeave, left?.isLeave, now?.isLeave]).toEqual([false, true, false])
  })
})

describe('leave while apart', () => {
  it('rejects at the deadline; after the heal all see that it left', async () => {
    for (const seed of rounds(10)) {
      const cluster = await Cluster.of(five, { seed })
      cluster.world.isolate('m0')
      const error = await refusalOf(cluster.world.settle(cluster.of('m0').leave()))
      expect(error.code).toBe('network-error')
      expect(error.detail).toContain('m0 is out by its own log, but no other member confirmed it')
      expect(cluster.of('m0').state).toEqual({ state: 'ejected', reasons: ['left'] })
      if (seed % 2 === 0) await cluster.pass(logged)
      cluster.world.heal()
      await cluster.until('all know', () => hasLeft(cluster, 'm0', ...others), 3 * period)
      await cluster.agree(...five)
      for (const member of cluster.all(...others)) expect(failedFor(member)).toEqual([])
    }
  })

  it('of one that missed it: it stays out, whatever that one logged meanwhile', async () => {
    for (const seed of rounds(5)) {
      const cluster = await Cluster.of(five, { seed })
      cluster.world.isolate('m4')
      await leave(cluster, 'm0')
      cluster.world.crash('m0')
      await cluster.pass(2 * logged)
      expect(failedFor(cluster.of('m4'))).toContain('m0')
      cluster.world.heal()
      await cluster.until('m4 knows', () => hasLeft(cluster, 'm0', 'm4'), 3 * period)
      await cluster.agree(...others)
      await cluster.pass(logged)
      for (const member of cluster.all(...others)) {
        expect(member.members().map(({ name }) => name)).toEqual(others)
        expect(failedFor(member)).toEqual([])
      }
    }
  })

  it('takes as long as it is given, or until its signal fires', async () => {
    const cluster = await Cluster.of(five)
    cluster.world.isolate('m0')
    cluster.world.isolate('m1')
    const begun = cluster.world.now
    const error = await cluster.refused(cluster.of('m0').leave({ timeoutMs: 700 }))
    expect([error.code, cluster.world.now - begun]).toEqual(['network-error', 700])
    const controller = new AbortController()
    const aborted = cluster.of('m1').leave({ signal: controller.signal })
    cluster.world.after(100, () => controller.abort())
    expect((await cluster.refused(aborted)).code).toBe('aborted')
    expect(cluster.of('m1').state.reasons).toEqual(['left'])
  })

  it('is confirmed as soon as one is there, within its time', async () => {
    const cluster = await Cluster.of(five)
    const healed = cluster.world.isolate('m0')
    const leaving = cluster.of('m0').leave()
    cluster.world.after(2000, healed)
    const begun = cluster.world.now
    await cluster.world.settle(leaving)
    expect(cluster.world.now - begun).toBeLessThan(2500)
  })
})
