import { describe, expect, it } from 'vitest'
import { at, claim, ejected, joined, storeOf } from '../cluster.fixture.ts'
import { Scene } from '../scene.fixture.ts'

const members = ['a', 'b', 'c', 'd', 'e']
const suspicionTimer = 'membership/suspicion/b'
const probeTimer = 'membership/probe/b'
/** b is a suspect, and has answered when this member asked it, but not refuted. */
const suspected = (): Scene =>
  new Scene({ members })
    .heard()
    .gossip('c', claim('b', 'suspect', { observers: 4 }))
    .ack('b')
/** b is a suspect, its time is over, it is asked for the last time. */
const lastAsked = (): Scene => suspected().due(suspicionTimer)
const isLast = (scene: Scene): boolean | undefined => scene.peer('b')?.probe?.isLast

describe('the last question', () => {
  it('is asked when a suspect has had its time', () => {
    const scene = lastAsked()
    expect(scene.sentTo('ping')).toEqual(['at-b'])
    expect(isLast(scene)).toBe(true)
    expect(scene.statusOf('b')).toBe('suspect')
  })

  it('is asked of the suspect alone: without an answer it has failed, and all hear of it', () => {
    const scene = lastAsked().due(probeTimer)
    expect(scene.statusOf('b')).toBe('failed')
    expect(scene.sentTo('ping-request')).toEqual([])
    expect(scene.sentTo('gossip').slice(0, 3)).toEqual(['at-c', 'at-d', 'at-e'])
    const reason = 'b did not answer within 150 ms'
    expect(scene.notices).toEqual([{ kind: 'peer-failed', name: 'b', reason, by: 'a' }])
  })

  it('without an answer says nothing of the health of who asks', () => {
    expect(lastAsked().due(probeTimer).local.health).toBe(0)
    const two = new Scene({ members: ['a', 'b'] }).heard().asking('b').due(probeTimer)
    expect([two.statusOf('b'), two.local.health]).toEqual(['suspect', 1])
    two.due(suspicionTimer).due(probeTimer)
    expect([two.statusOf('b'), two.local.health]).toEqual(['failed', 1])
  })

  it('is the one that is asked already, if one is', () => {
    const scene = new Scene({ members }).heard().asking('b')
    const probe = scene.probeTo('b')
    scene.gossip('c', claim('b', 'suspect', { observers: 4 }))
    expect(isLast(scene)).toBe(false)
    scene.fire(suspicionTimer)
    expect([scene.probeTo('b'), isLast(scene), scene.sentTo('ping')]).toEqual([probe, true, []])
    expect(scene.due(probeTimer).statusOf('b')).toBe('failed')
  })

  it('of a probe that others were asked about ends when they have answered', () => {
    const scene = new Scene({ members }).heard().asking('b').due(probeTimer)
    const helpers = scene.sentTo('ping-request').map((to) => to.slice('at-'.length))
    scene.gossip('c', claim('b', 'suspect', { observers: 4 })).fire(suspicionTimer)
    for (const helper of helpers) {
      expect(scene.statusOf('b')).toBe('suspect')
      scene.pingReport(helper, 'b', { finding: 'silent' })
    }
    expect(scene.statusOf('b')).toBe('failed')
  })

  it('is not asked of one that is no suspect any more', () => {
    const refuted = suspected().gossip('b', claim('b', 'alive', { refutations: 1 }))
    expect(refuted.disarms(suspicionTimer)).toBe(true)
    const before = refuted.local
    expect(refuted.fire(suspicionTimer).local).toBe(before)
    expect(suspected().failed('b').disarms(suspicionTimer)).toBe(true)
    expect(suspected().learn('c', ejected('b')).disarms(suspicionTimer)).toBe(true)
  })
})

describe('an answer to the last question', () => {
  it('that refutes ends the suspicion', () => {
    const scene = lastAsked().refutes('b')
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['alive', 0])
    expect(scene.notices).toEqual([{ kind: 'peer-refuted', name: 'b', refutations: 1 }])
  })

  it('that does not gives the suspect a period to hear of it, and is followed by another', () => {
    const scene = lastAsked().ack('b')
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['suspect', 0])
    expect(scene.sentTo('gossip')).toContain('at-b')
    expect(scene.armed(suspicionTimer)).toBe(1_000)
    expect(scene.peer('b')?.accusation?.deadline).toBe(scene.now + 1_000)
    scene.due(suspicionTimer)
    expect(isLast(scene)).toBe(true)
    expect(scene.due(probeTimer).statusOf('b')).toBe('failed')
  })

  it('that another heard for us is as good', () => {
    const scene = new Scene({ members }).heard().asking('b').due(probeTimer)
    scene.gossip('c', claim('b', 'suspect', { observers: 4 })).due(suspicionTimer)
    scene.pingReport('d', 'b', { finding: 'heard' })
    expect(scene.armed(suspicionTimer)).toBe(1_000)
  })
})

