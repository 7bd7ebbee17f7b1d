import { describe, expect, it } from 'vitest'
import type { Claim } from '../../model/index.ts'
import { at, claim, ejected, joined, storeOf, tagFor } from '../cluster.fixture.ts'
import { GossipQueue } from '../gossip/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { Scene } from '../scene.fixture.ts'

const members = ['a', 'b', 'c', 'd']

/** This member, in its life 7, has refuted so often; it has nothing to tell. */
const refuted = (refutations: number, names: readonly string[] = members): Scene => {
  const scene = new Scene({ members: names }).heard()
  const quiet: Partial<MembershipLocal> = { refutations, gossip: GossipQueue.empty }
  scene.local = { ...scene.local, ...quiet }
  return scene
}
const own = (refutations: number): Claim => claim('a', 'alive', { incarnation: 7, refutations })
const accusation = (more: Parameters<typeof claim>[2]): Claim =>
  claim('a', 'suspect', { by: 'b', ...more })
const gossips = (scene: Scene) =>
  scene.sent.flatMap(([to, message]) => (message.kind === 'gossip' ? [[to, message.claims]] : []))
const toAll = (claims: readonly Claim[]): unknown[] => ['b', 'c', 'd'].map((n) => [at(n), claims])

describe('accused itself, a member', () => {
  it.each([
    // refuted so often, accused after so many: so many then
    [0, 0, 1],
    [0, 3, 4],
    [2, 2, 3],
    [2, 7, 8],
  ])('that refuted %i times, accused after %i, has refuted %i times', (before, after, then) => {
    for (const status of ['suspect', 'failed'] as const) {
      const said = claim('a', status, { incarnation: 7, refutations: after, by: 'b' })
      const scene = refuted(before).gossip('c', said)
      expect(scene.local.refutations).toBe(then)
      expect(scene.local.health).toBe(1)
      expect(scene.notices).toEqual([{ kind: 'accused', by: 'b', status }])
      expect(gossips(scene)).toEqual(expect.arrayContaining(toAll([own(then)])))
    }
  })

  it.each([
    ['of what it has refuted already', accusation({ incarnation: 7, refutations: 1 })],
    ['in no life that is known, when it has refuted', accusation({ incarnation: 0 })],
    ['in its own word', own(2)],
    ['in another’s word that it lives', { ...own(9), by: tagFor('b') }],
    ['in its own word of an earlier life', claim('a', 'alive', { incarnation: 6 })],
  ])('%s, says nothing', (_, said) => {
    const scene = refuted(2)
    const before = scene.local
    scene.gossip('c', said)
    expect(scene.local).toBe(before)
    expect(scene.effects).toEqual([])
  })

  it('whose life the accuser does not know refutes as if it were this one', () => {
    const scene = refuted(0).gossip('c', accusation({ incarnation: 0 }))
    expect(scene.local.refutations).toBe(1)
    expect(gossips(scene)).toEqual(expect.arrayContaining(toAll([own(1)])))
  })

  it('in an earlier life says with the news that it lives another one, and is not worse', () => {
    const scene = refuted(0).gossip('c', accusation({ incarnation: 6, refutations: 9 }))
    expect([scene.local.refutations, scene.local.health]).toEqual([0, 0])
    expect(scene.effects).toEqual([])
    expect(scene.local.gossip.take({ bytesMax: 1_000, limit: 9 }).claims).toEqual([own(0)])
  })

  it('again and again trusts itself less and less, up to healthMax', () => {
    const scene = new Scene({ members, config: { healthMax: 3 } })
    for (let i = 0; i < 5; i++) scene.gossip('b', accusation({ incarnation: 7, refutations: i }))
    expect([scene.local.refutations, scene.local.health]).toEqual([5, 3])
  })

  it('in a report refutes too, and says so in the answer', () => {
    const scene = refuted(0).report('b', [accusation({ incarnation: 7 })])
    const report = { kind: 'live-report', claims: [own(1)], asks: 'nothing' }
    expect(scene.sent).toContainEqual(['at-b', report])
  })

  it('acks as one that has refuted from then on', () => {
    const scene = refuted(0)
      .gossip('c', accusation({ incarnation: 7 }))
      .ping('d')
    expect(scene.sent).toContainEqual(['at-d', expect.objectContaining({ refutations: 1 })])
  })
})

