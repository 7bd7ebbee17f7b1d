import { describe, expect, it } from 'vitest'
import type { Claim } from '../../model/index.ts'
import { claim, tagFor } from '../cluster.fixture.ts'
import { GossipQueue } from '../gossip/index.ts'
import { accusersMax } from '../local/index.ts'
import { Scene } from '../scene.fixture.ts'
import { takeClaim } from './index.ts'

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm']
const suspicionTimer = 'membership/suspicion/b'

/** Of so many members, c suspects b, which has answered this one but not refuted. */
const suspected = (size = 8): Scene => {
  const scene = new Scene({ members: letters.slice(0, size) }).heard()
  scene.gossip('c', claim('b', 'suspect'))
  if (scene.probeTo('b') > 0) scene.ack('b')
  scene.local = { ...scene.local, gossip: GossipQueue.empty }
  return scene
}
const say = (scene: Scene, by: string, more: Partial<Claim> = {}): Scene =>
  scene.gossip(by, { ...claim('b', 'suspect', { by }), ...more })
/** This member finds it silent too. */
const findOwn = (scene: Scene): Scene => {
  const own = { claim: claim('b', 'suspect', { by: 'a' }), source: 'own' } as const
  const { local, effects } = takeClaim(scene.local, scene.context, own)
  scene.local = local
  for (const effect of effects)
    if (effect.kind === 'arm') scene.timers.set(effect.timer, effect.deadline)
  return scene
}
/** How long after it began the suspicion lasts now. */
const lastsMs = (scene: Scene): number =>
  (scene.timers.get(suspicionTimer) ?? 0) - (scene.peer('b')?.accusation?.since ?? 0)
const toldOn = (scene: Scene): number => scene.local.gossip.size

/** Of 8 members: 2000 ms and three steps of gossip of 200 ms; three times that at most. */
const [least, most, period] = [2_600, 7_800, 1_000]

describe('a suspicion', () => {
  it.each([
    // Three confirmations are wanted: the k-th takes the share log(k + 1) / log(4).
    [[], most],
    [['d'], most - (most - least) / 2],
    [['d', 'e'], most - (most - least) * (Math.log(3) / Math.log(4))],
    [['d', 'e', 'f'], least],
    [['d', 'e', 'f', 'g'], least],
    [['d', 'd', 'd'], most - (most - least) / 2],
    [['c', 'c'], most],
  ])('that %j confirm lasts %i ms, here where it is not seen a period more (M25)', (all, ms) => {
    const scene = suspected()
    for (const by of all) say(scene, by)
    expect(lastsMs(scene)).toBeCloseTo(ms + period)
    expect(scene.peer('b')?.accusation?.deadline).toBe(scene.timers.get(suspicionTimer))
  })

  it.each([
    [3, 1, 2_400],
    [4, 2, 2_400],
    [5, 3, 2_600],
    [8, 3, 2_600],
    [9, 3, 2_800],
  ])('of %i members lasts the least with %i confirmations: %i ms', (size, count, ms) => {
    const scene = suspected(size)
    for (const by of ['d', 'e', 'f'].slice(0, count - 1)) say(scene, by)
    expect(lastsMs(scene)).toBeGreaterThan(ms + period)
    findOwn(scene)
    expect(lastsMs(scene)).toBeCloseTo(ms)
  })

  it('of two members lasts the least at once: there is nobody to confirm', () => {
    const scene = new Scene({ members: ['a', 'b'] }).heard().asking('b').due('membership/probe/b')
    expect(lastsMs(scene)).toBe(2_200)
  })

  it('with evidence of one’s own does not wait the period more', () => {
    const scene = findOwn(suspected())
    expect(lastsMs(scene)).toBeCloseTo(most - (most - least) / 2)
  })

  it('that is over by the time it is confirmed is over now', () => {
    const scene = suspected().wait(6_000)
    say(say(say(scene, 'd'), 'e'), 'f')
    expect(scene.armed(suspicionTimer)).toBe(0)
  })

  it('counts who others say there are, once', () => {
    const scene = say(suspected(), 'd', { observers: 4 })
    expect(lastsMs(scene)).toBeCloseTo(least + period)
    expect(scene.peer('b')?.accusation).toMatchObject({ by: ['c', 'd'].map(tagFor), observers: 4 })
    const before = scene.local
    expect(say(scene, 'c', { observers: 4 }).local).toBe(before)
    expect(say(scene, 'd', { observers: 2 }).local).toBe(before)
  })

  it('that says anew how many there are is news, of one known to say so too', () => {
    const scene = say(suspected(), 'c', { observers: 2 })
    expect(lastsMs(scene)).toBeCloseTo(most - (most - least) / 2 + period)
    expect(toldOn(scene)).toBe(1)
  })

  it('says who confirms it', () => {
    const notice = { kind: 'peer-confirmed', name: 'b', by: 'd' }
    expect(say(suspected(), 'd').notices).toEqual([notice])
  })
})

