import { describe, expect, it } from 'vitest'
import { AppendVector, PersistentMap } from '../collections/index.ts'
import type {
  Address,
  ClusterEvent,
  ClusterId,
  Command,
  CommandIssued,
  EntryId,
  LogEntry,
  MemberName,
  PeerView,
  RunId,
  StoreId,
  Value,
} from '../model/index.ts'
import { keyLengthMax, reservedKeys, streamOf } from '../model/index.ts'
import type { Context, Decision } from '../state/index.ts'
import { foldLog } from '../state/index.ts'
import type { WritesConfig } from './config.ts'
import { defaultWritesConfig } from './config.ts'
import { decideWrites } from './decide.ts'
import type { WritesLocal } from './local.ts'
import { initialWrites } from './local.ts'

const store = 'a'.repeat(32) as StoreId
const stream = streamOf(store, 'a'.repeat(16) as RunId)
const none = new Uint8Array(0)

const entry = (seq: number, event: ClusterEvent): LogEntry => ({
  stream,
  seq,
  store,
  hlc: { l: 1_000 + seq, c: 0 },
  view: 0,
  deps: new Map(),
  prev: none,
  event,
  signature: none,
  bytes: none,
  hash: none,
})

const founding: ClusterEvent = {
  kind: 'cluster-founded',
  cluster: 'c'.repeat(32) as ClusterId,
  name: 'a' as MemberName,
  address: 'at-a' as Address,
  replicationFactor: 1,
}
const putOf = (key: string, value: Value): ClusterEvent => ({
  kind: 'state-info-put',
  key,
  value,
  basis: null,
})

/** A member whose log holds the founding and then `events` of its own. */
function contextWith(events: readonly ClusterEvent[], change: Partial<Context> = {}): Context {
  const entries = [founding, ...events].map((event, seq) => entry(seq, event))
  const ordered = AppendVector.of(entries)
  return {
    self: {
      name: 'a' as MemberName,
      address: 'at-a' as Address,
      role: 'member',
      incarnation: 1,
      store,
      cluster: 'c'.repeat(32) as ClusterId,
      run: undefined,
    },
    at: 0,
    wall: 0,
    entropy: new Uint8Array(16),
    hash: (bytes) => bytes,
    lifecycle: 'operational',
    state: foldLog(ordered),
    log: {
      ordered,
      streams: PersistentMap.empty<never, never>().with(stream as never, ordered as never),
      bytes: 0,
    },
    durable: new Map(),
    live: new Map(),
    clockAheadMaxMs: 10_000,
    clockKeepMs: 5_000,
    logStreamsMax: 12_288,
    isEstranged: false,
    ...change,
  }
}

const issued = (command: Command): CommandIssued => ({
  kind: 'command-issued',
  at: 0,
  wall: 0,
  entropy: new Uint8Array(16),
  id: 7,
  command,
})

const local = (config: Partial<WritesConfig> = {}): WritesLocal =>
  initialWrites({ ...defaultWritesConfig, ...config })

const put = (key: string, value: Value, basis?: EntryId | null): Command => ({
  kind: 'put',
  key,
  value,
  basis,
})
const remove = (key: string, basis?: EntryId | null): Command => ({ kind: 'delete', key, basis })

const decide = (context: Context, command: Command, from = local()): Decision<WritesLocal> =>
  decideWrites(from, context, issued(command))

/** The code a command is refused with, or undefined; a refusal logs nothing. */
function refusedAs(decision: Decision<WritesLocal>): string | undefined {
  const [effect] = decision.effects
  if (effect?.kind !== 'settle' || effect.outcome.ok) return undefined
  expect(decision.events).toEqual([])
  expect(effect.id).toBe(7)
  expect(effect.outcome.refusal.detail).not.toBe('')
  return effect.outcome.refusal.kind
}

describe('a put', () => {
  it('is logged, and settles the command once durable', () => {
    const decision = decide(contextWith([]), put('k', 1))
    expect(decision.events).toEqual([
      { event: { kind: 'state-info-put', key: 'k', value: 1, basis: null }, settles: 7 },
    ])
    expect(decision.effects).toEqual([])
    expect(decision.then).toEqual([])
  })

  it('is based on what is there now, unless told otherwise', () => {
    const context = contextWith([putOf('k', 1)])
    const basisOf = (basis?: EntryId | null): unknown =>
      decide(context, put('k', 2, basis)).events.map(({ event }) => 'basis' in event && event.basis)
    expect(basisOf()).toEqual([{ stream, seq: 1 }])
    expect(basisOf(null)).toEqual([null])
    expect(basisOf({ stream, seq: 0 })).toEqual([{ stream, seq: 0 }])
  })

  it('over a deletion is based on the deletion', () => {
    const gone: ClusterEvent = { kind: 'state-info-deleted', key: 'k', basis: null }
    const decision = decide(contextWith([putOf('k', 1), gone]), put('k', 2))
    expect(decision.events[0]?.event).toMatchObject({ basis: { stream, seq: 2 } })
  })

  it.each(reservedKeys)('of the derived key %s is refused', (key) => {
    expect(refusedAs(decide(contextWith([]), put(key, 1)))).toBe('reserved-key')
    expect(refusedAs(decide(contextWith([]), remove(key)))).toBe('reserved-key')
  })

  it.each([
    ['__proto__', 'reserved-key'],
    ['', 'invalid-option'],
    ['k'.repeat(keyLengthMax + 1), 'invalid-option'],
    ['half \ud800 pair', 'invalid-option'],
    ['k'.repeat(keyLengthMax), undefined],
    ['whole \ud83d\ude00 pair', undefined],
  ])('of key %j: %s', (key, code) => {
    expect(refusedAs(decide(contextWith([]), put(key, 1)))).toBe(code)
  })

  it('is refused when it is larger than an entry may be', () => {
    const bytes = (length: number): string | undefined =>
      refusedAs(decide(contextWith([]), put('k', new Uint8Array(length))))
    expect(bytes(64 * 1024)).toBe('invalid-value')
    expect(bytes(63 * 1024)).toBeUndefined()
  })
})

