import { describe, expect, it } from 'vitest'
import type { Message } from '../model/index.ts'
import { marked, succeed } from '../model/index.ts'
import { answers, ask, asked, holderTimer, outside } from './applicant.fixture.ts'
import {
  at,
  ejected,
  homeCluster,
  joined,
  named,
  sender,
  storeOf,
  tagFor,
} from './cluster.fixture.ts'
import { fullMesh, Scene } from './scene.fixture.ts'

describe('a free name', () => {
  it('is given by an entry, and answered only once the entry is durable (M20)', () => {
    const scene = new Scene().hear(outside('x'), ask('x', 'x'))
    expect(scene.events).toEqual([joined('x')])
    expect(scene.decision?.effects.map(({ kind }) => kind)).toEqual(['arm'])
    const reply: Message = {
      kind: 'join-reply',
      store: storeOf('x'),
      outcome: succeed(homeCluster),
    }
    expect(scene.decision?.then).toEqual([
      { kind: 'send', to: { name: 'x', address: 'at-x' }, message: reply },
    ])
    expect(scene.statusOf('x')).toBe('alive')
  })

  it('of a member ejected before is free: it comes back as a new store', () => {
    const scene = new Scene()
      .learn('a', ejected('b'))
      .hear(sender('b'), ask('b', 'x', storeOf('b')))
    expect(scene.events).toEqual([joined('b', 'x')])
    expect(answers(scene)).toEqual(['at-b: let in'])
  })
})

describe('a sponsor whose clock is far from a majority', () => {
  it('lets nobody in: others would hold the entry back, and the newcomer with it (M24)', () => {
    const scene = new Scene({ config: fullMesh }).fire('membership/period')
    for (const name of ['b', 'c']) scene.ack(name, { wall: scene.now + 3_600_000 })
    scene.hear(outside('x'), ask('x', 'x'))
    expect(scene.events).toEqual([])
    expect(answers(scene)).toEqual(['at-x: clock-unsynchronised'])
  })

  it.each([[['a']], [['a', 'b', 'c']]])('nor if its log is far ahead of it: %s', (members) => {
    const scene = new Scene({ members })
    scene.wallAhead = -10_001
    expect(answers(scene.hear(outside('x'), ask('x', 'x')))).toEqual(['at-x: clock-unsynchronised'])
  })
})

describe('the same request again (M19)', () => {
  it('is accepted again, without another entry', () => {
    const scene = new Scene().hear(outside('x'), ask('x', 'x')).hear(outside('x'), ask('x', 'x'))
    expect(scene.events).toEqual([])
    expect(answers(scene)).toEqual(['at-x: let in'])
  })

  it('is not answered while the entry is not durable', () => {
    const scene = new Scene().hear(outside('x'), ask('x', 'x'))
    scene.isDurable = false
    const { effects } = scene.hear(outside('x'), ask('x', 'x'))
    expect(effects).toEqual([marked('membership.accepted-unsynced')])
  })

  it('at another member that holds the entry is accepted too', () => {
    const scene = new Scene().learn('b', joined('x')).hear(outside('x'), ask('x', 'x'))
    expect(answers(scene)).toEqual(['at-x: let in'])
  })

  it('of a store displaced meanwhile is accepted too', () => {
    const scene = new Scene().learn('b', joined('c', 'z')).hear(outside('c'), ask('c', 'z'))
    expect(answers(scene)).toEqual(['at-c: let in'])
  })

  it.each([
    ['with a store that is out for good', 'b', 'b', 'cluster-state'],
    ['with the store of another name', 'x', 'c', 'name-taken'],
  ])('%s is refused', (_, name, store, kind) => {
    const scene = new Scene().learn('a', ejected('b')).hear(outside(name), ask(name, store))
    expect(answers(scene)).toEqual([`at-${name}: ${kind}`])
    expect(scene.events).toEqual([])
  })

  it('with a known store under another name is refused', () => {
    const scene = new Scene().hear(
      { ...outside('x'), address: at('c') },
      { ...ask('x', 'c'), address: at('c') },
    )
    expect(answers(scene)).toEqual(['at-c: name-taken'])
  })

  it('with a known store from another address is refused', () => {
    const moved = { ...outside('b'), address: at('q') }
    const scene = new Scene().hear(moved, { ...ask('b', 'b'), address: at('q') })
    expect(answers(scene)).toEqual(['at-q: name-taken'])
  })
})