describe('a confirmation', () => {
  it('is told on as long as it is wanted', () => {
    const scene = suspected()
    for (const [by, isToldOn] of [
      ['d', true],
      ['e', true],
      ['f', true],
      ['g', false],
      ['h', false],
    ] as const) {
      scene.local = { ...scene.local, gossip: GossipQueue.empty }
      expect(toldOn(say(scene, by)) === 1).toBe(isToldOn)
    }
  })

  it(`is of at most ${accusersMax}: more change nothing`, () => {
    const scene = suspected(13)
    const accusers = letters.slice(3, 3 + accusersMax - 1)
    for (const by of accusers) say(scene, by)
    expect(scene.peer('b')?.accusation?.by).toHaveLength(accusersMax)
    const before = scene.local
    expect(say(scene, 'm').local).toBe(before)
    expect(scene.effects).toEqual([])
    scene.gossip('m', claim('b', 'failed', { by: 'm' }))
    expect(scene.statusOf('b')).toBe('failed')
    expect(scene.peer('b')?.accusation?.by).toHaveLength(accusersMax)
  })

  it('of one that has failed makes it surer, and is no news', () => {
    const scene = new Scene({ members: letters.slice(0, 8) }).heard().failed('b')
    scene.local = { ...scene.local, gossip: GossipQueue.empty }
    scene.gossip('d', claim('b', 'failed', { by: 'd' }))
    expect(scene.peer('b')?.accusation).toMatchObject({ by: ['c', 'd'].map(tagFor), observers: 1 })
    expect([scene.effects, toldOn(scene)]).toEqual([[], 0])
  })

  it('begins anew with each suspicion', () => {
    const scene = say(say(suspected(), 'd'), 'e').wait(500)
    scene.gossip('f', claim('b', 'suspect', { by: 'f', refutations: 1 }))
    expect(scene.peer('b')?.accusation).toMatchObject({ by: [tagFor('f')], since: scene.now })
    expect(lastsMs(scene)).toBeCloseTo(most + period)
  })
})

describe('who is asked to confirm', () => {
  /** Those of so many members that ask a suspect at once when they hear of it. */
  const asking = (size: number, more: Partial<Claim> = {}): string[] => {
    const names = letters.slice(0, size)
    return names.filter((self) => {
      if (self === 'b' || self === 'c') return false
      const scene = new Scene({ members: names, self }).heard()
      scene.gossip('c', { ...claim('b', 'suspect'), ...more })
      return scene.probeTo('b') > 0
    })
  }

  it.each([
    [4, ['a', 'd']],
    [6, ['a', 'd', 'e', 'f']],
    [7, ['d', 'e', 'f', 'g']],
    [13, ['d', 'e', 'f', 'g']],
  ])('of %i members, those that follow it in the ring: as many as are wanted and two', (n, who) => {
    expect(asking(n)).toEqual(who)
  })

  it('is nobody who is paused, and nobody twice', () => {
    const scene = new Scene({ members: ['a', 'b', 'c', 'd'] }).heard()
    scene.gossip('c', claim('b', 'suspect')).ack('b')
    expect(scene.gossip('d', claim('b', 'suspect', { by: 'd' })).probeTo('b')).toBe(0)
    const paused = new Scene({ members: ['a', 'b', 'c', 'd'] }).heard()
    paused.command(1, { kind: 'set-housekeeping', running: false })
    expect(paused.gossip('c', claim('b', 'suspect')).probeTo('b')).toBe(0)
  })

  it('is asked again about another suspicion, though the refutation was not heard of', () => {
    const scene = new Scene({ members: ['a', 'b', 'c', 'd'] }).heard()
    scene.gossip('c', claim('b', 'suspect')).ack('b')
    scene.gossip('d', claim('b', 'suspect', { by: 'd', refutations: 1 }))
    expect(scene.probeTo('b')).toBeGreaterThan(0)
  })

  it('asks also if it learns of it by a report, and of all that it names', () => {
    const scene = new Scene({ members: ['a', 'b', 'c', 'd'] }).heard()
    scene.report('c', [claim('b', 'failed'), claim('d', 'suspect')])
    expect(scene.probeTo('b') * scene.probeTo('d')).toBeGreaterThan(0)
  })
})
