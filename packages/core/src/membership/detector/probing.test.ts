import { describe, expect, it } from 'vitest'
import { at, claim, ejected, tagFor } from '../cluster.fixture.ts'
import { fullMesh, Scene } from '../scene.fixture.ts'

const probeTimer = 'membership/probe/b'
const members = ['a', 'b', 'c', 'd', 'e']

describe('a probe', () => {
  it('is a ping with a number, a deadline, and a hash of what is believed of the others', () => {
    const scene = new Scene({ members }).heard().failed('c').asking('b')
    const { liveHash } = scene.local
    expect(liveHash).not.toBe(0)
    expect(scene.sent).toContainEqual([
      'at-b',
      { kind: 'ping', probe: scene.probeTo('b'), store: tagFor('a'), liveHash },
    ])
    expect(scene.armed(probeTimer)).toBe(500)
  })

  it('never uses a number twice (M2)', () => {
    const scene = new Scene({ members, config: fullMesh })
    const used: number[] = []
    for (let i = 0; i < 3; i++) {
      scene.due('membership/period')
      const names = members.filter((name) => name !== 'a')
      used.push(...names.map((name) => scene.probeTo(name)))
      for (const name of names) scene.ack(name)
    }
    expect(used).toEqual([...new Set(used)].toSorted((x, y) => x - y))
    expect(scene.local.nextProbe).toBe(13)
  })

  it('is the only one to its peer: who hangs is left alone, and delays nobody (M3)', () => {
    const scene = new Scene({ members, config: { ...fullMesh, probeTimeoutMs: 5_000 } })
    scene.due('membership/period').ack('c').ack('d').ack('e')
    const hanging = scene.probeTo('b')
    scene.due('membership/period')
    expect(scene.sentTo('ping')).toEqual(['at-c', 'at-d', 'at-e'])
    expect(scene.probeTo('b')).toBe(hanging)
  })

  it('is over with its ack: its deadline is dropped', () => {
    const scene = new Scene({ members }).asking('b').wait(20).ack('b')
    expect(scene.probeTo('b')).toBe(0)
    expect(scene.disarms(probeTimer)).toBe(true)
    const before = scene.local
    expect(scene.fire(probeTimer).local).toBe(before)
  })

  it('is over when its peer leaves or moves', () => {
    const asked = (): Scene => new Scene({ members }).asking('b')
    const gone = asked().learn('c', ejected('b'))
    expect(gone.disarms(probeTimer)).toBe(true)
    expect(gone.fire(probeTimer).sent).toEqual([])
    const moved = asked().learn('b', { kind: 'member-moved', address: at('q') })
    expect([moved.probeTo('b'), moved.disarms(probeTimer)]).toEqual([0, true])
    expect(moved.asking('b').sentTo('ping')).toContain('at-q')
  })

  it('that was never begun has no deadline: whoever is no peer is not missed', () => {
    const scene = new Scene({ members })
    const before = scene.local
    expect(scene.fire('membership/probe/x').local).toBe(before)
    expect(scene.fire(probeTimer).local).toBe(before)
  })
})

describe('nobody is asked', () => {
  it('by who is no member', () => {
    const scene = new Scene({ members }).learn('b', ejected('a'))
    for (let i = 0; i < 3; i++) expect(scene.due('membership/period').sent).toEqual([])
  })

  it('while the own link is down, whatever comes in late (M7)', () => {
    const scene = new Scene({ members }).heard().give({ kind: 'link-changed', link: 'down' })
    scene.gossip('c', ...['b', 'd', 'e'].map((name) => claim(name, 'suspect')))
    for (const name of ['b', 'd', 'e']) expect(scene.probeTo(name)).toBe(0)
    expect(scene.hint('b').sent).toEqual([])
    for (let i = 0; i < 3; i++) expect(scene.due('membership/period').sent).toEqual([])
  })
})

describe('how long an ack may take', () => {
  /** How long the next one may take after acks that took so long. */
  const after = (roundTripsMs: readonly number[]): number | undefined => {
    const scene = new Scene({ members })
    for (const ms of roundTripsMs) scene.asking('b').wait(ms).ack('b')
    return scene.asking('b').armed(probeTimer)
  }

  it.each<[readonly number[], number]>([
    [[], 500],
    [[1], 150],
    [[40], 150],
    [[100], 300],
    [[150], 450],
    [[300], 500],
    [[100, 100], 250],
  ])('after acks within %j ms: %i ms', (roundTripsMs, ms) => {
    expect(after(roundTripsMs)).toBe(ms)
  })

  it.each([
    [0, 500],
    [1, 1_000],
    [3, 2_000],
    [8, 4_500],
  ])('at a local health of %i: %i ms', (health, ms) => {
    const scene = new Scene({ members })
    scene.local = { ...scene.local, health }
    expect(scene.asking('b').armed(probeTimer)).toBe(ms)
  })

  it('each answer makes this member trust itself more, as each silence made it doubt', () => {
    const scene = new Scene({ members })
    scene.local = { ...scene.local, health: 3 }
    for (const health of [2, 1, 0, 0]) {
      scene.asking('b').ack('b')
      expect(scene.local.health).toBe(health)
    }
  })
})
