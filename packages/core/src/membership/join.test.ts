import { describe, expect, it } from 'vitest'
import type { JoinRequest, Outcome, Refusal } from '../model/index.ts'
import { marked, refuse, succeed } from '../model/index.ts'
import type { ClusterId } from '../model/index.ts'
import { at, ejected, joined, otherCluster, sender, storeOf } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

const join = { kind: 'join', contact: at('s'), timeoutMs: 3_000 } as const
const sponsor = sender('s', otherCluster)

/** The joiner, alone in its own cluster, asks to join at s. */
const asking = (): Scene => new Scene({ members: ['a'] }).command(1, join)

const requestOf = (scene: Scene): JoinRequest => {
  const request = scene.local.joining?.request
  if (request === undefined) throw new Error('a join is pending')
  return request
}

const answered = (scene: Scene, outcome: Outcome<ClusterId>): Scene =>
  scene.hear(sponsor, { kind: 'join-reply', store: requestOf(scene).store, outcome })

const refusalIn = (scene: Scene): Refusal | undefined => {
  const [[, outcome] = []] = scene.settled as readonly (readonly [number, Outcome<null>])[]
  return outcome?.ok === false ? outcome.refusal : undefined
}

const isOver = (scene: Scene): boolean =>
  scene.local.joining === undefined &&
  scene.disarms('membership/join') &&
  scene.disarms('membership/join-retry')

describe('asking to join', () => {
  it('sends a request with a new store, and arms its deadline and its repetition', () => {
    const scene = asking()
    const { store } = requestOf(scene)
    const request = { kind: 'join-request', name: 'a', address: 'at-a', store, previous: null }
    expect(scene.sent).toEqual([['at-s', request]])
    expect(store).toMatch(/^[0-9a-f]{32}$/)
    expect(store).not.toBe(storeOf('a'))
    expect(scene.armed('membership/join')).toBe(3_000)
    expect(scene.armed('membership/join-retry')).toBe(500)
  })

  it('repeats the same request until it is answered', () => {
    const scene = asking()
    const request = requestOf(scene)
    for (let i = 0; i < 3; i++) {
      scene.wait(500).fire('membership/join-retry')
      expect(scene.sent).toEqual([['at-s', request]])
      expect(scene.armed('membership/join-retry')).toBe(500)
    }
  })

  it('mints another store every time (M17)', () => {
    const scene = asking()
    const { store } = requestOf(scene)
    answered(scene, refuse('name-taken', 'taken')).command(2, join)
    expect(requestOf(scene).store).not.toBe(store)
  })

  it.each([
    ['while another join is pending', asking(), at('t'), 'cluster-state', 'a is joining at at-s'],
    ['at its own address', new Scene({ members: ['a'] }), at('a'), 'invalid-option', 'a itself'],
    [
      'as a client',
      new Scene({ role: 'client', self: 'x' }),
      at('s'),
      'cluster-config',
      'a client has no address to be reached at: only members join',
    ],
  ])('is refused %s, and changes nothing', (_, scene, contact, kind, text) => {
    const before = scene.local
    scene.command(9, { ...join, contact })
    expect(scene.settled).toMatchObject([[9, { ok: false, refusal: { kind } }]])
    expect(refusalIn(scene)?.detail).toContain(text)
    expect(scene.effects).toHaveLength(1)
    expect(scene.local).toBe(before)
  })
})

describe('let in', () => {
  it('begins an empty log under the new identity and pulls from whoever let it in', () => {
    const scene = answered(asking(), succeed(otherCluster))
    const { store } = requestOf(scene)
    expect(scene.decision?.adopt).toEqual({ store, cluster: otherCluster })
    const pull = { kind: 'pull', vector: new Map(), bytesMax: 256 * 1024 }
    expect(scene.sent).toEqual([['at-s', pull]])
    expect(scene.settled).toEqual([])
    expect(scene.local.peers.size).toBe(0)
  })

  it('pulls again until its own store is in the log, then settles null, once', () => {
    const scene = answered(asking(), succeed(otherCluster)).wait(500)
    scene.fire('membership/join-retry')
    expect(scene.sent).toMatchObject([['at-s', { kind: 'pull' }]])
    const { store } = requestOf(scene)
    scene.learn('s', { ...foundedBy('s'), cluster: otherCluster })
    expect(scene.settled).toEqual([])
    scene.learn('s', {
      kind: 'member-joined',
      name: scene.self.name,
      address: at('a'),
      store,
      replaces: null,
    })
    expect(scene.settled).toEqual([[1, succeed(null)]])
    expect(isOver(scene)).toBe(true)
    expect([...scene.local.peers.keys()]).toEqual(['s'])
    expect(scene.fire('membership/join').settled).toEqual([])
    expect(scene.fire('membership/join-retry').sent).toEqual([])
  })

  it('told twice, adopts once', () => {
    const scene = answered(asking(), succeed(otherCluster))
    answered(scene, succeed(otherCluster))
    expect(scene.decision?.adopt).toBeUndefined()
    expect(scene.effects).toEqual([])
    answered(scene, refuse('name-taken', 'late'))
    expect(scene.effects).toEqual([])
  })

  it('but without a log by the deadline, the refusal says so', () => {
    const scene = answered(asking(), succeed(otherCluster)).fire('membership/join')
    expect(refusalIn(scene)).toEqual({
      kind: 'network-error',
      detail: 'at-s let a in, but its log did not arrive within 3000 ms',
    })
    expect(isOver(scene)).toBe(true)
  })

  it('but cut off from the log, the next join gives up the store that was let in', () => {
    const scene = answered(asking(), succeed(otherCluster))
    const { store } = requestOf(scene)
    scene.fire('membership/join').command(2, join)
    expect(requestOf(scene)).toMatchObject({ previous: store })
  })
})

