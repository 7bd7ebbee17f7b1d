import { describe, expect, it } from 'vitest'
import type { MessageOf } from '../../model/index.ts'
import {
  claim,
  ejected,
  joined,
  otherCluster,
  sender,
  storeOf,
  tagFor,
} from '../cluster.fixture.ts'
import { relaysMax } from '../local/index.ts'
import { Scene } from '../scene.fixture.ts'

const members = ['a', 'b', 'c', 'd']
/** c has asked this member, in its probe 77, to ask b. */
const asked = (): Scene => new Scene({ members }).heard().pingRequest('c', 'b')
const numberOf = (scene: Scene): number => [...scene.local.relays.keys()].at(-1) ?? 0
const timerOf = (scene: Scene): string => `membership/relay/${numberOf(scene)}`
const reports = (scene: Scene): (readonly [string, MessageOf<'ping-report'>])[] =>
  scene.sent.flatMap(([to, message]) =>
    message.kind === 'ping-report' ? [[to, message] as const] : [],
  )
const silent = {
  kind: 'ping-report',
  probe: 77,
  about: tagFor('b'),
  finding: 'silent',
  incarnation: 0,
  refutations: 0,
} as const

describe('asked to ask', () => {
  it('a member pings in a number of its own, and waits less long than the asker', () => {
    const scene = asked()
    const { liveHash } = scene.local
    const ping = { kind: 'ping', probe: numberOf(scene), store: tagFor('a'), liveHash }
    expect(scene.sent).toEqual([['at-b', ping]])
    expect(scene.armed(timerOf(scene))).toBe(210)
    expect(scene.probeTo('b')).toBe(0)
    expect(scene.local.nextProbe).toBe(numberOf(scene) + 1)
  })

  it('waits as long as it would for itself, if that is less', () => {
    const scene = new Scene({ members, config: { indirectTimeoutMs: 1_000 } })
    scene.asking('b').wait(30).ack('b').pingRequest('c', 'b')
    expect(scene.armed(timerOf(scene))).toBe(150)
  })

  it('says that the peer answered, and in which life', () => {
    const scene = asked()
    const timer = timerOf(scene)
    scene.ack('b', { probe: numberOf(scene), incarnation: 4, refutations: 2 })
    const report = { ...silent, finding: 'heard', incarnation: 4, refutations: 2 }
    expect(reports(scene)).toEqual([['at-c', report]])
    expect(scene.disarms(timer)).toBe(true)
    expect(scene.local.relays.size).toBe(0)
    expect(scene.viewOf('b')?.incarnation).toBe(4)
    expect(scene.effects.filter(({ kind }) => kind === 'mark')).toEqual([])
  })

  it('says that the peer is silent when its time is over, and judges nobody by that', () => {
    const scene = asked()
    const before = scene.local.peers
    scene.due(timerOf(scene))
    expect(reports(scene)).toEqual([['at-c', silent]])
    expect(scene.local.relays.size).toBe(0)
    expect(scene.local.peers).toBe(before)
    expect([scene.local.health, scene.local.missRate]).toEqual([0, 0])
  })

  it('says that nobody listens there, as soon as the transport does', () => {
    const scene = new Scene({ members }).command(1, { kind: 'set-housekeeping', running: false })
    scene.pingRequest('c', 'b')
    const timer = timerOf(scene)
    scene.hint('b')
    expect(reports(scene)).toEqual([['at-c', { ...silent, finding: 'unreachable' }]])
    expect(scene.disarms(timer)).toBe(true)
  })

  it('answers each asker with the number of its own probe', () => {
    const scene = asked().pingRequest('d', 'b', 5)
    const [first = 0, second = 0] = scene.local.relays.keys()
    scene.ack('b', { probe: second })
    expect(reports(scene)).toMatchObject([['at-d', { probe: 5, finding: 'heard' }]])
    scene.ack('b', { probe: first })
    expect(reports(scene)).toMatchObject([['at-c', { probe: 77, finding: 'heard' }]])
  })

  it('about who is no peer here, says that it is silent: nothing was heard of it', () => {
    const scene = new Scene({ members }).pingRequest('c', 'x')
    expect(reports(scene)).toEqual([['at-c', { ...silent, about: tagFor('x') }]])
    expect(scene.local.relays.size).toBe(0)
  })

  it('goes on asking while it is paused: that is answering (M8)', () => {
    const scene = new Scene({ members }).command(1, { kind: 'set-housekeeping', running: false })
    expect(scene.pingRequest('c', 'b').sentTo('ping')).toEqual(['at-b'])
  })
})

