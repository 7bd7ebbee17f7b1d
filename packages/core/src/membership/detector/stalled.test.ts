import { describe, expect, it } from 'vitest'
import { claim } from '../cluster.fixture.ts'
import { Scene } from '../scene.fixture.ts'

const members = ['a', 'b', 'c', 'd', 'e']
const probeTimer = 'membership/probe/b'
const suspicionTimer = 'membership/suspicion/b'
const asked = (): Scene => new Scene({ members }).heard().asking('b')
const marks = (scene: Scene): string[] =>
  scene.effects.flatMap((effect) => (effect.kind === 'mark' ? [effect.mark] : []))

/** A timer fires so many milliseconds late. */
const late = (scene: Scene, timer: string, lateMs: number): Scene => {
  const deadline = scene.timers.get(timer) ?? scene.now
  scene.now = deadline + lateMs
  return scene.fire(timer, lateMs)
}

describe('a timer that is late', () => {
  it.each([
    [0, 0],
    [100, 0],
    [101, 1],
    [60_000, 1],
  ])('by %i ms: this process trusts itself less by %i', (lateMs, health) => {
    const scene = late(new Scene({ members }), 'membership/period', lateMs)
    expect(scene.local.health).toBe(health)
    expect(scene.local.stalledAt === scene.now).toBe(health > 0)
  })

  it('is one sign with all that were due in the same pause, however long they take', () => {
    const scene = asked()
    scene.wait(10_000)
    for (const [timer, deadline] of [...scene.timers].toSorted((x, y) => x[1] - y[1])) {
      scene.wait(3)
      scene.fire(timer, scene.now - deadline)
      expect(scene.local.health).toBe(1)
      expect(scene.local.stalledAt).toBe(scene.now)
    }
    late(scene, 'membership/period', 5_000)
    expect(scene.local.health).toBe(2)
  })

  it('makes timeouts longer, up to healthMax', () => {
    const scene = new Scene({ members, config: { healthMax: 2 } })
    for (let i = 0; i < 5; i++) late(scene, 'membership/period', 5_000)
    expect(scene.local.health).toBe(2)
    const name = [...scene.local.peers.keys()].find((each) => scene.probeTo(each) === 0) ?? 'b'
    expect(scene.asking(name).armed(`membership/probe/${name}`)).toBe(1_500)
  })
})

describe('after a pause of this process nothing that was not heard counts (M27)', () => {
  it('a probe that is overdue gets its whole time once more', () => {
    const scene = late(asked(), probeTimer, 2_000)
    expect(scene.sent).toEqual([])
    expect(marks(scene)).toEqual(['membership.miss-held'])
    // Twice as long, for it trusts itself less.
    expect(scene.armed(probeTimer)).toBe(1_000)
    expect(scene.peer('b')?.probe?.stage).toBe('direct')
    expect(scene.due(probeTimer).sentTo('ping-request')).toHaveLength(3)
  })

  it('so does one that others were asked about', () => {
    const scene = late(asked().due(probeTimer), probeTimer, 2_000)
    expect(scene.statusOf('b')).toBe('alive')
    expect(scene.due(probeTimer).statusOf('b')).toBe('suspect')
  })

  it('so does a last question', () => {
    const scene = asked()
      .gossip('c', claim('b', 'suspect', { observers: 4 }))
      .fire(suspicionTimer)
    expect(late(scene, probeTimer, 2_000).statusOf('b')).toBe('suspect')
    expect(scene.due(probeTimer).statusOf('b')).toBe('failed')
  })

  it('nor what is due within the time of one probe after it, in time', () => {
    const scene = asked()
    late(scene, 'membership/gossip', 5_000)
    expect(scene.wait(499).fire(probeTimer).sent).toEqual([])
    expect(marks(scene)).toEqual(['membership.miss-held'])
    expect(scene.wait(1).fire(probeTimer).sentTo('ping-request')).toHaveLength(3)
  })

  it('nor what was missed just after the own link came back', () => {
    const link = (to: 'up' | 'down') => ({ kind: 'link-changed', link: to }) as const
    const scene = asked().wait(1).ack('b').give(link('down')).give(link('up')).asking('b')
    scene.now = scene.local.stalledAt + 499
    expect(marks(scene.fire(probeTimer))).toEqual(['membership.miss-held'])
    expect(scene.local.health).toBe(0)
  })

  it('an answer that had waited to be read ends the probe, but measures nothing', () => {
    const scene = late(asked(), probeTimer, 2_000)
    scene.wait(1).ack('b')
    expect([scene.statusOf('b'), scene.probeTo('b')]).toEqual(['alive', 0])
    expect(scene.local.roundTrip).toBeUndefined()
  })

  it('an answer that is read before the timers that were due measures nothing either', () => {
    const scene = asked().wait(2_500).ack('b')
    expect(scene.probeTo('b')).toBe(0)
    expect(scene.local.roundTrip).toBeUndefined()
  })

  it('what nobody was asked about goes on: periods, and answering', () => {
    const scene = late(asked(), probeTimer, 2_000).due('membership/period')
    expect(scene.sentTo('ping')).toHaveLength(1)
    expect(scene.ping('b').sentTo('ack')).toEqual(['at-b'])
  })
})
