import { describe, expect, it } from 'vitest'
import { at, claim, tagFor } from '../cluster.fixture.ts'
import { Scene } from '../scene.fixture.ts'

const members = ['a', 'b', 'c', 'd', 'e']
const probeTimer = 'membership/probe/b'
const heard = (names: readonly string[] = members): Scene => new Scene({ members: names }).heard()
const helpersOf = (scene: Scene): string[] =>
  scene.sentTo('ping-request').map((to) => to.slice('at-'.length))
const marks = (scene: Scene): string[] =>
  scene.effects.flatMap((effect) => (effect.kind === 'mark' ? [effect.mark] : []))

describe('a hint that nobody listens at an address (M30)', () => {
  it('misses a probe in flight at once: others are asked, the peer itself is not', () => {
    const scene = heard().asking('b').hint('b')
    expect(helpersOf(scene)).toHaveLength(3)
    expect(scene.sentTo('ping')).toEqual([])
    expect(scene.armed(probeTimer)).toBe(300)
    expect(marks(scene)).toEqual(['membership.hint-missed'])
    expect(scene.statusOf('b')).toBe('alive')
  })

  it('begins a probe if none is in flight: a frame of another kind found nobody', () => {
    const scene = heard().hint('b')
    expect(scene.probeTo('b')).toBeGreaterThan(0)
    expect(helpersOf(scene)).toHaveLength(3)
  })

  it('is one with all that follow while others are asked', () => {
    const scene = heard().hint('b')
    const before = scene.local
    for (let i = 0; i < 5; i++) expect(scene.hint('b').effects).toEqual([])
    expect(scene.local).toBe(before)
  })

  it('is for those at that address only', () => {
    const scene = heard().hint('c')
    expect([scene.probeTo('b'), scene.probeTo('c') > 0]).toEqual([0, true])
    const before = scene.local
    expect(scene.give({ kind: 'peer-unreachable', address: at('q') }).local).toBe(before)
  })

  it('is nothing while the own link is down, or for a probe that was not begun while paused', () => {
    const down = heard().asking('b').give({ kind: 'link-changed', link: 'down' })
    expect(down.hint('b').effects).toEqual([])
    const paused = heard().command(1, { kind: 'set-housekeeping', running: false })
    expect(paused.hint('b').effects).toEqual([])
  })

  it('begins no probe of one that is not alive: it is asked when its time comes', () => {
    expect(heard().failed('b').hint('b').effects).toEqual([])
    const suspect = heard().asking('b').gossip('c', claim('b', 'suspect')).ack('b')
    expect(suspect.hint('b').effects).toEqual([])
  })

  it('ends a try to reach one that has failed', () => {
    const scene = heard(['a', 'b']).failed('b').asking('b').hint('b')
    expect([scene.probeTo('b'), scene.statusOf('b')]).toEqual([0, 'failed'])
    expect(scene.disarms(probeTimer)).toBe(true)
  })

  it('ends the last question: the suspect has failed', () => {
    const scene = heard().asking('b').gossip('c', claim('b', 'suspect'))
    scene.fire('membership/suspicion/b').hint('b')
    expect([scene.probeTo('b'), scene.statusOf('b')]).toEqual([0, 'failed'])
  })
})

describe('others that find the same', () => {
  it('two are enough: it has failed at once, without a suspicion, and all are told', () => {
    const scene = heard().hint('b')
    const [first = '', second = ''] = helpersOf(scene)
    scene.pingReport(first, 'b', { finding: 'unreachable' })
    expect(scene.statusOf('b')).toBe('alive')
    scene.pingReport(second, 'b', { finding: 'unreachable' })
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['failed', 0])
    const reason = 'nobody listens at at-b for b'
    expect(scene.notices).toEqual([{ kind: 'peer-failed', name: 'b', reason, by: 'a' }])
    const claims = [claim('b', 'failed', { by: 'a', observers: 3 })]
    const told = scene.sent.filter(([, message]) => message.kind === 'gossip').slice(0, 3)
    expect(told).toEqual(['c', 'd', 'e'].map((name) => [at(name), { kind: 'gossip', claims }]))
    expect(scene.peer('b')?.accusation).toMatchObject({ by: [tagFor('a')], observers: 3 })
    expect(scene.disarms(probeTimer)).toBe(true)
  })

  it('that one said nothing yet, when two were enough, is no sign of own trouble', () => {
    const scene = heard().hint('b')
    for (const helper of helpersOf(scene).slice(0, 2))
      scene.pingReport(helper, 'b', { finding: 'unreachable' })
    expect(scene.local.health).toBe(0)
  })

  it('are enough also if they said so before the own transport did', () => {
    const scene = heard().asking('b').due(probeTimer)
    for (const helper of helpersOf(scene).slice(0, 2))
      scene.pingReport(helper, 'b', { finding: 'unreachable' })
    expect(scene.statusOf('b')).toBe('alive')
    expect(scene.hint('b').statusOf('b')).toBe('failed')
    expect(scene.disarms(probeTimer)).toBe(true)
  })

  it('without a hint here, are evidence as any silence is', () => {
    const scene = heard().asking('b').due(probeTimer)
    for (const helper of helpersOf(scene)) scene.pingReport(helper, 'b', { finding: 'unreachable' })
    expect(scene.statusOf('b')).toBe('suspect')
  })

  it('one of three is not enough: it is suspected', () => {
    const scene = heard().hint('b')
    const [first = '', second = '', third = ''] = helpersOf(scene)
    scene.pingReport(first, 'b', { finding: 'unreachable' })
    scene.pingReport(second, 'b', { finding: 'silent' })
    scene.pingReport(third, 'b', { finding: 'silent' })
    expect(scene.statusOf('b')).toBe('suspect')
    expect(scene.viewOf('b')?.reason).toBe('nobody listens at at-b for b')
  })

  it('one is enough if there was only one to ask', () => {
    const scene = heard(['a', 'b', 'c']).hint('b').pingReport('c', 'b', { finding: 'unreachable' })
    expect(scene.statusOf('b')).toBe('failed')
  })

  it('none of them, of two members: it is suspected, and fails when its time is over', () => {
    const scene = heard(['a', 'b']).hint('b')
    expect(scene.statusOf('b')).toBe('suspect')
    scene.due('membership/suspicion/b')
    expect(scene.hint('b').statusOf('b')).toBe('failed')
  })

  it('one that heard it, and it lives', () => {
    const scene = heard().hint('b')
    const [first = '', second = ''] = helpersOf(scene)
    scene.pingReport(first, 'b', { finding: 'unreachable' })
    scene.pingReport(second, 'b', { finding: 'heard' })
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['alive', 0])
  })
})
