import { describe, expect, it } from 'vitest'
import { claim, ejected, otherCluster, sender, tagFor } from '../cluster.fixture.ts'
import { Scene } from '../scene.fixture.ts'

const members = ['a', 'b', 'c', 'd', 'e', 'f']
const probeTimer = 'membership/probe/b'
const suspicionTimer = 'membership/suspicion/b'
const nack = { kind: 'nack', about: 'ping', refusal: 'not-member' } as const

/** b did not answer in time, and others were asked to ask it. */
const missed = (names: readonly string[] = members): Scene =>
  new Scene({ members: names }).heard().asking('b').due(probeTimer)
const helpersOf = (scene: Scene): string[] =>
  scene.sentTo('ping-request').map((to) => to.slice('at-'.length))

describe('a ping that is not answered in time', () => {
  it('makes this member ask three others, and the peer once more', () => {
    const scene = missed()
    const probe = scene.probeTo('b')
    const request = { kind: 'ping-request', probe, about: tagFor('b') }
    for (const helper of helpersOf(scene))
      expect(scene.sent).toContainEqual([`at-${helper}`, request])
    expect(new Set(helpersOf(scene)).size).toBe(3)
    expect(helpersOf(scene)).not.toContain('b')
    expect(scene.sentTo('ping')).toEqual(['at-b'])
    expect(scene.sent).toContainEqual([
      'at-b',
      { kind: 'ping', probe, store: tagFor('a'), liveHash: scene.local.liveHash },
    ])
    expect(scene.armed(probeTimer)).toBe(300)
    expect(scene.peer('b')?.probe).toMatchObject({ stage: 'indirect', asked: 3, reported: 0 })
    expect(scene.statusOf('b')).toBe('alive')
  })

  it.each([
    [['a', 'b', 'c'], 1],
    [['a', 'b', 'c', 'd'], 2],
    [['a', 'b', 'c', 'd', 'e'], 3],
    [members, 3],
  ])('of %j, this member asks %i others', (names, count) => {
    expect(helpersOf(missed(names))).toHaveLength(count)
  })

  it('asks only those that are alive, and all of these if there are no more than it wants', () => {
    const scene = new Scene({ members: [...members, 'g', 'h'] }).heard().failed('c')
    scene.asking('b')
    for (const name of ['d', 'e', 'f']) scene.gossip('g', claim(name, 'suspect', { by: 'g' }))
    expect(helpersOf(scene.fire(probeTimer)).toSorted()).toEqual(['g', 'h'])
  })

  it('gives more time the less this member trusts itself', () => {
    const scene = new Scene({ members }).heard()
    scene.local = { ...scene.local, health: 2 }
    expect(scene.asking('b').due(probeTimer).armed(probeTimer)).toBe(900)
  })

  it('of two members, is evidence at once: there is nobody to ask', () => {
    const scene = missed(['a', 'b'])
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['suspect', 0])
    expect(scene.armed(suspicionTimer)).toBe(2_200)
    expect(scene.sentTo('ping')).toEqual([])
  })
})

describe('what the others say', () => {
  it('one that heard it ends the probe, and says which life it heard', () => {
    const scene = missed()
    const [helper = ''] = helpersOf(scene)
    scene.pingReport(helper, 'b', { finding: 'heard', incarnation: 2 })
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['alive', 0])
    expect(scene.disarms(probeTimer)).toBe(true)
    expect(scene.viewOf('b')?.incarnation).toBe(2)
    expect(scene.local.roundTrip).toBeUndefined()
  })

  it('the last one that says silent ends it: that is evidence, and this member is well', () => {
    const scene = missed()
    const [first = '', second = '', third = ''] = helpersOf(scene)
    scene.pingReport(first, 'b', { finding: 'silent' })
    scene.pingReport(second, 'b', { finding: 'silent' })
    expect([scene.statusOf('b'), scene.effects]).toEqual(['alive', []])
    scene.pingReport(third, 'b', { finding: 'silent' })
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['suspect', 0])
    expect(scene.disarms(probeTimer)).toBe(true)
    expect(scene.local.health).toBe(0)
  })

  it.each([
    [0, 3],
    [1, 2],
    [2, 1],
  ])('if only %i of three say anything in time, this member trusts itself %i less', (said, by) => {
    const scene = missed()
    for (const helper of helpersOf(scene).slice(0, said))
      scene.pingReport(helper, 'b', { finding: 'silent' })
    scene.due(probeTimer)
    expect(scene.statusOf('b')).toBe('suspect')
    expect(scene.local.health).toBe(by)
  })

  it('an ack of the peer itself ends it, to whichever ping', () => {
    const scene = missed().wait(10).ack('b')
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['alive', 0])
    expect(scene.disarms(probeTimer)).toBe(true)
    // Which of the two pings it answers is not known (Karn's rule).
    expect(scene.local.roundTrip).toBeUndefined()
  })

  it.each([
    ['of another probe', { probe: 99 }, 'd'],
    ['about another', { about: tagFor('c') }, 'd'],
    ['about nobody', { about: tagFor('x') }, 'd'],
    ['of a stranger', {}, 'x'],
  ])('a report %s is none', (_, more, from) => {
    const scene = missed()
    const before = scene.local
    scene.pingReport(from, 'b', { finding: 'heard', ...more })
    expect(scene.local).toBe(before)
    const { name, address } = sender(from)
    const stranger = { name, address, cluster: otherCluster.slice(0, 16) }
    scene.hear(stranger, {
      kind: 'ping-report',
      probe: scene.probeTo('b'),
      about: tagFor('b'),
      finding: 'heard',
      incarnation: 1,
      refutations: 0,
    })
    expect(scene.local).toBe(before)
  })

  it('a report that comes before anybody was asked, or when it is over, is none', () => {
    const early = new Scene({ members }).heard().asking('b')
    const asked = early.local
    expect(early.pingReport('d', 'b', { finding: 'heard' }).local).toBe(asked)
    const late = missed()
    const probe = late.probeTo('b')
    late.due(probeTimer)
    const over = late.local
    expect(late.pingReport('d', 'b', { finding: 'heard', probe }).local).toBe(over)
  })

  it('a report about one that left meanwhile is none', () => {
    const scene = missed()
    const probe = scene.probeTo('b')
    scene.learn('c', ejected('b'))
    const before = scene.local
    expect(scene.pingReport('d', 'b', { finding: 'silent', probe }).local).toBe(before)
  })
})