describe('a refutation that comes while the last question is open', () => {
  it.each([
    ['alive', claim('b', 'alive', { refutations: 1 })],
    ['suspected anew', claim('b', 'suspect', { refutations: 1 })],
  ])('(%s) makes it a question like any other', (_, news) => {
    const scene = lastAsked().gossip('d', news)
    expect([scene.probeTo('b') > 0, isLast(scene)]).toEqual([true, false])
    scene.due(probeTimer)
    expect(scene.statusOf('b')).toBe(news.status)
    expect(scene.sentTo('ping-request')).toHaveLength(3)
  })

  it('is not forgotten if it fails before', () => {
    const scene = lastAsked().failed('b')
    expect([scene.probeTo('b') > 0, isLast(scene)]).toEqual([true, false])
    expect(scene.due(probeTimer).statusOf('b')).toBe('failed')
  })
})

describe('a suspect', () => {
  it('that moves is asked where it is now', () => {
    const moved = { kind: 'member-moved', address: at('q') } as const
    const waiting = suspected()
    const deadline = waiting.timers.get(suspicionTimer)
    expect(waiting.learn('b', moved).timers.get(suspicionTimer)).toBe(deadline)
    const asked = lastAsked().learn('b', moved)
    expect([asked.probeTo('b'), asked.disarms(probeTimer)]).toEqual([0, true])
    expect(asked.due(suspicionTimer).sentTo('ping')).toEqual(['at-q'])
    expect(asked.due(probeTimer).statusOf('b')).toBe('failed')
  })

  it('keeps its time under another name', () => {
    const scene = new Scene({ members }).learn('b', joined('f', 'z'))
    scene.gossip('c', claim('z', 'suspect', { observers: 4 }))
    const deadline = scene.timers.get('membership/suspicion/f')
    expect(deadline).toBeGreaterThan(scene.now)
    scene.learnLate('c', joined('f', 'y'))
    const displaced = [...scene.local.peers.keys()].find((name) => name.includes('#')) ?? ''
    expect([scene.statusOf('f'), scene.statusOf(displaced)]).toEqual(['alive', 'suspect'])
    expect(scene.timers.get('membership/suspicion/f')).toBeUndefined()
    expect(scene.timers.get(`membership/suspicion/${displaced}`)).toBe(deadline)
  })

  it('that gives way to another store under its name leaves no timer behind', () => {
    const scene = suspected().learn('c', joined('b', 'x', storeOf('b')))
    expect(scene.disarms(suspicionTimer)).toBe(true)
    expect(scene.statusOf('b')).toBe('alive')
  })
})

describe('a verdict is held (M7, M8, M27)', () => {
  it.each([
    ['while this member is cut off', { kind: 'link-changed', link: 'down' }],
    [
      'while it is paused',
      { kind: 'command-issued', id: 1, command: { kind: 'set-housekeeping', running: false } },
    ],
  ] as const)('%s, period by period', (_, stop) => {
    const scene = suspected().give(stop)
    for (let i = 0; i < 5; i++) {
      scene.due(suspicionTimer)
      expect(scene.statusOf('b')).toBe('suspect')
      expect(scene.sentTo('ping')).toEqual([])
      expect(scene.armed(suspicionTimer)).toBe(1_000)
    }
  })

  it('also if the last question was on its way when the link broke', () => {
    const scene = lastAsked().give({ kind: 'link-changed', link: 'down' })
    expect([scene.probeTo('b'), scene.disarms(probeTimer)]).toEqual([0, true])
    scene.due(suspicionTimer).give({ kind: 'link-changed', link: 'up' }).wait(500)
    scene.due(suspicionTimer)
    expect(isLast(scene)).toBe(true)
    expect(scene.due(probeTimer).statusOf('b')).toBe('failed')
  })

  it('while this process did not run', () => {
    const scene = suspected().wait(60_000).fire(suspicionTimer, 101)
    expect([scene.probeTo('b'), scene.armed(suspicionTimer)]).toEqual([0, 1_000])
    expect(isLast(scene.due(suspicionTimer))).toBe(true)
  })
})
