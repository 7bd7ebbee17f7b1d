import { describe, expect, it } from 'vitest'
import { answers, ask, asked, holderTimer, outside } from './applicant.fixture.ts'
import { ejected, joined, storeOf } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

describe('while the holder is asked', () => {
  const waiting = (): Scene => new Scene().hear(outside('b'), ask('b', 'x'))

  it('it may be ejected: the name is free', () => {
    const scene = waiting().learn('c', ejected('b')).fire(holderTimer)
    expect(scene.events).toEqual([joined('b', 'x')])
    expect(scene.disarms(holderTimer)).toBe(true)
  })

  it('another may be let in under the name: that one is asked, from the start', () => {
    const scene = waiting()
      .fire(holderTimer)
      .fire(holderTimer)
      .learn('c', joined('b', 'y', storeOf('b')))
    scene.fire(holderTimer)
    expect(scene.events).toEqual([])
    expect(asked(scene)).toEqual(['at-b'])
    scene.fire(holderTimer).fire(holderTimer).fire(holderTimer)
    expect(scene.events).toEqual([joined('b', 'x', storeOf('y'))])
  })

  it('another member may let the joiner in: it is told so', () => {
    const scene = waiting()
      .learn('c', joined('b', 'x', storeOf('b')))
      .fire(holderTimer)
    expect(answers(scene)).toEqual(['at-b: let in'])
    expect(scene.events).toEqual([])
  })

  it('the sponsor may be ejected itself: not-joined', () => {
    const scene = waiting().learn('c', ejected('a')).fire(holderTimer)
    expect(answers(scene)).toEqual(['at-b: not-joined'])
    expect(scene.local.sponsored.size).toBe(0)
  })

  it('the own link may be down: silence then says nothing (M7)', () => {
    const scene = waiting().give({ kind: 'link-changed', link: 'down' })
    for (let i = 0; i < 10; i++) expect(scene.fire(holderTimer).events).toEqual([])
    scene.give({ kind: 'link-changed', link: 'up' }).wait(500)
    scene.fire(holderTimer).fire(holderTimer).fire(holderTimer)
    expect(scene.events).toEqual([joined('b', 'x', storeOf('b'))])
  })

  it('this process may not have run: its answer may be among what was not read yet (M27)', () => {
    const scene = waiting().due(holderTimer).due(holderTimer)
    scene.wait(5_000).fire(holderTimer, 4_500)
    expect([scene.events, asked(scene)]).toEqual([[], ['at-b']])
    scene.ack('b', { probe: scene.local.nextProbe - 1 })
    expect(answers(scene)).toEqual(['at-b: name-taken'])
  })

  it('this process may not have run: silence counts again when it does (M27)', () => {
    const scene = waiting().due(holderTimer).due(holderTimer)
    scene.wait(5_000).fire(holderTimer, 4_500)
    expect(scene.due(holderTimer).events).toEqual([joined('b', 'x', storeOf('b'))])
  })

  it('the own link may be down: an old verdict says nothing either (M7)', () => {
    const scene = new Scene().failed('b')
    scene.command(1, { kind: 'set-housekeeping', running: false }).hear(outside('b'), ask('b', 'x'))
    scene.give({ kind: 'link-changed', link: 'down' })
    scene.command(2, { kind: 'set-housekeeping', running: true })
    expect(scene.fire(holderTimer).events).toEqual([])
    scene.give({ kind: 'link-changed', link: 'up' })
    expect(scene.fire(holderTimer).events).toEqual([joined('b', 'x', storeOf('b'))])
  })

  it('at most sponsoredMax wait; one more is overloaded (M22)', () => {
    const scene = new Scene({ config: { sponsoredMax: 1 } }).hear(outside('b'), ask('b', 'x'))
    scene.hear(outside('c'), ask('c', 'y'))
    expect(answers(scene)).toEqual(['at-c: overloaded'])
    expect(scene.local.sponsored.size).toBe(1)
    scene.hear(outside('b'), ask('b', 'y'))
    expect(answers(scene)).toEqual([])
    scene.learn('c', joined('b', 'z', storeOf('b'))).hear(outside('b'), ask('b', 'y'))
    expect([answers(scene), asked(scene)]).toEqual([[], ['at-b']])
  })
})
