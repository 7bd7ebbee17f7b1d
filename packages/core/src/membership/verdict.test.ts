import { describe, expect, it } from 'vitest'
import type { MemberStatus } from '../model/index.ts'
import { at, ejected, joined, named, otherCluster, sender, storeOf } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

const nack = { kind: 'nack', about: 'ping', refusal: 'not-member' } as const
const failed = ['peer-failed']
const recovered = ['peer-recovered']
const viewOf = (scene: Scene, name: string) => scene.local.live.get(named(name))

/** b missed so many probes, and has another in flight. */
const missedBefore = (count: number): Scene => {
  const scene = new Scene({ members: ['a', 'b'] })
  for (let i = 0; i < count; i++) scene.period()
  return scene.fire('membership/period').wait(100)
}

const happenings: Record<string, (scene: Scene) => Scene> = {
  ack: (scene) => scene.ack('b'),
  deadline: (scene) => scene.wait(400).fire('membership/probe/b'),
  hint: (scene) => scene.give({ kind: 'peer-unreachable', address: at('b') }),
  nack: (scene) => scene.hear(sender('b'), nack),
}

describe('what happens to a probe in flight (M5, M6)', () => {
  it.each<[number, string, MemberStatus, number, string[]]>([
    [0, 'ack', 'alive', 0, []],
    [1, 'ack', 'alive', 0, []],
    [2, 'ack', 'alive', 0, []],
    [3, 'ack', 'alive', 0, recovered],
    [0, 'deadline', 'alive', 1, []],
    [1, 'deadline', 'alive', 2, []],
    [2, 'deadline', 'failed', 3, failed],
    [3, 'deadline', 'failed', 3, []],
    [0, 'hint', 'alive', 1, []],
    [1, 'hint', 'alive', 2, []],
    [2, 'hint', 'failed', 3, failed],
    [3, 'hint', 'failed', 3, []],
    [0, 'nack', 'alive', 0, []],
    [1, 'nack', 'alive', 1, []],
    [2, 'nack', 'alive', 2, []],
    [3, 'nack', 'failed', 3, []],
  ])('after %i misses, %s: %s, %i missed, %j', (before, happening, status, missed, notices) => {
    const scene = missedBefore(before)
    happenings[happening]?.(scene)
    expect(scene.statusOf('b')).toBe(status)
    const alive = [...scene.local.live.values()].filter((view) => view.status === 'alive')
    expect(scene.local.aliveCount).toBe(alive.length)
    expect(scene.local.peers.get(named('b'))?.missed).toBe(missed)
    expect(scene.notices.map((notice) => notice.kind)).toEqual(notices)
    expect(scene.probeTo('b') === 0).toBe(happening !== 'nack')
    expect(scene.disarms('membership/probe/b')).toBe(happening === 'ack' || happening === 'hint')
  })

  it.each([
    ['deadline', 'b did not answer 3 probes, each within 500 ms'],
    ['hint', 'nobody listens at at-b for b'],
  ])('says why: %s', (happening, reason) => {
    const scene = missedBefore(2)
    happenings[happening]?.(scene)
    expect(scene.notices).toEqual([{ kind: 'peer-failed', name: 'b', reason }])
    expect(viewOf(scene, 'b')).toMatchObject({ reason, since: scene.now })
  })

  it('says that a peer which only refuses us takes us for no member', () => {
    const scene = missedBefore(2).hear(sender('b'), nack).wait(400).fire('membership/probe/b')
    expect(viewOf(scene, 'b')?.reason).toBe('b does not take this member for one (not-member)')
  })

  it('lets an ack after a nack win: two processes may listen at one address', () => {
    const scene = missedBefore(2).hear(sender('b'), nack).ack('b').wait(400)
    expect(scene.fire('membership/probe/b').statusOf('b')).toBe('alive')
  })
})

