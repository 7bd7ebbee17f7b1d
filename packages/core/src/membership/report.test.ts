import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEntry, MemberStatus } from '../model/index.ts'
import type { StoreRecord } from '../state/index.ts'
import { recordOf } from '../state/index.ts'
import { defaultMembershipConfig } from './config.ts'
import { rankOf, reportOn } from './report.ts'
import { claim, down, named, storeOf } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

const hourMs = 3_600_000
const wall = 100 * hourMs
const config = defaultMembershipConfig

const scene = new Scene({ members: ['a', 'b', 'c', 'd', 'e'] }).heard()
const record = recordOf(scene.context.state, storeOf('b')) as StoreRecord
const peer = scene.peer('b')
if (peer === undefined) throw new Error('b is a peer')
const standing = { ...record.admitted, event: down('b') } as LogEntry

interface Case {
  readonly status: MemberStatus
  readonly isDown: boolean
  readonly forMs: number
  readonly rank: number
  readonly downTimes: readonly number[]
  readonly isStable?: boolean
}

const reported = (given: Case): string | undefined => {
  const { status, isDown, forMs, rank, downTimes, isStable = true } = given
  const now = 1e12
  const since = now - forMs
  const failedSince = status === 'failed' ? since : undefined
  const event = reportOn(
    config,
    { at: now, wall },
    {
      peer: { ...peer, failedSince, view: { ...peer.view, status, since } },
      record: { ...record, down: isDown ? standing : undefined, downTimes },
      rank,
      isStable,
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

describe('a verdict that is not stable yet', () => {
  it.each<[number, number, readonly number[], boolean]>([
    [9_999, 0, [], false],
    [10_000, 0, [], true],
    [11_999, 1, [], false],
    [12_000, 1, [], true],
    [14_999, 0, ago(2 * hourMs), false],
    [15_000, 0, ago(2 * hourMs), true],
  ])('for %i ms, rank %i, downs at %j: %s', (forMs, rank, downTimes, isDue) => {
    const given = { status: 'failed', isDown: false, isStable: false } as const
    const kind = reported({ ...given, forMs, rank, downTimes })
    expect(kind).toBe(isDue ? 'member-down' : undefined)
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

  it('is not logged about a peer whose life is not known, nor about one that is not down', () => {
    const unheard = { ...peer, view: { ...peer.view, incarnation: 0 } }
    const subject = { record: { ...record, down: standing }, rank: 0, isStable: true }
    expect(reportOn(config, { at: 1e12, wall }, { peer: unheard, ...subject })).toBeUndefined()
    expect(reportOn(config, { at: 1e12, wall }, { peer, ...subject })?.kind).toBe('member-up')
    const alive = { status: 'alive', forMs: 1e9, rank: 0, downTimes: [] } as const
    expect(reported({ ...alive, isDown: false })).toBeUndefined()
  })

  it.each<MemberStatus>(['suspect', 'failed'])('is not logged about one that is %s', (status) => {
    expect(reported({ status, isDown: true, forMs: 1e9, rank: 0, downTimes: [] })).toBeUndefined()
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
  ])('%s about %s, with %j not alive: %i', (own, about, silent, rank) => {
    const side = new Scene({ members: ['a', 'b', 'c', 'd', 'e'], self: own })
    for (const [i, name] of silent.entries())
      if (i % 2 === 0) side.failed(name)
      else side.gossip('d', claim(name, 'suspect', { incarnation: 0 }))
    expect(rankOf(side.local, { own: named(own), about: named(about) })).toBe(rank)
  })
})
