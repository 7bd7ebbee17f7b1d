import { describe, expect, it } from 'vitest'
import { claim, down, joined, storeOf } from './cluster.fixture.ts'
import { Company } from './company.fixture.ts'
import { fullMesh, Scene } from './scene.fixture.ts'

const abc = ['a', 'b', 'c']
const upAgain = { kind: 'member-up', store: storeOf('b'), incarnation: 1 } as const
const secondsMs = 1_000

/** Milliseconds from when b is seen as failed until that is logged. */
const heldMs = (company: Company): number | undefined => {
  const failed = company.notices.find((notice) => notice.kind === 'peer-failed')
  const logged = company.loggedAt('member-down')
  return failed === undefined || logged === undefined ? undefined : logged - failed.at
}

describe('reporting, turn by turn', () => {
  const outage = (self: string): number | undefined =>
    heldMs(new Company(new Scene({ members: abc, self })).live(60 * secondsMs, ['a', 'c']))

  it('the first live member logs at its first turn after 5 s, the next after 7 s', () => {
    expect(outage('a')).toBeGreaterThanOrEqual(5_000)
    expect(outage('a')).toBeLessThan(7_000)
    expect(outage('c')).toBeGreaterThanOrEqual(7_000)
    expect(outage('c')).toBeLessThan(9_000)
  })

  it('is once: logged, it is not logged again, and up is logged when it is heard', () => {
    const company = new Company(new Scene({ members: ['a', 'b'] })).live(5 * secondsMs, ['b'])
    company.live(60 * secondsMs, [])
    expect(company.events.map(({ kind }) => kind)).toEqual(['member-down'])
    company.live(60 * secondsMs, ['b'])
    expect(company.events.map(({ kind }) => kind)).toEqual(['member-down', 'member-up'])
  })

  it('a flapping link fills no log: an hour of it is at most six downs', () => {
    const config = { downStableMs: 1 }
    const company = new Company(new Scene({ members: ['a', 'b'], config }))
    for (let i = 0; i < 120; i++) company.live(20 * secondsMs, []).live(10 * secondsMs, ['b'])
    const logged = company.events.map(({ kind }) => kind)
    expect(logged.filter((kind) => kind === 'member-down')).toHaveLength(6)
    expect(logged.filter((kind) => kind === 'member-up')).toHaveLength(6)
  }, 60_000)

  it('does not contest the verdict of whoever heard it before a whole hold more (M9)', () => {
    const company = new Company(new Scene({ members: abc })).live(20 * secondsMs, ['c'])
    const downs = (): number => company.events.filter(({ kind }) => kind === 'member-down').length
    expect(downs()).toBe(1)
    company.scene.learn('c', { kind: 'member-up', store: storeOf('b'), incarnation: 1 })
    // Down once within the day: the hold is 10 s now.
    expect([company.live(9_500, ['c']), downs()]).toEqual([company, 1])
    expect([company.live(3_500, ['c']), downs()]).toEqual([company, 2])
  })

  it.each([
    [
      'a break of the own link',
      { kind: 'link-changed', link: 'down' },
      { kind: 'link-changed', link: 'up' },
    ],
    [
      'a pause',
      { kind: 'command-issued', id: 1, command: { kind: 'set-housekeeping', running: false } },
      { kind: 'command-issued', id: 2, command: { kind: 'set-housekeeping', running: true } },
    ],
  ] as const)('holds anew after %s (M12)', (_, stop, go) => {
    const side = new Scene({ members: ['a', 'b'] }).failed('b')
    side.give(stop).wait(60_000).fire('membership/period')
    expect(side.events).toEqual([])
    side.give(go).fire('membership/period')
    expect(side.events).toEqual([])
    side.wait(4_999).fire('membership/period')
    expect(side.events).toEqual([])
    side.wait(1).fire('membership/period')
    expect(side.events).toMatchObject([{ kind: 'member-down' }])
  })
})

