import { describe, expect, it } from 'vitest'
import { claim, joined, otherCluster, sender, tagFor } from '../cluster.fixture.ts'
import { fullMesh, Scene } from '../scene.fixture.ts'

const marks = (scene: Scene): string[] =>
  scene.effects.flatMap((effect) => (effect.kind === 'mark' ? [effect.mark] : []))

describe('an ack in time', () => {
  it('measures the round trip and the clock by the probe it answers (M2)', () => {
    const scene = new Scene({ members: ['a', 'b'] }).asking('b').wait(40)
    scene.ack('b', { wall: scene.now + 1_000, incarnation: 5, refutations: 2 })
    expect(scene.viewOf('b')).toEqual({
      name: 'b',
      store: scene.viewOf('b')?.store,
      address: 'at-b',
      status: 'alive',
      incarnation: 5,
      refutations: 2,
      reason: '',
      since: 1_000_000,
      lastAck: scene.now,
      roundTripMs: 40,
      clockOffsetMs: 1_020,
      clock: { baseMs: 1_020, at: scene.now },
    })
    expect(scene.local.roundTrip).toEqual({ smoothedMs: 40, variationMs: 20 })
    expect(scene.effects).toEqual([{ kind: 'disarm', timer: 'membership/probe/b' }])
  })

  it('of a peer that was heard of changes nothing but when it was heard', () => {
    const scene = new Scene().heard().asking('b')
    const before = scene.local.live
    scene.ack('b')
    expect(scene.local.live.get(sender('c').name)).toBe(before.get(sender('c').name))
    expect(scene.viewOf('b')).toMatchObject({ lastAck: scene.now, since: 1_000_000 })
    expect(scene.notices).toEqual([])
  })

  it('of one peer says nothing of another: who hangs delays nobody’s answer', () => {
    const scene = new Scene({ members: ['a', 'b', 'c', 'd'], config: fullMesh })
    scene.due('membership/period').wait(1).ack('c').ack('d')
    expect([scene.viewOf('c')?.roundTripMs, scene.viewOf('d')?.roundTripMs]).toEqual([1, 1])
    expect(scene.probeTo('b')).toBeGreaterThan(0)
  })

  it('of a displaced member is for the store it speaks for', () => {
    const scene = new Scene({ config: fullMesh }).learn('b', joined('c', 'z'))
    scene.due('membership/period')
    const displaced = [...scene.local.peers.keys()].find((name) => name.includes('#')) ?? ''
    expect(scene.sentTo('ping').filter((to) => to === 'at-c')).toHaveLength(2)
    scene.ack('c', { probe: scene.probeTo(displaced), store: tagFor('z') })
    expect(scene.probeTo(displaced)).toBe(0)
    expect(scene.probeTo('c')).not.toBe(0)
  })
})

describe('an ack that comes late', () => {
  it('measures nothing, and leaves the next probe alone', () => {
    const scene = new Scene({ members: ['a', 'b'] }).heard().asking('b')
    const probe = scene.probeTo('b')
    scene.due('membership/probe/b').asking('b').ack('b', { probe })
    expect(scene.viewOf('b')).toMatchObject({ lastAck: scene.now, roundTripMs: undefined })
    expect(scene.probeTo('b')).toBeGreaterThan(probe)
    expect(scene.disarms('membership/probe/b')).toBe(false)
    expect(marks(scene)).toEqual(['membership.late-ack'])
  })

  it('is life all the same: a member whose every answer is late never fails', () => {
    const scene = new Scene({ members: ['a', 'b'] }).heard()
    for (let refutations = 0; refutations < 10; refutations++) {
      scene.asking('b')
      const probe = scene.probeTo('b')
      scene.due('membership/probe/b').wait(100)
      expect(scene.ack('b', { probe, refutations: refutations + 1 }).statusOf('b')).toBe('alive')
    }
  })
})

describe('an ack is refused, and is no life,', () => {
  it.each([
    ['for a probe that was never sent', { probe: 99 }, sender('b')],
    ['for the next probe, before it is sent', { probe: 2 }, sender('b')],
    ['for a store that is no peer', { store: tagFor('x') }, sender('b')],
    ['of an earlier life', { incarnation: 1, refutations: 9 }, sender('b')],
    ['of another cluster', {}, sender('b', otherCluster)],
    ['of another member than it names', {}, sender('c')],
    ['of a client', {}, { ...sender('b'), cluster: '' }],
  ])('%s', (_, more, from) => {
    const scene = new Scene().heard().gossip('b', claim('b', 'alive', { incarnation: 5 }))
    scene.failed('b').asking('b')
    expect(scene.local.nextProbe).toBe(2)
    const before = scene.local
    const ack = { kind: 'ack', store: tagFor('b'), incarnation: 5, refutations: 1 } as const
    scene.hear(from, { ...ack, probe: scene.probeTo('b'), wall: 0, ...more })
    expect(scene.notices).toMatchObject([{ kind: 'message-refused', message: 'ack' }])
    expect(scene.statusOf('b')).toBe('failed')
    expect(scene.local).toBe(before)
  })
})

describe('an ack of one that is not alive here', () => {
  const accused = (status: 'suspect' | 'failed'): Scene =>
    new Scene({ members: ['a', 'b', 'c'] }).heard().asking('b').gossip('c', claim('b', status))

  it.each(['suspect', 'failed'] as const)(
    '(%s) that does not know it is told so, to say that it lives: only its own word counts (M5)',
    (status) => {
      const scene = accused(status).ack('b')
      expect(scene.statusOf('b')).toBe(status)
      expect(scene.probeTo('b')).toBe(0)
      const claims = [claim('b', status)]
      expect(scene.sent).toEqual([['at-b', { kind: 'gossip', claims }]])
      scene.gossip('b', claim('b', 'alive', { refutations: 1 }))
      expect(scene.statusOf('b')).toBe('alive')
    },
  )

  it.each([
    ['suspect', [{ kind: 'peer-refuted', name: 'b', refutations: 1 }]],
    ['failed', [{ kind: 'peer-recovered', name: 'b' }]],
  ] as const)('(%s) after a refutation is its own word', (status, notices) => {
    const scene = accused(status).refutes('b')
    expect(scene.notices).toEqual(notices)
    expect(scene.viewOf('b')).toMatchObject({ status: 'alive', reason: '', since: scene.now })
  })

  it('(failed) in a new life is its own word, and needs no refutation', () => {
    const scene = accused('failed').ack('b', { incarnation: 2 })
    expect(scene.viewOf('b')).toMatchObject({ status: 'alive', incarnation: 2, refutations: 0 })
  })

  it('(failed) to a try to reach it brings it back, and who is told has it back too', () => {
    const scene = new Scene({ members: ['a', 'b', 'c'] }).heard().failed('b').asking('b')
    scene.refutes('b')
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['alive', 0])
    const { claims } = scene.local.gossip.take({ bytesMax: 1_000, limit: 9 })
    expect(claims).toContainEqual(claim('b', 'alive', { refutations: 1 }))
  })
})
