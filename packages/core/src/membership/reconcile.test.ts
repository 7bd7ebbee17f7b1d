import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMember, recordOf, rosterOf } from '../state/index.ts'
import { at, down, ejected, joined, named, storeOf, tagFor } from './cluster.fixture.ts'
import { fullMesh, Scene } from './scene.fixture.ts'

const peersOf = (scene: Scene): string[] => [...scene.local.peers.keys()].toSorted()

describe('the peers (M1)', () => {
  it('are the roster without oneself, thought alive until they are silent', () => {
    const scene = new Scene()
    expect(peersOf(scene)).toEqual(['b', 'c'])
    expect(scene.local.live.get(named('b'))).toEqual({
      name: 'b',
      store: storeOf('b'),
      address: 'at-b',
      status: 'alive',
      incarnation: 0,
      refutations: 0,
      reason: '',
      since: 1_000_000,
      lastAck: undefined,
      roundTripMs: undefined,
      clockOffsetMs: undefined,
      clock: undefined,
    })
  })

  it('come with a join and go with an eject, their probes with them', () => {
    const scene = new Scene({ config: fullMesh }).fire('membership/period').learn('b', joined('d'))
    expect(peersOf(scene)).toEqual(['b', 'c', 'd'])
    scene.learn('b', ejected('c'))
    expect(peersOf(scene)).toEqual(['b', 'd'])
    expect(scene.disarms('membership/probe/c')).toBe(true)
    expect(scene.disarms('membership/probe/b')).toBe(false)
  })

  it('follow any history of joins and ejects', () => {
    const step = fc.tuple(fc.boolean(), fc.constantFrom('b', 'c', 'd', 'e'))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const scene = new Scene({ members: ['a', 'b'] })
        for (const [isJoin, name] of steps) {
          scene.fire('membership/period')
          scene.learn('a', isJoin ? joined(name) : ejected(name))
          const others = rosterOf(scene.context.state).filter((record) => record.name !== 'a')
          expect(peersOf(scene)).toEqual(others.map((record) => record.name))
          expect([...scene.local.live.keys()].toSorted()).toEqual(peersOf(scene))
          expect(scene.local.answeringCount).toBe(others.length)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('keep what is known of them when the roster changes elsewhere', () => {
    const scene = new Scene().failed('b')
    const before = scene.peer('b')
    scene.learn('c', joined('d'))
    expect(scene.peer('b')).toBe(before)
    expect(scene.statusOf('b')).toBe('failed')
  })

  it('begin anew when another store takes the name', () => {
    const scene = new Scene().heard().failed('b').due('membership/period')
    expect(scene.probeTo('b')).not.toBe(0)
    scene.learn('c', joined('b', 'x', storeOf('b')))
    expect(scene.peer('b')).toEqual({
      view: {
        ...scene.viewOf('c'),
        name: 'b',
        store: storeOf('x'),
        address: 'at-b',
        incarnation: 0,
        since: scene.now,
      },
      probe: undefined,
      accusation: undefined,
      failedSince: undefined,
      triedAt: Number.NEGATIVE_INFINITY,
      isLoggedDown: false,
    })
    expect(scene.disarms('membership/probe/b')).toBe(true)
  })

  it('are nobody for a member that was ejected', () => {
    const scene = new Scene({ config: fullMesh }).fire('membership/period').learn('b', ejected('a'))
    expect(peersOf(scene)).toEqual([])
    expect(scene.disarms('membership/probe/b') && scene.disarms('membership/probe/c')).toBe(true)
  })

  it('move: the probe to the old address is dropped, the verdict stays', () => {
    const scene = new Scene().failed('b').due('membership/period')
    expect(scene.probeTo('b')).not.toBe(0)
    scene.learn('b', { kind: 'member-moved', address: at('new') })
    expect(scene.local.live.get(named('b'))).toMatchObject({ address: 'at-new', status: 'failed' })
    expect(scene.disarms('membership/probe/b')).toBe(true)
    scene.wait(4_000).due('membership/period')
    expect(scene.sentTo('ping')).toContain('at-new')
  })

  it('that the log says are down start failed, and must be heard', () => {
    const scene = new Scene({ members: ['a'] }).learn('a', joined('b'))
    scene.learn('a', down('b'))
    const late = new Scene({ members: ['b', 'c'], self: 'a' })
    late.learn('b', down('c')).learn('b', joined('a'))
    expect(late.local.live.get(named('c'))).toMatchObject({ status: 'failed', reason: 'logged' })
    expect(late.local.live.get(named('b'))).toMatchObject({ status: 'alive' })
    late.due('membership/period').ack('c')
    expect(late.notices).toEqual([{ kind: 'peer-recovered', name: 'c' }])
  })
})

describe('a displaced member', () => {
  it('is listed under its new name and keeps what is known of it', () => {
    const scene = new Scene({ members: ['a', 'b'] }).learn('b', joined('b', 'z'))
    const [, displaced = ''] = peersOf(scene)
    expect(displaced).toMatch(/^b#/)
    scene.asking(displaced)
    scene.ack('b', { store: tagFor('z'), incarnation: 4, probe: scene.probeTo(displaced) })
    expect([scene.viewOf(displaced)?.incarnation, scene.viewOf('b')?.incarnation]).toEqual([4, 0])
  })
})

describe('the own address (M13)', () => {
  it('is logged when it is another than the log says, once', () => {
    const scene = new Scene({ process: { address: at('new') } })
    const own = recordOf(scene.context.state, storeOf('a'))
    expect(own?.address).toBe('at-new')
    const { state } = scene.learn('b', joined('d')).context
    expect(state.ts.counter).toBe(5)
  })

  it('is not logged while another process writes to the own store, until that is renewed', () => {
    const scene = new Scene()
    scene.self = { ...scene.self, address: at('new') }
    scene.isEstranged = true
    scene.learn('b', joined('d'))
    expect(recordOf(scene.context.state, storeOf('a'))?.address).toBe('at-a')
    scene.isEstranged = false
    scene.learn('b', joined('e'))
    expect(recordOf(scene.context.state, storeOf('a'))?.address).toBe('at-new')
  })

  it('is nobody else to log: not a member, nothing said', () => {
    const scene = new Scene({ process: { address: at('new'), store: storeOf('z') } })
    expect(isMember(scene.context.state, storeOf('z'))).toBe(false)
    expect(scene.context.state.ts.counter).toBe(3)
    const out = new Scene().learn('b', ejected('a'))
    out.self = { ...out.self, address: at('new') }
    out.learn('b', joined('d'))
    expect(recordOf(out.context.state, storeOf('a'))?.address).toBe('at-a')
    expect(out.logged).toBe(5)
  })
})

it('for a client there is nothing to reconcile', () => {
  const client = new Scene({ role: 'client', self: 'x' })
  expect(client.local.peers.size).toBe(0)
  expect(client.effects).toEqual([])
})
