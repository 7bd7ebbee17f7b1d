import { describe, expect, it } from 'vitest'
import { claim } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

const members = ['a', 'b', 'c', 'd']

describe('other settings while a member runs', () => {
  it('are taken, and each holds from when it is used next', () => {
    const scene = new Scene({ members }).heard().asking('b')
    const before = new Map(scene.timers)
    const membership = { probeTimeoutMs: 900, downStableMs: 1 }
    scene.command(4, { kind: 'configure', membership })
    expect(scene.settled).toEqual([[4, { ok: true, value: null }]])
    expect(scene.local.config).toMatchObject(membership)
    expect([...scene.timers]).toEqual([...before])
    expect(scene.ack('b').asking('c').armed('membership/probe/c')).toBe(150)
  })

  it('may change who is asked, from the next turn on', () => {
    const scene = new Scene({ members }).heard().due('membership/period')
    scene.command(4, { kind: 'configure', membership: { probing: 'full-mesh' } })
    expect(scene.due('membership/period').sentTo('ping')).toEqual(['at-b', 'at-c', 'at-d'])
    for (const name of ['b', 'c', 'd']) scene.ack(name)
    scene.command(5, { kind: 'configure', membership: { probing: 'swim' } })
    scene.due('membership/period')
    for (const name of ['b', 'c', 'd']) scene.ack(name)
    expect(scene.due('membership/period').sentTo('ping')).toHaveLength(1)
  })

  it('that do not go together are refused by name, all of them', () => {
    const scene = new Scene({ members })
    const before = scene.local
    const membership = { gossipMs: 2_000, confirmations: 1 }
    scene.command(4, { kind: 'configure', membership })
    expect(scene.settled).toMatchObject([[4, { ok: false, refusal: { kind: 'invalid-option' } }]])
    expect(scene.local).toBe(before)
  })

  it('hold for a suspicion that is on from its next confirmation', () => {
    const scene = new Scene({ members }).heard().gossip('c', claim('b', 'suspect')).ack('b')
    const deadline = scene.timers.get('membership/suspicion/b') ?? 0
    scene.command(4, { kind: 'configure', membership: { suspicionMs: 60_000 } })
    expect(scene.timers.get('membership/suspicion/b')).toBe(deadline)
    scene.gossip('d', claim('b', 'suspect', { by: 'd' }))
    expect(scene.timers.get('membership/suspicion/b')).toBeGreaterThan(deadline)
  })
})
