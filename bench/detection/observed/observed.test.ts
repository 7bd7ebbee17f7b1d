import type { Member, Notice } from '@quorate/core'
import { Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { clusterAtRest, episodesOf, ObservedCluster, standStill, type Verdict } from './index.ts'
import { Verdicts } from './verdicts.ts'

const silenceMs = 20_000

describe('a cluster at rest', () => {
  it('is whole, and has met', async () => {
    const cluster = await clusterAtRest({ size: 5 })
    expect(cluster.members.every((member) => cluster.isComplete(member))).toBe(true)
    expect(cluster.names).toEqual(['m000', 'm001', 'm002', 'm003', 'm004'])
    expect(cluster.verdicts.since(0)).toEqual([])
    const hashes = cluster.members.map((member) => member.version().hash)
    expect(new Set(hashes).size).toBe(1)
  })

  it('does the same whether or not promises go on meanwhile', async () => {
    const [one, other] = [await clusterAtRest({ size: 5 }), await clusterAtRest({ size: 5 })]
    one.world.run(5000)
    await other.world.advance(5000)
    expect(other.world.hash).toBe(one.world.hash)
  })

  it('says who holds whom for failed, until it is back', async () => {
    const cluster = await clusterAtRest({ size: 5 })
    const { world, verdicts } = cluster
    cluster.crash('m002')
    world.run(silenceMs)
    expect(verdicts.failedBy('m002')).toBe(4)
    expect(verdicts.isCalm).toBe(false)
    for (const member of cluster.members) expect(member.isFailed('m002')).toBe(true)
    await cluster.restart('m002')
    cluster.untilWhole()
    expect(verdicts.isCalm).toBe(true)
  })

  it('is not waited for without end', async () => {
    const cluster = await clusterAtRest({ size: 5 })
    cluster.world.isolate('m001')
    cluster.world.run(silenceMs)
    expect(() => cluster.untilWhole({ withinMs: 2000 })).toThrow('5 members are whole')
  })
})

describe('members that are yet to join', () => {
  it('are in no cluster, but for the founder', async () => {
    const cluster = new ObservedCluster({ size: 3 })
    for (const name of cluster.names) await cluster.start(name)
    expect(cluster.members.map(({ state }) => state.state)).toEqual([
      'operational',
      'joining',
      'joining',
    ])
  })
})

describe('the wire', () => {
  it('counts what is sent while it counts, by member and by kind', async () => {
    const cluster = await clusterAtRest({ size: 3 })
    const { wire, world } = cluster
    wire.begin()
    world.run(2000)
    const { sent, kinds } = wire.end()
    const frames = sent.reduce((sum, each) => sum + each.frames, 0)
    expect(frames).toBe([...kinds.values()].reduce((sum, count) => sum + count, 0))
    expect(frames).toBeGreaterThan(0)
    for (const each of sent) expect(each).toMatchObject({ greetings: 0, greetingBytes: 0 })
    for (const each of sent) expect(each.probeFrames).toBeGreaterThan(0)
  })

  it('has greetings apart: two for each pair, of processes that are all new', async () => {
    const { wire } = await clusterAtRest({ size: 3 })
    expect(wire.isMet).toBe(true)
    expect(wire.meeting.frames).toBeGreaterThanOrEqual(6)
    expect(wire.meeting.bytes).toBeGreaterThanOrEqual(6 * 52)
  })
})

describe('a process that stands still', () => {
  it.each(['as-it-came', 'timers-first'] as const)('loses no frame, %s', async (order) => {
    const cluster = await clusterAtRest({ size: 3 })
    const { world } = cluster
    const before = world.now
    standStill(cluster, { name: 'm001', forMs: 700, order })
    expect(world.now - before).toBe(701)
    expect(world.stateOf('m001')).toBe('running')
    world.run(3000)
    expect(cluster.members.every((member) => cluster.isComplete(member))).toBe(true)
  })
})

describe('what comes for a process that stands still', () => {
  const forMs = 3000
  /** As long as a frame is under way that was sent before. */
  const underWayMs = 10

  it.each([
    ['as-it-came', true],
    ['timers-first', false],
  ] as const)('%s: arrives before its timers have run: %s', async (order, isBefore) => {
    const cluster = await clusterAtRest({ size: 3 })
    const { wire, world } = cluster
    const arrivals: number[] = []
    wire.onArrival(({ at, to }) => {
      if (to === 'm001') arrivals.push(at)
    })
    const since = world.now
    standStill(cluster, { name: 'm001', forMs, order })
    const resumed = since + forMs
    expect(arrivals.some((at) => at > since + underWayMs && at <= resumed)).toBe(isBefore)
    expect(arrivals.some((at) => at > resumed)).toBe(!isBefore)
  })
})

describe('verdicts', () => {
  it('are those that are told, suspicions too, by the detector that has them', () => {
    let now = 0
    const verdicts = new Verdicts(() => now)
    const notices = new Subject<Notice>()
    verdicts.hear({ name: 'a' as Member['name'], notices$: notices })
    const told = ['peer-suspected', 'peer-failed', 'housekeeping-done', 'peer-recovered']
    for (const kind of told) {
      now += 10
      notices.next({ kind, name: 'b', reason: '' } as unknown as Notice)
      expect(verdicts.failedBy('b')).toBe(now === 20 || now === 30 ? 1 : 0)
    }
    expect(verdicts.since(0).map(({ at, by, about, kind }) => [at, by, about, kind])).toEqual([
      [10, 'a', 'b', 'suspected'],
      [20, 'a', 'b', 'failed'],
      [40, 'a', 'b', 'recovered'],
    ])
    expect(verdicts.since(verdicts.count)).toEqual([])
  })
})

describe('episodes', () => {
  const said = (at: number, about: string, kind: Verdict['kind'] = 'failed'): Verdict => ({
    at,
    by: 'x',
    about,
    kind,
  })

  it('are verdicts of one kind about one member, but those that follow close', () => {
    const all = [
      said(0, 'a'),
      said(1500, 'a'),
      said(1600, 'b'),
      said(1700, 'b', 'suspected'),
      said(3400, 'a'),
      said(5401, 'a'),
    ]
    expect(episodesOf(all, 'failed')).toBe(3)
    expect(episodesOf(all, 'suspected')).toBe(1)
    expect(episodesOf(all, 'recovered')).toBe(0)
  })
})
