import { describe, expect, it } from 'vitest'
import { claim, joined, tagFor } from '../cluster.fixture.ts'
import { Scene } from '../scene.fixture.ts'
import { peerInfosOf } from './index.ts'

const members = ['a', 'd', 'b', 'c']
const infos = (scene: Scene) => peerInfosOf(scene.local, scene.self)
const infoOf = (scene: Scene, name: string) => infos(scene).find((info) => info.name === name)

describe('what a member thinks of its peers', () => {
  it('is one info of each, by name', () => {
    const scene = new Scene({ members }).heard()
    expect(infos(scene).map(({ name }) => name)).toEqual(['b', 'c', 'd'])
    expect(infos(new Scene({ members: ['a'] }))).toEqual([])
  })

  it('of one alive: its view, and nothing held against it', () => {
    const scene = new Scene({ members }).heard()
    const nothing = { suspectedBy: [], suspicionDeadline: undefined, confidence: 0 }
    expect(infoOf(scene, 'b')).toEqual({ ...scene.viewOf('b'), ...nothing })
  })

  it('of a suspect: who found it silent, by name, oneself too, and until when it may answer', () => {
    const scene = new Scene({ members }).heard().asking('b').due('membership/probe/b')
    scene.due('membership/probe/b').gossip('c', claim('b', 'suspect'))
    scene.gossip('c', claim('b', 'suspect', { by: 'x' }))
    const info = infoOf(scene, 'b')
    expect(info?.suspectedBy).toEqual(['a', 'c', tagFor('x')])
    expect(info?.suspicionDeadline).toBe(scene.timers.get('membership/suspicion/b'))
    expect(info?.status).toBe('suspect')
  })

  it('of one that has failed: no time any more', () => {
    const scene = new Scene({ members }).heard().failed('b')
    expect(infoOf(scene, 'b')).toMatchObject({ status: 'failed', suspectedBy: ['c'] })
    expect(infoOf(scene, 'b')?.suspicionDeadline).toBeUndefined()
  })

  it('of a displaced one is under the name it is listed by', () => {
    const scene = new Scene({ members }).learn('b', joined('c', 'z'))
    expect(infos(scene).map(({ name }) => name)).toContainEqual(expect.stringMatching(/^c#/))
  })
})

describe('how sure it is that one is gone', () => {
  const confidence = (observers: number, missRate: number): number => {
    const scene = new Scene({ members }).heard()
    scene.gossip('c', claim('b', 'failed', { observers }))
    scene.local = { ...scene.local, missRate }
    return infoOf(scene, 'b')?.confidence ?? 0
  }

  it('grows with those that found it silent', () => {
    for (let observers = 1; observers < 6; observers++)
      expect(confidence(observers + 1, 0.1)).toBeGreaterThan(confidence(observers, 0.1))
    expect(confidence(3, 0.1)).toBeCloseTo(3)
  })

  it('falls with the share of probes that are lost anyway', () => {
    const all = [0.001, 0.01, 0.1, 0.3, 0.5].map((missRate) => confidence(2, missRate))
    expect(all).toEqual(all.toSorted((x, y) => y - x))
    expect(confidence(2, 0.01)).toBeCloseTo(4)
  })
})
