import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyLog } from '../log/index.ts'
import type { ClusterId, LiveView, LogEntry, PeerView } from '../model/index.ts'
import { foldLog } from './checkpoint.ts'
import type { Context } from './decision.ts'
import {
  addressOf,
  deleted,
  down,
  ejected,
  joined,
  nameOf,
  put,
  Scribe,
  storeOf,
} from './entries.fixture.ts'
import {
  clockOffsetOf,
  failedOf,
  isFromMember,
  rosterOf,
  stateAsValue,
  stateInfoOf,
} from './select.ts'

describe('the roster', () => {
  it('is by name in code-unit order, members only', () => {
    const scribe = new Scribe()
    const log = [
      ...scribe.cluster('b'),
      scribe.write('a', joined('d', 'a-2')),
      scribe.write('a', joined('e', 'Z'.toLowerCase())),
      scribe.write('a', joined('f', 'a.2')),
      scribe.write('a', joined('1', '10')),
      scribe.write('a', ejected('b')),
    ]
    expect(rosterOf(foldLog(log)).map(({ name }) => name)).toEqual(['10', 'a', 'a-2', 'a.2', 'z'])
  })
})

describe('the state info', () => {
  it('holds what was put and what is derived', () => {
    const scribe = new Scribe()
    const first = scribe.write('a', put('gone', 1))
    const log = [
      ...scribe.cluster('b'),
      first,
      scribe.write('a', deleted('gone', first)),
      scribe.write('b', put('k', { deep: [1] })),
      scribe.write('a', down('b', 'silent')),
    ]
    expect(stateInfoOf(foldLog(log))).toEqual({
      k: { deep: [1] },
      ts: ['a', 6],
      tsold: ['b', 5],
      members: [
        { name: 'a', address: 'at-a' },
        { name: 'b', address: 'at-b' },
      ],
      failed: [{ name: 'b', reason: 'silent' }],
      replication: 2,
    })
  })

  it('derives its keys even if an entry put them', () => {
    const scribe = new Scribe()
    const state = foldLog([...scribe.cluster(), scribe.write('a', put('members', 'none'))])
    expect(stateInfoOf(state).members).toEqual([{ name: 'a', address: 'at-a' }])
  })

  it('lists the failed by name', () => {
    const scribe = new Scribe()
    const log = scribe.cluster('c', 'b')
    log.push(scribe.write('a', down('c', 'one')), scribe.write('a', down('b', 'two')))
    expect(failedOf(foldLog(log))).toEqual([
      { name: 'b', reason: 'two' },
      { name: 'c', reason: 'one' },
    ])
  })
})

describe('the state as a value', () => {
  const cluster = (change: (scribe: Scribe, first: LogEntry) => LogEntry): string => {
    const scribe = new Scribe()
    const log = [...scribe.cluster('b')]
    const first = scribe.write('a', put('k', 1))
    return JSON.stringify(stateAsValue(foldLog([...log, first, change(scribe, first)])))
  }

  it('differs in whatever members must agree on', () => {
    const values = [
      cluster((scribe, first) => scribe.write('a', put('k', 1, first))),
      cluster((scribe) => scribe.write('a', put('k', 1))),
      cluster((scribe, first) => scribe.write('b', put('k', 1, first))),
      cluster((scribe, first) => scribe.write('a', put('k', null, first))),
      cluster((scribe, first) => scribe.write('a', deleted('k', first))),
      cluster((scribe) => scribe.write('a', down('b'))),
      cluster((scribe) => scribe.write('a', ejected('b'))),
      cluster((scribe) => scribe.write('a', joined('d', 'b', 'b'))),
      cluster((scribe) => scribe.write('f', put('k', 1))),
      cluster((scribe) => scribe.write('b', { kind: 'member-info-changed', info: { x: 1 } })),
      cluster((scribe) => scribe.write('b', { kind: 'member-moved', address: addressOf('y') })),
    ]
    expect(new Set(values).size).toBe(values.length)
  })
})