describe('an ack', () => {
  it('measures the round trip and the clock by the probe it answers', () => {
    const scene = new Scene({ members: ['a', 'b'] }).fire('membership/period').wait(40)
    scene.ack('b', { wall: scene.now + 1_000, incarnation: 5 })
    expect(viewOf(scene, 'b')).toMatchObject({
      roundTripMs: 40,
      clockOffsetMs: 1_020,
      clock: { baseMs: 1_020, at: scene.now },
      lastAck: scene.now,
      incarnation: 5,
      since: 1_000_000,
    })
  })

  it('after its deadline is life, but measures nothing, and leaves the next probe alone', () => {
    const scene = missedBefore(3)
    const current = scene.probeTo('b')
    scene.ack('b', { probe: current - 1 })
    expect(scene.notices).toEqual([{ kind: 'peer-recovered', name: 'b' }])
    expect(viewOf(scene, 'b')).toMatchObject({ status: 'alive', reason: '', since: scene.now })
    expect(viewOf(scene, 'b')?.roundTripMs).toBeUndefined()
    expect(scene.probeTo('b')).toBe(current)
    expect(scene.disarms('membership/probe/b')).toBe(false)
  })

  it('keeps a peer alive whose every answer is late', () => {
    const scene = new Scene({ members: ['a', 'b'] })
    for (let i = 0; i < 10; i++) {
      scene.fire('membership/period').wait(500)
      const probe = scene.probeTo('b')
      scene.fire('membership/probe/b').wait(100).ack('b', { probe }).wait(400)
      expect(scene.statusOf('b')).toBe('alive')
    }
  })

  it.each([
    ['a probe that was never sent', { probe: 99 }, sender('b')],
    ['a store that is no peer', { store: storeOf('x') }, sender('b')],
    ['an earlier life', { probe: 1, incarnation: 0 }, sender('b')],
    ['another cluster', {}, sender('b', otherCluster)],
    ['another member than it names', {}, sender('c')],
  ])('for %s is refused, and is no life', (_, more, from) => {
    const scene = new Scene().period(['b', 'c']).period().period().period()
    scene.fire('membership/period').hear(from, {
      kind: 'ack',
      probe: scene.probeTo('b'),
      store: storeOf('b'),
      incarnation: 1,
      wall: scene.now,
      ...more,
    })
    expect(scene.notices).toMatchObject([{ kind: 'message-refused', message: 'ack' }])
    expect(scene.statusOf('b')).toBe('failed')
  })

  it('of a restarted peer counts even if its incarnation fell: it answers this very probe', () => {
    const scene = new Scene({ members: ['a', 'b'] }).fire('membership/period')
    scene.ack('b', { incarnation: 9 }).wait(1_000).fire('membership/period')
    scene.ack('b', { incarnation: 2 })
    expect(viewOf(scene, 'b')).toMatchObject({ incarnation: 2, roundTripMs: 0 })
  })

  it('of a displaced member is for the store it speaks for', () => {
    const scene = new Scene().learn('b', joined('c', 'z')).fire('membership/period')
    const displaced = [...scene.local.peers.keys()].find((name) => name.includes('#')) ?? ''
    const probe = scene.probeTo(displaced)
    expect(scene.sent.filter(([to]) => to === 'at-c')).toHaveLength(2)
    scene.hear(sender('c'), {
      kind: 'ack',
      probe,
      store: storeOf('z'),
      incarnation: 1,
      wall: scene.now,
    })
    expect(scene.probeTo(displaced)).toBe(0)
    expect(scene.probeTo('c')).not.toBe(0)
  })
})

describe('peers apart', () => {
  it('one that hangs delays nobody else, and nobody else delays its verdict', () => {
    const scene = new Scene({ members: ['a', 'b', 'c', 'd'] })
    for (let i = 0; i < 2; i++) scene.period(['c', 'd'])
    scene.fire('membership/period').wait(1)
    expect(scene.sent).toHaveLength(3)
    scene.ack('c').ack('d')
    expect(viewOf(scene, 'c')?.roundTripMs).toBe(1)
    expect(viewOf(scene, 'd')?.roundTripMs).toBe(1)
    scene.wait(499).fire('membership/probe/b')
    expect(scene.statusOf('b')).toBe('failed')
    expect(scene.now - 1_000_000).toBe(2_500)
  })

  it('a hint is for its address only, and for probes in flight only', () => {
    const scene = new Scene().period().period().fire('membership/period')
    scene.ack('c').give({ kind: 'peer-unreachable', address: at('b') })
    expect([scene.statusOf('b'), scene.statusOf('c')]).toEqual(['failed', 'alive'])
    const idle = new Scene()
    for (let i = 0; i < 5; i++) idle.give({ kind: 'peer-unreachable', address: at('b') })
    expect(idle.local.peers.get(named('b'))?.missed).toBe(0)
  })

  it('a deadline that was disarmed, or of a peer that left, changes nothing', () => {
    const scene = new Scene().fire('membership/period').ack('b')
    const before = scene.local
    expect(scene.fire('membership/probe/b').local).toBe(before)
    expect(scene.fire('membership/probe/x').local).toBe(before)
    scene.learn('b', ejected('c')).fire('membership/probe/c')
    expect(scene.notices).toEqual([])
  })
})
