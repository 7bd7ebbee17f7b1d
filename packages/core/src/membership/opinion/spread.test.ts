import { describe, expect, it } from 'vitest'
import type { Claim } from '../../model/index.ts'
import { claim, tagFor } from '../cluster.fixture.ts'
import { claimBytesMax, GossipQueue } from '../gossip/index.ts'
import { Scene } from '../scene.fixture.ts'
import type { Setting } from '../side.fixture.ts'

const members = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const timer = 'membership/gossip'

/** A member that has told all it knew, and is at peace. */
const atPeace = (setting: Setting = {}): Scene => new Scene({ members, ...setting }).heard().quiet()
const told = (scene: Scene): (readonly [to: string, claims: readonly Claim[]])[] =>
  scene.sent.flatMap(([to, message]) =>
    message.kind === 'gossip' ? [[to, message.claims] as const] : [],
  )
/** Something new, of which b tells. */
const news = (scene: Scene, about = 'c', refutations = 1): Scene =>
  scene.gossip('b', claim(about, 'alive', { refutations }))

describe('what is new', () => {
  it('goes to a few that answer at once, drawn at random, and the timer is armed', () => {
    const drawn = new Set<string>()
    for (let i = 0; i < 40; i++) {
      const scene = atPeace().failed('d').quiet()
      scene.entropy = i
      news(scene)
      expect(told(scene)).toHaveLength(3)
      expect(new Set(told(scene).map(([to]) => to)).size).toBe(3)
      expect(scene.armed(timer)).toBe(200)
      for (const [to] of told(scene)) drawn.add(to)
    }
    expect([...drawn].toSorted()).toEqual(['at-b', 'at-c', 'at-e', 'at-f', 'at-g', 'at-h'])
  })

  it('that comes while news are being told waits for the timer', () => {
    const scene = news(news(atPeace()), 'e')
    expect(told(scene)).toEqual([])
    expect(scene.armed(timer)).toBeUndefined()
    const claims = told(scene.due(timer)).flatMap(([, its]) => its)
    expect(claims).toContainEqual(claim('e', 'alive', { refutations: 1 }))
    expect(scene.armed(timer)).toBe(200)
  })

  it('is told a bounded number of times, and then there is peace: no frame, no timer (M28, M29)', () => {
    const scene = news(atPeace())
    let count = told(scene).length
    let turns = 0
    for (; scene.timers.has(timer); turns++) count += told(scene.due(timer)).length
    // Three times the logarithm of 9, rounded up, to three a time.
    expect(count).toBe(10)
    expect(turns).toBe(4)
    expect(scene.local.gossip.isEmpty).toBe(true)
    expect(scene.effects).toEqual([])
    expect(scene.fire(timer).effects).toEqual([])
  })

  it.each([
    [2, 5, 5],
    [3, 6, 3],
    [4, 7, 3],
    [5, 8, 3],
    [8, 10, 4],
  ])('of %i members is told %i times by each, at %i moments', (size, times, moments) => {
    const scene = news(atPeace({ members: members.slice(0, size) }), 'b')
    const counts = [told(scene).length]
    while (scene.timers.has(timer)) counts.push(told(scene.due(timer)).length)
    expect(counts.reduce((a, b) => a + b)).toBe(times)
    expect(counts.filter((count) => count > 0)).toHaveLength(moments)
  })

  it('is told to as many as gossipFanout says', () => {
    const scene = news(atPeace({ config: { gossipFanout: 5, gossipMs: 70 } }))
    expect(told(scene)).toHaveLength(5)
    expect(scene.armed(timer)).toBe(70)
  })

  it('has room for as many claims as gossipBytesMax says; the rest is told later', () => {
    const gossipBytesMax = 2 * claimBytesMax + 39
    const scene = atPeace({ config: { gossipBytesMax } })
    const claims = ['b', 'c', 'd', 'e', 'f'].map((name) => claim(name, 'alive', { refutations: 1 }))
    scene.gossip('h', ...claims)
    const heard = new Map<string, number>()
    for (let i = 0; i < 100; i++) {
      for (const [, its] of told(scene)) {
        expect(its.length).toBeLessThanOrEqual(2)
        for (const { about } of its) heard.set(about, (heard.get(about) ?? 0) + 1)
      }
      if (!scene.timers.has(timer)) break
      scene.due(timer)
    }
    expect([...heard.values()]).toEqual([10, 10, 10, 10, 10])
  })
})

describe('where nobody is to be told', () => {
  it.each([
    ['the own link is down', (scene: Scene) => scene.give({ kind: 'link-changed', link: 'down' })],
    ['all have failed', (scene: Scene) => members.slice(1).map((name) => scene.failed(name))],
  ])('(%s) news wait, and no timer runs (M29)', (_, cut) => {
    const scene = atPeace()
    cut(scene)
    scene.quiet()
    const { size } = scene.local.gossip
    scene.gossip('b', claim('b', 'failed', { refutations: 1 }))
    expect([scene.timers.has(timer), scene.sent]).toEqual([false, []])
    scene.due('membership/period')
    expect([scene.timers.has(timer), told(scene)]).toEqual([false, []])
    expect(scene.local.gossip.size).toBeGreaterThanOrEqual(size)
  })

  it('they are told as soon as there is somebody', () => {
    const scene = atPeace({ members: ['a', 'b'] })
      .failed('b')
      .quiet()
    scene.gossip('b', claim('b', 'alive', { refutations: 1 }))
    expect(told(scene)).toEqual([['at-b', [claim('b', 'alive', { refutations: 1 })]]])
    const down = atPeace().give({ kind: 'link-changed', link: 'down' })
    news(down)
    expect(told(down.give({ kind: 'link-changed', link: 'up' }))).toHaveLength(3)
  })
})

it('a member alone has nobody to tell, and nothing', () => {
  const scene = new Scene({ members: ['a'] })
  expect(scene.local.gossip).toBe(GossipQueue.empty)
  expect(scene.timers.has(timer)).toBe(false)
  scene.gossip('a', { ...claim('a', 'alive'), about: tagFor('x') })
  expect(scene.timers.has(timer)).toBe(false)
})
