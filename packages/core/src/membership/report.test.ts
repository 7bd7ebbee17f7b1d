import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEntry, MemberStatus } from '../model/index.ts'
import type { StoreRecord } from '../state/index.ts'
import { recordOf } from '../state/index.ts'
import { defaultMembershipConfig } from './config.ts'
import { rankOf, reportOn } from './report.ts'
import { down, named, storeOf } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

const hourMs = 3_600_000
const wall = 100 * hourMs
const config = defaultMembershipConfig
const upAgain = { kind: 'member-up', store: storeOf('b'), incarnation: 1 } as const

const scene = new Scene({ members: ['a', 'b', 'c', 'd', 'e'] })
const record = recordOf(scene.context.state, storeOf('b')) as StoreRecord
const peer = scene.local.peers.get(named('b'))
if (peer === undefined) throw new Error('b is a peer')
const standing = { ...record.admitted, event: down('b') } as LogEntry

interface Case {
  readonly status: MemberStatus
  readonly isDown: boolean
  readonly forMs: number
  readonly rank: number
  readonly downTimes: readonly number[]
  readonly lastAck?: number | undefined
}

const reported = (given: Case): string | undefined => {
  const { status, isDown, forMs, rank, downTimes, lastAck = 1 } = given
  const now = 1e12
  const since = now - forMs
  const failedSince = status === 'failed' ? since : undefined
  const event = reportOn(
    config,
    { at: now, wall },
    {
      peer: { ...peer, failedSince, view: { ...peer.view, status, since, lastAck } },
      record: { ...record, down: isDown ? standing : undefined, downTimes },
      rank,
    },
  )
  return event?.kind
}

/** Times before now, in milliseconds. */
const ago = (...times: readonly number[]): readonly number[] => times.map((time) => wall - time)

describe('member-down (M9, M10, M11)', () => {
  it.each<[number, number, readonly number[], boolean]>([
    [4_999, 0, [], false],
    [5_000, 0, [], true],
    [6_999, 1, [], false],
    [7_000, 1, [], true],
    [10_999, 3, [], false],
    [11_000, 3, [], true],
    [9_999, 0, ago(2 * hourMs), false],
    [10_000, 0, ago(2 * hourMs), true],
    [11_999, 1, ago(2 * hourMs), false],
    [12_000, 1, ago(2 * hourMs), true],
    [39_999, 0, ago(20 * hourMs, 10 * hourMs, hourMs), false],
    [40_000, 0, ago(20 * hourMs, 10 * hourMs, hourMs), true],
    [5_000, 0, ago(24 * hourMs), true],
    [9_999, 0, ago(24 * hourMs - 1), false],
    [1e9, 0, ago(5, 4, 3, 2, 1), true],
    [1e9, 0, ago(6, 5, 4, 3, 2, 1), false],
    [1e9, 0, ago(hourMs, 5, 4, 3, 2, 1), true],
    [1e9, 0, ago(hourMs - 1, 5, 4, 3, 2, 1), false],
  ])('failed for %i ms, rank %i, downs at %j: %s', (forMs, rank, downTimes, isDue) => {
    const kind = reported({ status: 'failed', isDown: false, forMs, rank, downTimes })
    expect(kind).toBe(isDue ? 'member-down' : undefined)
  })

  it.each<[MemberStatus, boolean]>([
    ['alive', false],
    ['suspect', false],
    ['left', false],
    ['failed', true],
  ])('is not logged about a peer that is %s (down already: %s)', (status, isDown) => {
    const given = { status, isDown, forMs: 1e9, rank: 0, downTimes: [] }
    expect(reported(given)).toBeUndefined()
  })

  it('is logged at most six times an hour, whatever the link does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: hourMs - 1 }), { maxLength: 12 }), (times) => {
        const given = { isDown: false, forMs: 1e12, rank: 0, downTimes: ago(...times) }
        const kind = reported({ status: 'failed', ...given })
        expect(kind === undefined).toBe(times.length >= config.downsPerHourMax)
      }),
    )
  })
})