describe('a name that is held (M18)', () => {
  it('by the member asked itself is taken, whatever is claimed (D10)', () => {
    for (const previous of [null, storeOf('a'), storeOf('q')]) {
      const from = { ...outside('a'), address: at('q') }
      const scene = new Scene().hear(from, { ...ask('a', 'x', previous), address: at('q') })
      expect(answers(scene)).toEqual(['at-q: name-taken'])
      expect(scene.events).toEqual([])
    }
  })

  it('by a store that the joiner gives up is replaced at once', () => {
    const scene = new Scene().hear(outside('b'), ask('b', 'x', storeOf('b')))
    expect(scene.events).toEqual([joined('b', 'x', storeOf('b'))])
    expect(answers(scene)).toEqual(['at-b: let in'])
    expect(scene.local.live.get(named('b'))).toMatchObject({ store: storeOf('x'), status: 'alive' })
  })

  it('by the very member that asks is taken: it is a member already (D9)', () => {
    const scene = new Scene().hear(sender('b'), ask('b', 'x'))
    expect(answers(scene)).toEqual(['at-b: name-taken'])
    expect(scene.notices).toMatchObject([
      { message: 'join-request', refusal: { detail: 'b is a member already' } },
    ])
    expect(asked(scene)).toEqual([])
  })

  it('by another store than the one given up is asked, same cluster or not', () => {
    const scene = new Scene().hear(sender('b'), ask('b', 'x', storeOf('q')))
    expect(asked(scene)).toEqual(['at-b'])
  })

  it('by a store that fails already is replaced at once', () => {
    const scene = new Scene().failed('b')
    scene.hear(outside('b'), ask('b', 'x'))
    expect(scene.events).toEqual([joined('b', 'x', storeOf('b'))])
  })

  it('by a store that failed before a pause is asked first: the view is old', () => {
    const scene = new Scene().failed('b')
    scene.command(1, { kind: 'set-housekeeping', running: false })
    expect(asked(scene.hear(outside('b'), ask('b', 'x')))).toEqual(['at-b'])
  })

  it('is asked; an answer of that store means it is taken', () => {
    const scene = new Scene().hear(outside('b'), ask('b', 'x'))
    expect(asked(scene)).toEqual(['at-b'])
    expect(scene.armed(holderTimer)).toBe(500)
    expect(answers(scene)).toEqual([])
    scene.ack('b', { probe: scene.local.nextProbe - 1 })
    expect(answers(scene)).toEqual(['at-b: name-taken'])
    expect(scene.disarms(holderTimer)).toBe(true)
    expect(scene.local.sponsored.size).toBe(0)
    expect(scene.fire(holderTimer).effects).toEqual([])
  })

  it.each([
    ['of a probe sent before it was asked', { probe: 1 }, sender('b')],
    ['of another store', { store: tagFor('x') }, sender('b')],
    ['of another cluster', {}, outside('b')],
    ['of another member', {}, sender('c')],
    ['of a probe never sent', { probe: 99 }, sender('b')],
  ])('is not taken by an answer %s', (_, more, from) => {
    const scene = new Scene().asking('b').hear(outside('b'), ask('b', 'x'))
    const probe = scene.local.nextProbe - 1
    const ack = { kind: 'ack', probe, store: tagFor('b'), incarnation: 1, refutations: 0 } as const
    scene.hear(from, { ...ack, wall: 0, ...more })
    expect(answers(scene)).toEqual([])
    expect(scene.local.sponsored.size).toBe(1)
  })

  it('is asked three times; silence then lets the newcomer in (lost store)', () => {
    const scene = new Scene().hear(outside('b'), ask('b', 'x'))
    for (let i = 0; i < 2; i++) {
      scene.wait(500).fire(holderTimer)
      expect(asked(scene)).toEqual(['at-b'])
      expect(scene.events).toEqual([])
    }
    scene.wait(500).fire(holderTimer)
    expect(scene.events).toEqual([joined('b', 'x', storeOf('b'))])
    expect(answers(scene)).toEqual(['at-b: let in'])
    expect(scene.disarms(holderTimer)).toBe(true)
    expect(scene.local.sponsored.size).toBe(0)
  })

  it('is not won by a nack of whoever listens there now', () => {
    const scene = new Scene().hear(outside('b'), ask('b', 'x'))
    scene.hear(outside('b'), { kind: 'nack', about: 'ping', refusal: 'not-member' })
    expect(scene.events).toEqual([])
    scene.ack('b', { probe: scene.local.nextProbe - 1 })
    expect(answers(scene)).toEqual(['at-b: name-taken'])
  })

  it('repeated requests neither ask more often nor wait longer; the last one is answered', () => {
    const scene = new Scene().hear(outside('b'), ask('b', 'x'))
    for (let i = 0; i < 3; i++) {
      scene.wait(499).hear(outside('b'), ask('b', i === 0 ? 'x' : 'y'))
      expect(scene.effects).toEqual([])
      scene.wait(1).fire(holderTimer)
    }
    expect(scene.events).toEqual([joined('b', 'y', storeOf('b'))])
  })

  it('two joiners under one name: one is let in, the other is then told it is taken', () => {
    const scene = new Scene({ members: ['a'] }).hear(outside('b'), ask('b', 'x'))
    expect(answers(scene)).toEqual(['at-b: let in'])
    const other = { ...outside('b'), address: at('q') }
    scene.hear(other, { ...ask('b', 'y'), address: at('q') })
    expect(asked(scene)).toEqual(['at-b'])
    const probe = scene.local.nextProbe - 1
    scene.ack('b', { probe, store: tagFor('x') })
    expect(answers(scene)).toEqual(['at-q: name-taken'])
  })
})

describe('who sponsors nobody', () => {
  it.each([
    ['a client', new Scene({ role: 'client', self: 's' }), 'cluster-config'],
    [
      'a member whose log is on its way',
      new Scene({ process: { store: storeOf('z') } }),
      'not-joined',
    ],
    ['an ejected member', new Scene().learn('b', ejected('a')), 'not-joined'],
    [
      'a member that is joining elsewhere itself',
      new Scene().command(1, { kind: 'join', contact: at('q'), timeoutMs: 9 }),
      'not-joined',
    ],
  ])('%s', (_, scene, kind) => {
    const before = scene.local
    scene.hear(outside('x'), ask('x', 'x'))
    expect(answers(scene)).toEqual([`at-x: ${kind}`])
    expect(scene.events).toEqual([])
    expect(scene.local).toBe(before)
  })

  it.each([
    ['another name', { ...ask('x', 'x'), name: named('y') }],
    ['another address', { ...ask('x', 'x'), address: at('y') }],
  ])('whoever asks for %s than its frame proves (M21)', (_, request) => {
    const scene = new Scene().hear(outside('x'), request)
    expect(answers(scene)).toEqual(['at-x: invalid-token'])
    expect(scene.events).toEqual([])
  })
})