describe('whether a message is from a member', () => {
  const scribe = new Scribe()
  const state = foldLog([...scribe.cluster('b', 'c'), scribe.write('a', ejected('c'))])
  const context: Context = {
    self: {
      name: nameOf('a'),
      address: addressOf('at-a'),
      role: 'member',
      incarnation: 1,
      store: storeOf('a'),
      cluster: 'c'.repeat(32) as ClusterId,
      run: undefined,
    },
    at: 0,
    wall: 0,
    entropy: new Uint8Array(16),
    hash: (bytes) => bytes,
    lifecycle: 'operational',
    state,
    log: emptyLog,
    durable: new Map(),
    live: new Map(),
    clockAheadMaxMs: 10_000,
    clockKeepMs: 5_000,
    logStreamsMax: 12_288,
    isEstranged: false,
  }
  const label = 'c'.repeat(16)

  it.each([
    ['b', label, true],
    ['b', '', false],
    ['b', 'd'.repeat(16), false],
    ['c', label, false],
    ['z', label, false],
  ])('%s of cluster %j: %s', (name, cluster, expected) => {
    const sender = { name: nameOf(name), address: addressOf('anywhere'), cluster }
    expect(isFromMember(context, sender)).toBe(expected)
  })

  it('is no for anybody while there is no cluster', () => {
    const alone = { ...context, self: { ...context.self, cluster: undefined } }
    const sender = { name: nameOf('b'), address: addressOf('anywhere'), cluster: '' }
    expect(isFromMember(alone, sender)).toBe(false)
  })
})

describe('the clock offset', () => {
  const peer = (name: string, clockOffsetMs: number | undefined, alive = true): PeerView => ({
    name: nameOf(name),
    store: storeOf(name),
    address: addressOf(name),
    status: alive ? 'alive' : 'failed',
    incarnation: 1,
    refutations: 0,
    reason: '',
    since: 0,
    lastAck: undefined,
    roundTripMs: undefined,
    clockOffsetMs,
    clock: clockOffsetMs === undefined ? undefined : { baseMs: clockOffsetMs, at: 0 },
  })
  const live = (...peers: PeerView[]): LiveView => new Map(peers.map((one) => [one.name, one]))

  it.each([
    ['alone', live(), 1, 0],
    ['of two, one silent: no majority', live(peer('b', 900, false)), 2, undefined],
    ['of two: between both', live(peer('b', 900)), 2, 450],
    ['of three, one silent', live(peer('b', 900), peer('c', undefined)), 3, 450],
    ['of three: the middle', live(peer('b', 900), peer('c', 800)), 3, 800],
    ['of three: one wrong clock moves nothing', live(peer('b', 9e9), peer('c', 1)), 3, 1],
    ['of four, two answering: no majority', live(peer('b', 9)), 4, undefined],
  ])('%s', (_, view, memberCount, expected) => {
    const state = { ...foldLog([]), memberCount }
    const now = { at: 0, wall: 0, live: view, state, clockKeepMs: 5_000 }
    expect(clockOffsetOf(now)).toBe(expected)
  })

  /** One of three, whose peers' clocks were 900 ms ahead when measured at 0. */
  const later = (at: number, wall: number): number | undefined =>
    clockOffsetOf({
      at,
      wall,
      live: live(peer('b', 900), peer('c', 900)),
      state: { ...foldLog([]), memberCount: 3 },
      clockKeepMs: 5_000,
    })

  it('follows a step of the own wall clock after the last ack', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.integer(), (at, stepped) => {
        expect(later(at, at + stepped)).toBe(900 - stepped)
      }),
    )
  })

  it.each([
    [5_000, 900],
    [5_001, undefined],
  ])('is what it was %i ms after the measuring: %s', (at, expected) => {
    expect(later(at, at)).toBe(expected)
  })
})