describe('member-up (M10, M12)', () => {
  it.each<[number, number, boolean]>([
    [0, 0, true],
    [1_999, 1, false],
    [2_000, 1, true],
    [3_999, 2, false],
    [4_000, 2, true],
  ])('alive for %i ms, rank %i: %s', (forMs, rank, isDue) => {
    const kind = reported({ status: 'alive', isDown: true, forMs, rank, downTimes: ago(1) })
    expect(kind).toBe(isDue ? 'member-up' : undefined)
  })

  it('is not logged about a peer not heard yet, nor about one that is not down', () => {
    const alive = { status: 'alive', forMs: 1e9, rank: 0, downTimes: [] } as const
    const now = { ...peer.view, status: 'alive', lastAck: undefined } as const
    const unheard = { peer: { ...peer, view: now }, record: { ...record, down: standing }, rank: 0 }
    expect(reportOn(config, { at: 1e12, wall }, unheard)).toBeUndefined()
    expect(reported({ ...alive, isDown: false })).toBeUndefined()
  })
})

describe('the rank of a reporter (M10)', () => {
  it.each<[string, string, string[], number]>([
    ['a', 'e', [], 0],
    ['c', 'e', [], 2],
    ['e', 'a', [], 3],
    ['c', 'a', [], 1],
    ['c', 'e', ['a'], 1],
    ['c', 'e', ['a', 'b'], 0],
    ['c', 'e', ['d'], 2],
  ])('%s about %s, with %j failed: %i', (own, about, silent, rank) => {
    const members = ['a', 'b', 'c', 'd', 'e']
    const side = new Scene({ members, self: own })
    const alive = members.filter((name) => name !== own && !silent.includes(name))
    for (let i = 0; i < 3; i++) side.period(alive)
    expect(rankOf(side.local, { own: named(own), about: named(about) })).toBe(rank)
  })
})