describe('thought to live a later life, a member (its clock was set back)', () => {
  const later = (status: Claim['status']): Claim =>
    claim('a', status, { incarnation: 9, refutations: 2, by: 'b' })

  it.each(['alive', 'suspect', 'failed'] as const)(
    '(%s) begins one above and says so',
    (status) => {
      const scene = refuted(3).gossip('b', later(status))
      expect([scene.local.life, scene.local.refutations, scene.local.health]).toEqual([10, 0, 0])
      const now = claim('a', 'alive', { incarnation: 10 })
      expect(gossips(scene)).toEqual(expect.arrayContaining(toAll([now])))
      expect(scene.effects).toContainEqual({ kind: 'mark', mark: 'membership.life-outlived' })
      scene.gossip('c', claim('a', 'suspect', { incarnation: 10 }))
      expect([scene.local.life, scene.local.refutations]).toEqual([10, 1])
    },
  )

  it('does so once a period: another process with its store may do the same', () => {
    const scene = refuted(0).gossip('b', later('alive')).wait(999)
    const before = scene.local
    const next = claim('a', 'alive', { incarnation: 11 })
    expect(scene.gossip('b', next).local).toBe(before)
    expect(scene.wait(1).gossip('b', next).local.life).toBe(12)
  })

  it('outlived again and again, says so in the log, as often as verdicts may be', () => {
    const scene = refuted(0)
    const authored: unknown[] = []
    let life = 9
    for (let minute = 0; minute < 60; minute++) {
      scene.gossip('b', claim('a', 'alive', { incarnation: life }))
      authored.push(...scene.events)
      life = scene.local.life + 1
      scene.wait(60_000)
    }
    expect(authored.length).toBe(6)
    expect(authored[0]).toEqual({ kind: 'member-up', store: storeOf('a'), incarnation: 12 })
  })

  it('says so to nobody in the log whose clock is off, or who is no member', () => {
    const again = claim('a', 'alive', { incarnation: 11 })
    const outlived = (): Scene => refuted(0).gossip('b', later('alive')).wait(1_000)
    expect(outlived().gossip('b', again).events).toHaveLength(1)
    const stale = claim('a', 'alive', { incarnation: 12 })
    expect(outlived().gossip('b', stale).events).toEqual([])
    const outside = outlived().learn('b', ejected('a'))
    expect(outside.gossip('b', again).events).toEqual([])
    const off = outlived()
    off.wallAhead = -3_600_000
    expect(off.gossip('b', again).events).toEqual([])
  })

  it('does not so where there is no later number', () => {
    const last = { ...later('suspect'), incarnation: Number.MAX_SAFE_INTEGER }
    const scene = refuted(0)
    const before = scene.local
    expect(scene.gossip('b', last).local).toBe(before)
  })
})

describe('a refutation', () => {
  it('goes on being told after it was told to all', () => {
    const scene = refuted(0).gossip('c', accusation({ incarnation: 7 }))
    const { claims } = scene.local.gossip.take({ bytesMax: 1_000, limit: 9 })
    expect(claims).toEqual([own(1)])
  })

  it('goes to none that has failed here, and to nobody while the own link is down', () => {
    const scene = refuted(0)
      .failed('b')
      .gossip('c', accusation({ incarnation: 7 }))
    expect(gossips(scene).map(([to]) => to)).not.toContain('at-b')
    const down = refuted(0).give({ kind: 'link-changed', link: 'down' })
    down.gossip('c', accusation({ incarnation: 7 }))
    expect([down.local.refutations, down.sent]).toEqual([1, []])
  })

  const crowd = (count: number): string[] => {
    const letters = Array.from({ length: 26 }, (_, i) => String.fromCodePoint(97 + i))
    return letters.flatMap((x) => letters.map((y) => x + y)).slice(0, count)
  }

  it.each([
    // members, whom it is told at once
    [64, 63],
    [65, 3],
  ])('goes at once to all of up to 64 members, else to a few: of %i, to %i', (size, told) => {
    const names = ['a', ...crowd(size - 1)]
    const scene = refuted(0, names)
    scene.gossip('aa', claim('a', 'suspect', { incarnation: 7, by: 'aa' }))
    const addresses = new Set(gossips(scene).map(([to]) => to))
    // Nothing is due to be told besides: it was told something at its start, not long ago.
    expect(addresses.size).toBe(told)
  })
})

describe('announcing oneself', () => {
  it('is not done to those that one lets in: they know, and have no log yet', () => {
    const alone = new Scene({ members: ['a'] })
    expect(alone.sent).toEqual([])
    expect(gossips(alone.learn('a', joined('b')))).toEqual([])
    expect(gossips(alone.learn('a', joined('c')))).toEqual([])
  })

  it('is done at a start, to all: whoever thought the life before dead hears of this one', () => {
    const scene = new Scene({ members })
    expect(gossips(scene)).toEqual(expect.arrayContaining(toAll([own(0)])))
  })

  it('is not done without a store to speak for', () => {
    const scene = new Scene({ members, process: { store: undefined } })
    expect(scene.sent).toEqual([])
    expect(new Scene({ role: 'client', self: 'x' }).sent).toEqual([])
  })
})