describe('a stable verdict (Rapid)', () => {
  const members = ['a', 'b', 'c', 'd', 'e']
  const seen = (observers: number): Scene =>
    new Scene({ members }).heard().gossip('c', claim('b', 'failed', { observers }))
  const dueMs = (side: Scene, untilMs = 20_000): number | undefined => {
    const begun = side.now
    while (side.now - begun < untilMs) {
      side.wait(500).fire('membership/period')
      if (side.events.length > 0) return side.now - begun
    }
    return undefined
  }

  it.each([
    // how many found it silent, when it is logged
    [1, 10_000],
    [2, 10_000],
    [3, 5_000],
    [4, 5_000],
  ])('is one of three members at least: %i observers, after %i ms', (observers, ms) => {
    expect(dueMs(seen(observers))).toBe(ms)
  })

  it.each([
    [['d'], 5_000, 3],
    [['d', 'e'], 5_000, 2],
    [['c', 'd', 'e'], 5_000, 1],
    [['d'], 10_000, 2],
  ])('or of all that are left, with %j failed too: after %i ms by %i', (failed, ms, observers) => {
    const side = seen(observers)
    for (const name of failed) side.gossip('e', claim(name, 'failed', { by: 'e', observers }))
    expect(dueMs(side)).toBe(ms)
  })

  it('waits while it is open whether another lives, so that they are logged together', () => {
    const side = seen(3).gossip('c', claim('d', 'suspect', { observers: 3 }))
    side.wait(5_500).fire('membership/period')
    expect(side.events).toEqual([])
    side.gossip('c', claim('d', 'failed', { observers: 3 }))
    side.fire('membership/period')
    expect(side.events).toMatchObject([{ store: storeOf('b') }])
  })

  it('waits at most 5 s longer, though one flaps', () => {
    const side = seen(3)
    for (let i = 0; i < 19; i++) {
      side.gossip('c', claim('d', 'suspect', { refutations: i }))
      side.wait(500).fire('membership/period')
      expect(side.events).toEqual([])
    }
    side.gossip('c', claim('d', 'suspect', { refutations: 20 }))
    side.wait(500).fire('membership/period')
    expect(side.events).toMatchObject([{ kind: 'member-down', store: storeOf('b') }])
  })

  it('is the wish of downObservers', () => {
    const config = { downObservers: 1 }
    const side = new Scene({ members, config }).gossip('c', claim('b', 'failed'))
    expect(dueMs(side)).toBe(5_000)
  })

  it('of several is logged in one decision', () => {
    const side = seen(3).gossip('c', claim('d', 'failed', { observers: 3 }))
    side.wait(5_000).fire('membership/period')
    expect(side.events).toMatchObject([{ store: storeOf('b') }, { store: storeOf('d') }])
  })
})

describe('member-up', () => {
  it('is logged of one that the log says is down, once it is heard, by rank', () => {
    const side = new Scene({ members: abc, self: 'c' }).failed('b').learn('a', down('b'))
    side.refutes('b', { probe: 0 })
    side.wait(1_999).fire('membership/period')
    expect(side.events).toEqual([])
    side.wait(1).fire('membership/period')
    expect(side.events).toEqual([{ ...upAgain }])
  })

  it('is not logged of one that was not heard since this process started (M12)', () => {
    const side = new Scene({ members: abc }).learn('c', down('b'))
    side.due('membership/period')
    expect(side.events).toEqual([])
    side.ack('b', { probe: 0 }).wait(1_000).fire('membership/period')
    expect(side.events).toEqual([upAgain])
  })

  it('is not logged of one that joined anew: its store is another', () => {
    const side = new Scene({ members: abc }).failed('b').learn('c', down('b'))
    side.learn('c', joined('b', 'x', storeOf('b')))
    side.wait(10_000).fire('membership/period')
    expect(side.events).toEqual([])
  })
})

describe('while the own clock is off (M24)', () => {
  /** b failed 8 s ago, to be logged at 10 s; c is being asked. */
  const unlogged = (): Scene =>
    new Scene({ members: abc, config: fullMesh })
      .heard()
      .failed('b')
      .wait(8_000)
      .fire('membership/period')

  it('nothing is logged until it is right again: others would hold the entry back', () => {
    const side = unlogged()
    side.ack('c', { wall: side.now + 3_600_000 }).wait(2_000)
    expect(side.fire('membership/period').events).toEqual([])
    side.ack('c')
    expect(side.fire('membership/period').events).toMatchObject([{ kind: 'member-down' }])
  })

  it('nothing is logged as soon as it steps away from theirs', () => {
    const side = unlogged().ack('c').wait(2_000)
    side.wallAhead = 3_600_000
    expect(side.fire('membership/period').events).toEqual([])
    side.wallAhead = 0
    expect(side.fire('membership/period').events).toMatchObject([{ kind: 'member-down' }])
  })

  it('nothing is logged while the own log is far ahead of the own wall clock', () => {
    const side = unlogged().ack('c').wait(2_000)
    side.learn('b', { kind: 'member-info-changed', info: {} })
    side.wallAhead = -10_001
    expect(side.fire('membership/period').events).toEqual([])
    side.wallAhead = -10_000
    expect(side.fire('membership/period').events).toMatchObject([{ kind: 'member-down' }])
  })
})