describe('an answer to such a ping', () => {
  it.each([
    ['of another member', sender('d'), {}],
    ['of another member in its own name', sender('d'), { store: tagFor('d') }],
    ['of another store', sender('b'), { store: tagFor('x') }],
    ['of another cluster', sender('b', otherCluster), {}],
    ['of a life that is over', sender('b'), { incarnation: 0 }],
  ])('%s is none', (_, from, more) => {
    const scene = asked()
    const probe = numberOf(scene)
    const ack = { kind: 'ack', probe, store: tagFor('b'), incarnation: 1, refutations: 0 } as const
    scene.hear(from, { ...ack, wall: scene.now, ...more })
    expect(reports(scene)).toEqual([])
    expect(scene.local.relays.size).toBe(1)
  })

  it('that comes too late is life all the same', () => {
    const scene = asked()
    const probe = numberOf(scene)
    scene.due(timerOf(scene)).ack('b', { probe, incarnation: 9 })
    expect(reports(scene)).toEqual([])
    expect(scene.viewOf('b')?.incarnation).toBe(9)
  })
})

describe('a ping for another is over', () => {
  it('in its time also if its peer left, or another has its name now', () => {
    for (const event of [ejected('b'), joined('b', 'x', storeOf('b'))]) {
      const scene = asked()
      const timer = timerOf(scene)
      scene.learn('d', event).due(timer)
      expect(reports(scene)).toEqual([['at-c', silent]])
      expect(scene.local.relays.size).toBe(0)
    }
  })

  it('only when there was time to hear, if this process did not run (M27)', () => {
    const scene = asked()
    const timer = timerOf(scene)
    scene.wait(5_000).fire(timer, 4_790)
    expect(reports(scene)).toEqual([])
    expect(scene.armed(timer)).toBe(210)
    scene.ack('b', { probe: numberOf(scene) })
    expect(reports(scene)).toMatchObject([['at-c', { finding: 'heard' }]])
  })

  it('not by a hint while the own link is down (M7)', () => {
    const scene = asked().give({ kind: 'link-changed', link: 'down' })
    expect(scene.hint('b').effects).toEqual([])
    expect(scene.local.relays.size).toBe(1)
  })

  it('is not begun while the own link is down (M7)', () => {
    const scene = new Scene({ members }).give({ kind: 'link-changed', link: 'down' })
    expect(scene.pingRequest('c', 'b').sent).toEqual([])
    expect(scene.local.relays.size).toBe(0)
  })
})

describe('who asks', () => {
  it.each([
    ['a stranger', sender('x')],
    ['a member of another cluster', sender('c', otherCluster)],
    ['a client', { ...sender('c'), cluster: '' }],
  ])('as %s gets a nack, and is not asked for', (_, from) => {
    const scene = new Scene({ members })
    const before = scene.local
    scene.hear(from, { kind: 'ping-request', probe: 1, about: tagFor('b') })
    expect(scene.local).toBe(before)
    const nack = { kind: 'nack', about: 'ping-request', refusal: 'not-member' }
    expect(scene.sent).toEqual([[from.address, nack]])
    expect(scene.notices).toMatchObject([
      { kind: 'message-refused', message: 'ping-request', refusal: { kind: 'not-member' } },
    ])
  })

  it(`beyond ${relaysMax} at a time is refused, and both sides are told (M32)`, () => {
    const scene = new Scene({ members }).heard()
    for (let i = 0; i < relaysMax; i++) scene.pingRequest('c', 'b', i)
    expect(scene.local.relays.size).toBe(relaysMax)
    const before = scene.local
    const nack = { kind: 'nack', about: 'ping-request', refusal: 'overloaded' }
    expect(scene.pingRequest('d', 'b').sent).toEqual([['at-d', nack]])
    const why = { kind: 'overloaded', detail: `${relaysMax} pings for others are in flight` }
    expect(scene.notices).toEqual([
      { kind: 'message-refused', from: 'd', message: 'ping-request', refusal: why },
    ])
    expect(scene.local).toBe(before)
    scene.ack('b', { probe: numberOf(scene) }).pingRequest('d', 'b')
    expect(scene.sentTo('ping')).toEqual(['at-b'])
  })

  it('of one that has failed here is asked for as of any', () => {
    const scene = new Scene({ members }).heard().failed('b').pingRequest('c', 'b')
    expect(scene.sentTo('ping')).toEqual(['at-b'])
    scene.ack('b', { probe: numberOf(scene) })
    expect(reports(scene)).toMatchObject([['at-c', { finding: 'heard' }]])
    const claims = [claim('b', 'failed', { by: 'c' })]
    expect(scene.sent).toContainEqual(['at-b', { kind: 'gossip', claims }])
  })
})
