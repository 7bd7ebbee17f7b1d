import { describe, expect, it } from 'vitest'
import { isMember, rosterOf } from '../state/index.ts'
import { ejected, joined, named, storeOf } from './cluster.fixture.ts'
import { fullMesh, Scene } from './scene.fixture.ts'

const eject = (name: string) => ({ kind: 'eject', name: named(name) }) as const
const yes = { ok: true, value: true }
const rosterIn = (scene: Scene): string[] =>
  rosterOf(scene.context.state).map((record) => record.name)

describe('ejecting', () => {
  it('logs who and which store, and settles true once that is durable', () => {
    const scene = new Scene().command(4, eject('b'))
    expect(scene.events).toEqual([ejected('b')])
    expect(scene.decision?.effects).toEqual([])
    expect(scene.decision?.then).toEqual([{ kind: 'settle', id: 4, outcome: yes }])
    expect(rosterIn(scene)).toEqual(['a', 'c'])
    expect([...scene.local.peers.keys()]).toEqual(['c'])
  })

  it('twice is once: there is no such member any more', () => {
    const scene = new Scene().command(1, eject('b')).command(2, eject('b'))
    expect(scene.events).toEqual([])
    expect(scene.settled).toEqual([[2, { ok: true, value: false }]])
  })

  it('an unknown name settles false and changes nothing', () => {
    const scene = new Scene()
    const before = scene.local
    scene.command(1, eject('x'))
    expect(scene.effects).toEqual([{ kind: 'settle', id: 1, outcome: { ok: true, value: false } }])
    expect(scene.events).toEqual([])
    expect(scene.local).toBe(before)
  })

  it('oneself is leaving', () => {
    const scene = new Scene().command(1, eject('a'))
    expect(scene.settled).toEqual([[1, yes]])
    expect(isMember(scene.context.state, storeOf('a'))).toBe(false)
    expect(scene.local.peers.size).toBe(0)
  })

  it('is refused while the own clock is far from a majority: nobody would hear of it (M24)', () => {
    const scene = new Scene({ config: fullMesh }).fire('membership/period')
    for (const name of ['b', 'c']) scene.ack(name, { wall: scene.now - 3_600_000 })
    scene.command(1, eject('b'))
    expect(scene.events).toEqual([])
    expect(scene.settled).toMatchObject([
      [1, { ok: false, refusal: { kind: 'clock-unsynchronised' } }],
    ])
  })

  it('is refused while the own log is far ahead of the own wall clock (M24)', () => {
    const scene = new Scene()
    scene.wallAhead = -60_000
    scene.command(1, eject('b'))
    expect(scene.events).toEqual([])
    const detail = 'the log of a ends 60000 ms ahead of its clock, which has to catch up'
    const refusal = { kind: 'clock-unsynchronised', detail }
    expect(scene.settled).toEqual([[1, { ok: false, refusal }]])
  })

  it('the last member is refused', () => {
    const scene = new Scene({ members: ['a', 'b'] }).command(1, eject('b')).command(2, eject('a'))
    expect(scene.settled).toMatchObject([[2, { ok: false, refusal: { kind: 'cluster-state' } }]])
    expect(scene.events).toEqual([])
  })

  it('a member that fails is as good as any', () => {
    const scene = new Scene().failed('b').command(1, eject('b'))
    expect(scene.settled).toEqual([[1, yes]])
  })

  it('a name goes to its holder; a displaced member goes by the name it is listed under', () => {
    const scene = new Scene().learn('b', joined('c', 'z'))
    const displaced = rosterIn(scene).find((name) => name.includes('#')) ?? ''
    scene.command(1, eject(displaced))
    expect(scene.events).toMatchObject([{ kind: 'member-ejected', store: storeOf('z') }])
    expect(rosterIn(scene)).toEqual(['a', 'b', 'c'])
  })

  it.each([
    ['an ejected member', new Scene().learn('b', ejected('a')), 'not-joined'],
    ['a member without its log', new Scene({ process: { store: storeOf('z') } }), 'not-joined'],
    ['a client', new Scene({ role: 'client', self: 'x' }), 'cluster-config'],
  ])('%s ejects nobody', (_, scene, kind) => {
    scene.command(1, eject('b'))
    expect(scene.settled).toMatchObject([[1, { ok: false, refusal: { kind } }]])
    expect(scene.events).toEqual([])
  })
})