describe('refused (M16)', () => {
  it('settles with the refusal and leaves everything as it was', () => {
    const scene = new Scene({ members: ['a', 'b'] }).asking('b').ack('b')
    const before = scene.local
    scene.command(1, join)
    answered(scene, refuse('name-taken', 'a is taken'))
    expect(refusalIn(scene)).toEqual({ kind: 'name-taken', detail: 'a is taken' })
    expect(scene.decision?.adopt).toBeUndefined()
    expect(scene.events).toEqual([])
    expect(isOver(scene)).toBe(true)
    expect(scene.local).toEqual(before)
  })

  it.each(['not-joined', 'overloaded'] as const)('%s is not no: asks on, then says it', (kind) => {
    const scene = answered(asking(), refuse(kind, 'not now'))
    expect(scene.effects).toEqual([marked('membership.join-put-off')])
    expect(scene.wait(500).fire('membership/join-retry').sent).toHaveLength(1)
    expect(refusalIn(scene.fire('membership/join'))).toEqual({
      kind,
      detail: 'at-s did not let a in within 3000 ms: not now',
    })
  })

  it('by a nack of the contact; another nack is none of its business', () => {
    const nack = { kind: 'nack', about: 'join-request', refusal: 'cluster-config' } as const
    const scene = asking().hear(sender('t', otherCluster), nack)
    expect(scene.settled).toEqual([])
    expect(refusalIn(scene.hear(sponsor, nack))).toEqual({
      kind: 'cluster-config',
      detail: 's at at-s takes no join requests',
    })
  })

  it('an answer nobody waits for is refused with a notice', () => {
    const reply = {
      kind: 'join-reply',
      store: storeOf('x'),
      outcome: succeed(otherCluster),
    } as const
    for (const scene of [asking(), new Scene()]) {
      const before = scene.local
      scene.hear(sponsor, reply)
      expect(scene.notices).toMatchObject([{ kind: 'message-refused', message: 'join-reply' }])
      expect(scene.decision?.adopt).toBeUndefined()
      expect(scene.local).toBe(before)
    }
  })
})

describe('unanswered', () => {
  const frame = (address: string, reason: 'invalid-token' | 'unknown-target') =>
    ({ kind: 'frame-refused', address: at(address), reason }) as const
  const hint = { kind: 'peer-unreachable', address: at('s') } as const

  it('by the deadline: network-error, with who and how long', () => {
    const scene = asking().wait(3_000).fire('membership/join')
    expect(scene.settled).toHaveLength(1)
    expect(refusalIn(scene)).toEqual({
      kind: 'network-error',
      detail: 'no answer from at-s to the join request of a within 3000 ms',
    })
    expect(isOver(scene)).toBe(true)
  })

  it.each([
    ['frames of the contact refused', [frame('s', 'invalid-token')], 'invalid-token'],
    ['a hint after that', [frame('s', 'invalid-token'), hint], 'invalid-token'],
    ['a hint before that', [hint, frame('s', 'invalid-token')], 'invalid-token'],
    ['frames of another refused', [frame('t', 'invalid-token')], 'network-error'],
    ['another process there', [frame('s', 'unknown-target')], 'unknown-target'],
    ['nobody there', [hint], 'network-error'],
  ])('with %s: the refusal says it', (_, inputs, kind) => {
    const scene = asking()
    for (const input of inputs) expect(scene.give(input).settled).toEqual([])
    expect(refusalIn(scene.fire('membership/join'))?.kind).toBe(kind)
  })

  it('with nobody there: the text says that', () => {
    const refused = refusalIn(asking().give(hint).fire('membership/join'))
    expect(refused?.detail).toBe('at-s did not let a in within 3000 ms: nobody listens at at-s')
  })

  it('the next join gives up the store that somebody may have admitted (M17)', () => {
    const scene = asking()
    const { store } = requestOf(scene)
    scene.fire('membership/join').command(2, join)
    expect(requestOf(scene).previous).toBe(store)
    answered(scene, succeed(otherCluster))
    expect(scene.local.givenUp).toBeUndefined()
  })

  it('abandoned by the caller: aborted, once; another command is left alone', () => {
    const scene = asking().command(2, { kind: 'abandon', id: 7 })
    expect(scene.settled).toEqual([])
    scene.command(3, { kind: 'abandon', id: 1 })
    expect(scene.settled).toMatchObject([[1, { ok: false, refusal: { kind: 'aborted' } }]])
    expect(scene.command(4, { kind: 'abandon', id: 1 }).settled).toEqual([])
  })
})

it('an ejected member gives up the store that is out', () => {
  const scene = new Scene({ members: ['b', 'a'] }).learn('b', ejected('a')).command(1, join)
  expect(requestOf(scene).previous).toBe(storeOf('a'))
  const displaced = new Scene({ members: ['b', 'a'] }).learn('b', joined('a', 'z')).command(1, join)
  expect(requestOf(displaced).previous).toBeNull()
})

function foundedBy(name: string) {
  return {
    kind: 'cluster-founded',
    cluster: otherCluster,
    name: sender(name).name,
    address: at(name),
    replicationFactor: 1,
  } as const
}