describe('reporting, period by period', () => {
  const outage = (self: string): number | undefined => {
    const members = ['a', 'b', 'c']
    const side = new Scene({ members, self })
    const alive = members.filter((name) => name !== self && name !== 'b')
    for (let i = 0; i < 60; i++) {
      side.fire('membership/period')
      if (side.events.length > 0) return side.now - 1_000_000
      for (const name of alive) side.ack(name)
      side.wait(500).fire('membership/probe/b').wait(500)
    }
    return undefined
  }

  it('the first live member logs at 8 s, the next only if it does not by 10 s', () => {
    // Failed at 2.5 s; stable for 5 s by 7.5 s; seen at the next period.
    expect(outage('a')).toBe(8_000)
    expect(outage('c')).toBe(10_000)
  })

  it('is once: logged, it is not logged again, and up is logged when it is heard', () => {
    const side = new Scene({ members: ['a', 'b'] })
    const logged: string[] = []
    const period = (alive: string[]): void => {
      side.fire('membership/period')
      logged.push(...side.events.map((event) => event.kind))
      for (const name of alive) side.ack(name)
      side.wait(500)
      if (alive.length === 0) side.fire('membership/probe/b')
      side.wait(500)
    }
    for (let i = 0; i < 30; i++) period([])
    expect(logged).toEqual(['member-down'])
    for (let i = 0; i < 30; i++) period(['b'])
    expect(logged).toEqual(['member-down', 'member-up'])
  })

  it('a flapping link fills no log: an hour of it is at most six downs', () => {
    const side = new Scene({ members: ['a', 'b'], config: { downStableMs: 0 } })
    const logged: string[] = []
    for (let i = 0; i < 3_600; i++) {
      const isBroken = i % 12 < 6
      side.fire('membership/period')
      logged.push(...side.events.map((event) => event.kind))
      if (!isBroken) side.ack('b')
      side.wait(500)
      if (isBroken) side.fire('membership/probe/b')
      side.wait(500)
    }
    expect(logged.filter((kind) => kind === 'member-down')).toHaveLength(6)
    expect(logged.filter((kind) => kind === 'member-up')).toHaveLength(6)
  }, 60_000)

  it('does not contest the verdict of whoever heard it before a whole hold more (M9)', () => {
    const side = new Scene({ members: ['a', 'b', 'c'] })
    const downs = (): number => side.events.filter((event) => event.kind === 'member-down').length
    let logged = 0
    const seconds = (count: number): number => {
      for (let i = 0; i < count; i++) {
        side.fire('membership/period')
        logged += downs()
        side.ack('c').wait(500).fire('membership/probe/b').wait(500)
      }
      return logged
    }
    expect(seconds(20)).toBe(1)
    const store = storeOf('b')
    side.learn('c', { kind: 'member-up', store, incarnation: 1 })
    // Down once within the day: the hold is 10 s now.
    expect(seconds(9)).toBe(1)
    expect(seconds(3)).toBe(2)
  })

  it('holds anew after a pause and after a break of the own link (M12)', () => {
    for (const [stop, go] of [
      [
        { kind: 'link-changed', link: 'down' },
        { kind: 'link-changed', link: 'up' },
      ],
      [
        { kind: 'command-issued', id: 1, command: { kind: 'set-housekeeping', running: false } },
        { kind: 'command-issued', id: 2, command: { kind: 'set-housekeeping', running: true } },
      ],
    ] as const) {
      const side = new Scene({ members: ['a', 'b'] }).period().period().period()
      expect(side.statusOf('b')).toBe('failed')
      side.give(stop).wait(60_000).fire('membership/period')
      expect(side.events).toEqual([])
      side.give(go).fire('membership/period')
      expect(side.events).toEqual([])
      side.wait(4_999).fire('membership/period')
      expect(side.events).toEqual([])
      side.wait(1).fire('membership/period')
      expect(side.events).toMatchObject([{ kind: 'member-down' }])
    }
  })

  it('is left to others while the own clock is far from a majority (M24)', () => {
    const side = new Scene({ members: ['a', 'b', 'c'] })
    const seconds = (count: number, offset: number): void => {
      for (let i = 0; i < count; i++) {
        side.fire('membership/period')
        expect(offset === 0 || side.events.length === 0).toBe(true)
        side.ack('c', { wall: side.now + offset })
        side.wait(500).fire('membership/probe/b').wait(500)
      }
    }
    seconds(20, 3_600_000)
    expect(side.statusOf('b')).toBe('failed')
    seconds(1, 0)
    side.fire('membership/period')
    expect(side.events).toMatchObject([{ kind: 'member-down' }])
  })

  it('is left to others as soon as the own clock steps away from theirs (M24)', () => {
    const side = new Scene({ members: ['a', 'b', 'c'] })
    for (let i = 0; i < 8; i++) side.period(['c'])
    side.wallAhead = 3_600_000
    side.fire('membership/period')
    expect(side.events).toEqual([])
    side.wallAhead = 0
    side.ack('c').wait(500).fire('membership/period')
    expect(side.events).toMatchObject([{ kind: 'member-down' }])
  })

  it('is left to others while the own log is far ahead of the own wall clock (M24)', () => {
    const side = new Scene({ members: ['a', 'b', 'c'] })
    for (let i = 0; i < 8; i++) side.period(['c'])
    side.learn('b', { kind: 'member-info-changed', info: {} })
    side.wallAhead = -10_001
    side.fire('membership/period')
    expect(side.events).toEqual([])
    side.wallAhead = -10_000
    side
      .ack('c', { wall: side.now - 10_000 })
      .wait(0)
      .fire('membership/period')
    expect(side.events).toMatchObject([{ kind: 'member-down' }])
  })

  it('does not take a peer for up that it has not heard since it started', () => {
    const side = new Scene({ members: ['a', 'b', 'c'] }).learn('c', down('b'))
    expect(side.period(['c']).events).toEqual([])
    side.fire('membership/period').ack('b').wait(1_000).fire('membership/period')
    expect(side.events).toEqual([upAgain])
  })
})