describe('a deletion', () => {
  it('is logged with what it removes', () => {
    const decision = decide(contextWith([putOf('k', 1)]), remove('k'))
    expect(decision.events).toEqual([
      { event: { kind: 'state-info-deleted', key: 'k', basis: { stream, seq: 1 } }, settles: 7 },
    ])
  })

  it.each([
    ['nothing', []],
    ['a deletion', [putOf('k', 1), { kind: 'state-info-deleted', key: 'k', basis: null }]],
  ] as [string, ClusterEvent[]][])('of %s logs nothing and settles with null', (_, events) => {
    const decision = decide(contextWith(events), remove('k'))
    expect(decision.events).toEqual([])
    expect(decision.effects).toEqual([
      { kind: 'settle', id: 7, outcome: { ok: true, value: null } },
    ])
  })
})

describe('member info', () => {
  it('is logged whole', () => {
    const decision = decide(contextWith([]), { kind: 'set-member-info', info: { rack: 1 } })
    expect(decision.events).toEqual([
      { event: { kind: 'member-info-changed', info: { rack: 1 } }, settles: 7 },
    ])
  })

  it('is refused when it is larger than an entry may be', () => {
    const info = { text: 'x'.repeat(64 * 1024) }
    expect(refusedAs(decide(contextWith([]), { kind: 'set-member-info', info }))).toBe(
      'invalid-value',
    )
  })
})

describe('any write', () => {
  const commands: Command[] = [put('k', 1), remove('k'), { kind: 'set-member-info', info: {} }]

  it.each(['joining', 'ejected'] as const)('is refused while %s', (lifecycle) => {
    const context = contextWith([putOf('k', 1)], { lifecycle })
    const codes = commands.map((command) => refusedAs(decide(context, command)))
    expect(codes).toEqual(['not-joined', 'not-joined', 'not-joined'])
  })

  it('goes on while degraded', () => {
    const context = contextWith([putOf('k', 1)], { lifecycle: 'degraded' })
    expect(commands.map((command) => refusedAs(decide(context, command)))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('is refused when the log is full', () => {
    const context = contextWith([putOf('k', 1)])
    const at = (logEntriesMax: number): (string | undefined)[] =>
      commands.map((command) => refusedAs(decide(context, command, local({ logEntriesMax }))))
    expect(at(2)).toEqual(['log-full', 'log-full', 'log-full'])
    expect(at(3)).toEqual([undefined, undefined, undefined])
  })

  it.each([
    [1, undefined, 'log-full'],
    [2, undefined, undefined],
    [1, 'b'.repeat(16) as RunId, undefined],
  ])('begins no stream at %i, with run %s: %s', (logStreamsMax, run, code) => {
    const { self } = contextWith([])
    const context = contextWith([putOf('k', 1)], { logStreamsMax, self: { ...self, run } })
    expect(commands.map((command) => refusedAs(decide(context, command)))).toEqual(
      commands.map(() => code),
    )
  })

  const joined: ClusterEvent = {
    kind: 'member-joined',
    name: 'b' as MemberName,
    address: 'at-b' as Address,
    store: 'b'.repeat(32) as StoreId,
    replaces: null,
  }
  const peer = (clockOffsetMs: number): PeerView => ({
    name: 'b' as MemberName,
    store: 'b'.repeat(32) as StoreId,
    address: 'at-b' as Address,
    status: 'alive',
    incarnation: 1,
    refutations: 0,
    reason: '',
    since: 0,
    lastAck: 0,
    roundTripMs: 1,
    clockOffsetMs,
    clock: { baseMs: clockOffsetMs, at: 0 },
  })
  it.each([
    [10_000, undefined],
    [10_002, 'clock-unsynchronised'],
    [-10_002, 'clock-unsynchronised'],
  ])('with one peer %i ms away: %s', (offset, code) => {
    const live = new Map([['b' as MemberName, peer(offset)]])
    const context = contextWith([joined], { live })
    expect(refusedAs(decide(context, put('k', 1)))).toBe(code)
  })

  it.each([
    [10_000, undefined],
    [10_001, 'clock-unsynchronised'],
  ])('with a log %i ms ahead of the own wall clock, set back since: %s', (ahead, code) => {
    const context = contextWith([putOf('k', 1), joined])
    const off = { ...context, wall: (context.log.ordered.last()?.hlc.l ?? 0) - ahead }
    expect(commands.map((command) => refusedAs(decide(off, command)))).toEqual(
      commands.map(() => code),
    )
  })

  it('goes on alone with a log ahead of the own wall clock: nobody can hold it back', () => {
    const context = contextWith([putOf('k', 1)], { wall: -3_600_000 })
    expect(refusedAs(decide(context, put('k', 1)))).toBeUndefined()
  })
})

describe('other inputs', () => {
  it('are not about writing', () => {
    const from = local()
    const eject = issued({ kind: 'eject', name: 'b' as MemberName })
    const stored = { ...eject, kind: 'entries-stored', batch: 1 } as const
    for (const input of [eject, stored]) {
      expect(decideWrites(from, contextWith([]), input)).toEqual({
        local: from,
        events: [],
        admitted: undefined,
        adopt: undefined,
        effects: [],
        then: [],
      })
    }
  })
})