describe('a probe without an answer', () => {
  it('is this member’s own evidence: the peer is told, and the others', () => {
    const scene = missed().due(probeTimer)
    const claims = [claim('b', 'suspect', { by: 'a' })]
    expect(scene.sent).toContainEqual(['at-b', { kind: 'gossip', claims }])
    expect(scene.notices).toEqual([{ kind: 'peer-suspected', name: 'b', by: 'a' }])
    expect(scene.viewOf('b')?.reason).toBe(
      'b did not answer within 500 ms, nor 3 others that asked it',
    )
    // Three times 2000 + 3 * 200 ms, for nobody else has said so.
    expect(scene.armed(suspicionTimer)).toBe(7_800)
  })

  it('confirms what others say', () => {
    const scene = missed().gossip('c', claim('b', 'suspect'))
    scene.due(probeTimer)
    expect(scene.peer('b')?.accusation).toMatchObject({ by: [tagFor('c'), tagFor('a')] })
    expect(scene.notices).toEqual([{ kind: 'peer-confirmed', name: 'b', by: 'a' }])
  })

  it('says so if the peer took this member for none: a nack is no miss by itself', () => {
    const scene = new Scene({ members }).heard().asking('b').hear(sender('b'), nack)
    expect([scene.statusOf('b'), scene.probeTo('b') > 0]).toEqual(['alive', true])
    scene.due(probeTimer).due(probeTimer)
    expect(scene.viewOf('b')?.reason).toBe('b does not take this member for one (not-member)')
  })

  it('lets an ack after a nack win: two processes may listen at one address', () => {
    const scene = missed().hear(sender('b'), nack).ack('b')
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['alive', 0])
    const before = scene.local
    expect(scene.hear(sender('b'), nack).local).toBe(before)
  })
})

describe('the share of probes that is missed', () => {
  const rate = (scene: Scene): number => scene.local.missRate * 16

  it('rises by a sixteenth of the rest with each, and falls so with each answer', () => {
    const scene = missed()
    expect(rate(scene)).toBe(1)
    scene.ack('b')
    expect(rate(scene)).toBeCloseTo(15 / 16)
    scene.asking('b').due(probeTimer)
    expect(rate(scene)).toBeCloseTo(1 + (15 / 16) ** 2)
  })

  it('is of probes to those that live: that the dead do not answer is no loss', () => {
    const scene = new Scene({ members: ['a', 'b'] }).heard().failed('b')
    for (let i = 0; i < 3; i++) {
      scene.asking('b').due(probeTimer)
      expect([scene.probeTo('b'), rate(scene), scene.local.health]).toEqual([0, 0, 0])
    }
    const suspect = new Scene({ members: ['a', 'b'] }).heard().asking('b')
    suspect.gossip('b', claim('b', 'suspect')).due(probeTimer)
    expect(rate(suspect)).toBe(0)
  })

  it('is none again in the end', () => {
    const scene = missed(['a', 'b', 'c'])
    scene.local = { ...scene.local, missRate: 1e-7 }
    expect(scene.ack('b').local.missRate).toBe(0)
  })
})
