import { describe, expect, it } from 'vitest'
import type { Claim, Effect, Message } from '../../model/index.ts'
import { at, claim, joined, named } from '../cluster.fixture.ts'
import { claimBytesMax, GossipQueue } from '../gossip/index.ts'
import { Scene } from '../scene.fixture.ts'
import { rideAlong } from './index.ts'

const members = ['a', 'b', 'c', 'd']
const pull: Message = { kind: 'pull', vector: new Map(), bytesMax: 1 }
const to = (name: string, address = at(name)): Effect => ({
  kind: 'send',
  to: { name: named(name), address },
  message: pull,
})

/** A member that waits to tell these. */
const telling = (...claims: readonly Claim[]): Scene => {
  const scene = new Scene({ members }).heard()
  const gossip = claims.reduce((queue, each) => queue.push(each), GossipQueue.empty)
  scene.local = { ...scene.local, gossip }
  return scene
}
const fresh = claim('d', 'alive', { refutations: 1 })

const ridden = (scene: Scene, ...effects: readonly Effect[]) => {
  const { local, effects: all } = rideAlong(scene.local, effects)
  const told = all.flatMap((effect) =>
    effect.kind === 'send' && effect.message.kind === 'gossip'
      ? [[effect.to.address, effect.message.claims] as const]
      : [],
  )
  return { local, all, told }
}

describe('news', () => {
  it('ride before what is sent to a peer anyway', () => {
    const { all } = ridden(telling(fresh), to('b'))
    const gossip = { kind: 'gossip', claims: [fresh] }
    const [its] = [{ name: 'b', address: 'at-b' }]
    expect(all).toEqual([{ kind: 'send', to: its, message: gossip }, to('b')])
  })

  it('ride once to each, however much is sent to it, and count as told', () => {
    const scene = telling(fresh)
    const { told, local } = ridden(scene, to('b'), to('c'), to('b'), to('c'))
    expect(told.map(([address]) => address)).toEqual(['at-b', 'at-c'])
    let left = local
    let count = 2
    for (; !left.gossip.isEmpty; count++) left = rideAlong(left, [to('b')]).local
    // Three times the logarithm of 5, rounded up.
    expect(count).toBe(7)
  })

  it('do not ride where gossip is sent already', () => {
    const gossip: Effect = {
      kind: 'send',
      to: { name: named('b'), address: at('b') },
      message: { kind: 'gossip', claims: [] },
    }
    const { all } = ridden(telling(fresh), to('b'), gossip)
    expect(all).toEqual([to('b'), gossip])
  })

  it('fit the frame: at most gossipBytesMax', () => {
    const scene = telling(fresh, claim('c', 'suspect'))
    scene.local = {
      ...scene.local,
      config: { ...scene.local.config, gossipBytesMax: claimBytesMax + 1 },
    }
    expect(ridden(scene, to('b')).told.map(([, claims]) => claims.length)).toEqual([1])
  })

  it.each([
    ['a stranger', to('x')],
    [
      'a contact, whose name is not known',
      { ...to('b'), to: { name: undefined, address: at('b') } },
    ],
    ['another address of a known name', to('b', at('q'))],
    ['nobody: it is no frame', { kind: 'disarm', timer: 'membership/period' }],
  ] as const)('do not ride to %s', (_, effect) => {
    const scene = telling(fresh)
    const { local, all } = ridden(scene, effect)
    expect(all).toEqual([effect])
    expect(local.gossip).toBe(scene.local.gossip)
  })

  it('cost nothing when there are none', () => {
    const scene = telling()
    const effects = [to('b')]
    const { local, effects: all } = rideAlong(scene.local, effects)
    expect(local).toBe(scene.local)
    expect(all).toBe(effects)
  })

  it('ride to a displaced member by the name it chose, or not at all', () => {
    const scene = telling(fresh).learn('b', joined('c', 'z'))
    expect(ridden(scene, to('c', at('c'))).told).toHaveLength(1)
  })
})

describe('the accused', () => {
  const accused = (...status: ['suspect' | 'failed']): Scene => {
    const scene = telling().gossip('c', claim('b', status[0]))
    scene.local = { ...scene.local, gossip: GossipQueue.empty }
    return scene
  }

  it.each(['suspect', 'failed'] as const)(
    '(%s) hears of it first, whatever is sent to it',
    (status) => {
      const scene = accused(status)
      expect(ridden(scene, to('b')).told).toEqual([['at-b', [claim('b', status)]]])
      expect(ridden(scene, to('d')).told).toEqual([])
    },
  )

  it('hears of it each time until it answers, before all other news, and it is not news by that', () => {
    const scene = accused('failed')
    scene.local = { ...scene.local, gossip: scene.local.gossip.push(fresh) }
    for (let i = 0; i < 20; i++) {
      const { told, local } = ridden(scene, to('b'))
      expect(told[0]?.[1][0]).toEqual(claim('b', 'failed'))
      scene.local = local
    }
    expect(scene.local.gossip.isEmpty).toBe(true)
    scene.refutes('b')
    scene.local = { ...scene.local, gossip: GossipQueue.empty }
    expect(ridden(scene, to('b')).told).toEqual([])
  })
})
