import { describe, expect, it } from 'vitest'
import type { ClusterId } from '../../model/index.ts'
import {
  ejected,
  homeCluster,
  joined,
  otherCluster,
  sender,
  storeOf,
  tagFor,
} from '../cluster.fixture.ts'
import { strangersMax } from '../local/index.ts'
import { Scene } from '../scene.fixture.ts'

const nack = { kind: 'nack', about: 'ping', refusal: 'not-member' } as const
const ping = { kind: 'ping', probe: 9, store: tagFor('b'), liveHash: 0 } as const

describe('answering a ping (M4)', () => {
  it('acks a member with its number, for one’s own store and life, by one’s wall clock', () => {
    const scene = new Scene()
    scene.wallAhead = 5_000
    scene.local = { ...scene.local, refutations: 3 }
    const [ack] = scene.ping('b').sent
    const wall = scene.now + 5_000
    const its = { probe: 9, store: tagFor('a'), incarnation: 7, refutations: 3, wall }
    expect(ack).toEqual(['at-b', { kind: 'ack', ...its }])
    expect(scene.sent).toHaveLength(1)
  })

  it('takes no ping for an ack: who asks may be an earlier life of it', () => {
    const scene = new Scene().heard().failed('b')
    const before = scene.local
    expect(scene.ping('b').local).toBe(before)
  })

  it.each([
    ['a stranger', sender('x'), 'x'],
    ['a member of another cluster with a known name', sender('b', otherCluster), 'b'],
    ['a client', { ...sender('b'), cluster: '' }, 'b'],
    ['a second process of a known name', sender('b'), 'x'],
    ['a process that lost its store', sender('b', otherCluster), 'x'],
    ['a name that speaks for another member', sender('b'), 'c'],
  ])('refuses %s, and says so', (_, from, store) => {
    const scene = new Scene().hear(from, { ...ping, store: tagFor(store), liveHash: 1 })
    expect(scene.sent).toEqual([[from.address, nack]])
    expect(scene.notices[0]).toMatchObject({
      kind: 'message-refused',
      from: from.name,
      message: 'ping',
      refusal: { kind: 'not-member' },
    })
  })

  it('says of each other cluster that asks for this member that it does, once', () => {
    const scene = new Scene()
    const asked = (label: string): readonly string[] => {
      scene.hear(sender('b', label.repeat(32) as ClusterId), ping)
      return scene.notices.map(({ kind }) => kind)
    }
    expect(asked('d')).toContain('listed-elsewhere')
    expect(scene.notices.at(-1)).toEqual({
      kind: 'listed-elsewhere',
      cluster: 'd'.repeat(16),
      by: 'b',
      address: 'at-b',
    })
    expect(asked('d')).not.toContain('listed-elsewhere')
    const labels = Array.from({ length: strangersMax + 3 }, (_, i) =>
      String.fromCharCode(0x100 + i),
    )
    const told = labels.filter((label) => asked(label).includes('listed-elsewhere'))
    expect(told.length).toBe(strangersMax - 1)
  })

  it.each([
    ['a client asks', {}, { ...sender('b'), cluster: '' }],
    ['it is a client', { role: 'client', self: 'x' } as const, sender('b', otherCluster)],
    ['its own cluster asks', {}, sender('x')],
  ])('says nothing of the kind when %s', (_, its, from) => {
    const scene = new Scene(its).hear(from, { ...ping, store: tagFor('x') })
    expect(scene.notices.map(({ kind }) => kind)).toEqual(['message-refused'])
  })

  it('refuses an ejected member, and refuses everybody once it is ejected itself', () => {
    expect(new Scene().learn('a', ejected('b')).hear(sender('b'), ping).sent).toEqual([
      ['at-b', nack],
    ])
    expect(new Scene().learn('b', ejected('a')).hear(sender('b'), ping).sent).toEqual([
      ['at-b', nack],
    ])
  })

  it('acks any member of its cluster while it was let in and the log is on its way', () => {
    const waiting = new Scene({ process: { store: storeOf('z'), cluster: homeCluster } })
    waiting.hear(sender('b'), { ...ping, liveHash: 1 })
    expect(waiting.sent).toMatchObject([['at-b', { kind: 'ack', store: tagFor('z') }]])
    waiting.hear(sender('b', otherCluster), ping)
    expect(waiting.sent).toEqual([['at-b', nack]])
  })

  it('acks a displaced member, which still speaks by the name it chose', () => {
    const scene = new Scene().learn('b', joined('c', 'z'))
    scene.hear(sender('c'), { ...ping, store: tagFor('z') })
    expect(scene.sent).toMatchObject([['at-c', { kind: 'ack' }]])
  })

  it('answers nobody for a client', () => {
    const scene = new Scene({ role: 'client', self: 'x' }).hear(sender('b'), ping)
    expect(scene.sent).toEqual([['at-b', nack]])
  })
})
