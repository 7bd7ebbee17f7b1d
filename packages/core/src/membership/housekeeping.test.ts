import { describe, expect, it } from 'vitest'
import { isIsolated, liveViewOf } from './local/index.ts'
import { fullMesh, Scene } from './scene.fixture.ts'

const pause = { kind: 'set-housekeeping', running: false } as const
const resume = { kind: 'set-housekeeping', running: true } as const
const done = { ok: true, value: null }
const link = (to: 'up' | 'down') => ({ kind: 'link-changed', link: to }) as const

describe('periods', () => {
  it('begin once the log is loaded, at a phase within the first period', () => {
    const scene = new Scene()
    const phase = scene.armed('membership/period')
    expect(phase).toBeGreaterThanOrEqual(0)
    expect(phase).toBeLessThan(1_000)
    expect(scene.learn('a', { kind: 'member-moved', address: scene.self.address }).effects).toEqual(
      [],
    )
  })

  it('follow each other at periodMs and say when one is done', () => {
    const scene = new Scene({ config: { periodMs: 200, ...fullMesh } }).fire('membership/period')
    expect(scene.armed('membership/period')).toBe(200)
    expect(scene.notices).toEqual([{ kind: 'housekeeping-done' }])
  })

  it('never begin for a client', () => {
    const client = new Scene({ role: 'client', self: 'x' })
    expect(client.effects).toEqual([])
    expect(client.fire('membership/period').effects).toEqual([])
    expect(client.command(3, resume).settled).toMatchObject([
      [3, { ok: false, refusal: { kind: 'cluster-config' } }],
    ])
  })
})

describe('a pause (M8)', () => {
  it('stops asking and reporting until resumed, and each command is settled', () => {
    const scene = new Scene().command(1, pause)
    expect(scene.settled).toEqual([[1, done]])
    expect(scene.disarms('membership/period')).toBe(true)
    expect(scene.fire('membership/period').effects).toEqual([])
    scene.command(2, resume)
    expect(scene.settled).toEqual([[2, done]])
    expect(scene.armed('membership/period')).toBeLessThan(1_000)
    scene.fire('membership/period')
    expect(scene.due('membership/period').sentTo('ping')).toHaveLength(1)
  })

  it('wanted twice is one pause', () => {
    const scene = new Scene().command(1, pause).command(2, pause)
    expect(scene.effects).toEqual([{ kind: 'settle', id: 2, outcome: done }])
  })

  it('goes on answering', () => {
    const scene = new Scene().command(1, pause).fire('membership/period')
    expect(scene.ping('b').sent).toMatchObject([['at-b', { kind: 'ack' }]])
  })
})

describe('the own link (M7)', () => {
  it('down: nobody is asked, nobody fails, and the member says it is isolated', () => {
    const scene = new Scene({ config: fullMesh }).fire('membership/period')
    expect(isIsolated(scene.local)).toBe(false)
    scene.give(link('down'))
    expect(isIsolated(scene.local)).toBe(true)
    for (const name of ['b', 'c']) expect(scene.disarms(`membership/probe/${name}`)).toBe(true)
    scene.fire('membership/probe/b')
    for (let i = 0; i < 10; i++) expect(scene.fire('membership/period').sent).toEqual([])
    expect([...liveViewOf(scene.local).values()].map((view) => view.status)).toEqual([
      'alive',
      'alive',
    ])
  })

  it('up again: who had failed before it broke still has', () => {
    const scene = new Scene().failed('b').give(link('down')).give(link('up'))
    expect(isIsolated(scene.local)).toBe(false)
    expect([scene.statusOf('b'), scene.statusOf('c')]).toEqual(['failed', 'alive'])
  })

  it('unchanged changes nothing', () => {
    const scene = new Scene().fire('membership/period')
    const before = scene.local
    expect(scene.give(link('up')).local).toBe(before)
    expect(scene.effects).toEqual([])
  })
})
