import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMember, recordOf, rosterOf } from '../state/index.ts'
import { at, down, ejected, joined, named, sender, storeOf } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

const peersOf = (scene: Scene): string[] => [...scene.local.peers.keys()].toSorted()

describe('the peers (M1)', () => {
  it('are the roster without oneself, thought alive until they miss', () => {
    const scene = new Scene()
    expect(peersOf(scene)).toEqual(['b', 'c'])
    expect(scene.local.live.get(named('b'))).toEqual({
      name: 'b',
      store: storeOf('b'),
      address: 'at-b',
      status: 'alive',
      incarnation: 0,
      reason: '',
      since: 1_000_000,
      lastAck: undefined,
      roundTripMs: undefined,
      clockOffsetMs: undefined,
      clock: undefined,
    })
  })

  it('come with a join and go with an eject, their probes with them', () => {
    const scene = new Scene().fire('membership/period').learn('b', joined('d'))
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
          expect(scene.local.aliveCount).toBe(others.length)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('keep what is known of them when the roster changes elsewhere', () => {
    const scene = new Scene().period(['c']).period(['c']).period(['c'])
    const before = scene.local.peers.get(named('b'))
    scene.learn('c', joined('d'))
    expect(scene.local.peers.get(named('b'))).toBe(before)
    expect(scene.statusOf('b')).toBe('failed')
  })

  it('begin anew when another store takes the name', () => {
    const scene = new Scene().period(['c']).period(['c']).period(['c']).fire('membership/period')
    scene.learn('c', joined('b', 'x', storeOf('b')))
    expect(scene.local.peers.get(named('b'))).toMatchObject({
      view: { store: storeOf('x'), status: 'alive', lastAck: undefined },
      missed: 0,
      probe: undefined,
    })
    expect(scene.disarms('membership/probe/b')).toBe(true)
  })

  it('are nobody for a member that was ejected', () => {
    const scene = new Scene().fire('membership/period').learn('b', ejected('a'))
    expect(peersOf(scene)).toEqual([])
    expect(scene.disarms('membership/probe/b') && scene.disarms('membership/probe/c')).toBe(true)
  })

  it('move: the probe to the old address is dropped, the verdict stays', () => {
    const scene = new Scene().period(['c']).period(['c']).period(['c']).fire('membership/period')
    scene.learn('b', { kind: 'member-moved', address: at('new') })
    expect(scene.local.live.get(named('b'))).toMatchObject({ address: 'at-new', status: 'failed' })
    expect(scene.disarms('membership/probe/b')).toBe(true)
    scene.ack('c').wait(1_000).fire('membership/period')
    expect(scene.sent.map(([to]) => to)).toEqual(['at-new', 'at-c'])
  })

  it('that the log says are down start failed, and must be heard', () => {
    const scene = new Scene({ members: ['a'] }).learn('a', joined('b'))
    scene.learn('a', down('b'))
    const late = new Scene({ members: ['b', 'c'], self: 'a' })
    late.learn('b', down('c')).learn('b', joined('a'))
    expect(late.local.live.get(named('c'))).toMatchObject({ status: 'failed', reason: 'logged' })
    expect(late.local.live.get(named('b'))).toMatchObject({ status: 'alive' })
    late.fire('membership/period').ack('c')
    expect(late.notices).toEqual([{ kind: 'peer-recovered', name: 'c' }])
  })
})

describe('a displaced member', () => {
  it('is listed under its new name and keeps what is known of it', () => {
    const scene = new Scene({ members: ['a', 'b'] }).learn('b', joined('b', 'z'))
    const [, displaced = ''] = peersOf(scene)
    expect(displaced).toMatch(/^b#/)
    scene.fire('membership/period')
    const ping = { kind: 'ping', probe: 1, store: storeOf('z'), incarnation: 4, wall: 0 } as const
    scene.hear(sender('b'), ping)
    expect(scene.local.peers.get(named(displaced))?.view.incarnation).toBe(4)
    expect(scene.local.peers.get(named('b'))?.view.incarnation).toBe(0)
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
