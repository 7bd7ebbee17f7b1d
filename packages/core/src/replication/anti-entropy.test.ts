import { describe, expect, it } from 'vitest'
import { bytesInDelta, compareEntries, emptyLog, type EventLog, vectorOf } from '../log/index.ts'
import { type Delta, type LogEntry, marked, type Message } from '../model/index.ts'
import { defaultReplicationConfig } from './config.ts'
import { decideReplication } from './decide.ts'
import { initialReplication, type ReplicationLocal, unknownAskedMax } from './local.ts'
import {
  clusterLog,
  contextOf,
  ejectionOf,
  entriesOf,
  fired,
  headOfMember,
  holdingOf,
  noticesIn,
  nameOf,
  putOf,
  received,
  senderOf,
  sent,
  type Situation,
  write,
} from './replicas.fixture.ts'
import { startPull } from './pull.ts'

const idle = initialReplication(defaultReplicationConfig)
const awaitingB: ReplicationLocal = { ...idle, pulls: new Set([nameOf('b')]) }
const base = clusterLog('b', 'c')
const plus = (log: EventLog, name: string, ...keys: readonly string[]): EventLog =>
  keys.reduce((grown, key) => write(grown, name, putOf(key)), log)

const on = (message: Message, situation: Situation = {}, local = idle, from = senderOf('b')) =>
  decideReplication(local, contextOf({ log: base, ...situation }), received(from, message))

const digestOf = (log: EventLog): Message => ({
  kind: 'digest',
  vectorHash: holdingOf(log),
})
const pullOf = (log: EventLog, bytesMax = 1_000_000): Message => ({
  kind: 'pull',
  vector: vectorOf(log),
  bytesMax,
})
const deltaOf = (entries: readonly LogEntry[], parts: Partial<Delta> = {}): Message => ({
  kind: 'delta',
  entries,
  more: false,
  hops: 0,
  ...parts,
})

describe('a digest', () => {
  it('that is equal is not answered', () => {
    expect(on(digestOf(base)).effects).toEqual([])
  })

  it('that differs is answered with a pull of what is durable here, not of more (R1)', () => {
    const log = plus(base, 'a', 'x')
    const decision = on(digestOf(plus(base, 'b', 'y')), { log, durable: base })
    expect(sent(decision.effects, 'pull')).toEqual([
      { to: 'at-b', kind: 'pull', vector: vectorOf(base), bytesMax: 262_144 },
    ])
    expect(decision.effects).toContainEqual({
      kind: 'arm',
      timer: 'replication/pull/b',
      deadline: 1000,
    })
  })

  it('is not answered with a second pull until the first is answered or given up (R4)', () => {
    const other = digestOf(plus(base, 'b', 'y'))
    const first = on(other)
    expect(on(other, {}, first.local).effects).toEqual([])
    expect(sent(on(other, {}, first.local, senderOf('c')).effects, 'pull')).toHaveLength(1)
    const context = contextOf({ log: base })
    const given = decideReplication(first.local, context, fired('replication/pull/b'))
    expect(sent(on(other, {}, given.local).effects, 'pull')).toHaveLength(1)
  })

  it('of another is compared with what is durable, not with the log', () => {
    const log = plus(base, 'a', 'x')
    expect(on(digestOf(base), { log, durable: base }).effects).toEqual([])
    expect(on(digestOf(log), { log, durable: base }).effects).not.toEqual([])
  })
})

describe('a pull', () => {
  const log = plus(plus(base, 'a', 'x', 'y'), 'b', 'z')

  it('is answered with all that the puller lacks, in total order', () => {
    const decision = on(pullOf(base), { log })
    const expected = entriesOf(log).slice(base.ordered.length)
    expect(sent(decision.effects, 'delta')).toEqual([
      { to: 'at-b', kind: 'delta', entries: expected, more: false, hops: 0 },
    ])
  })

  it('is not told of what is not durable here (R1)', () => {
    const [delta] = sent(on(pullOf(base), { log, durable: plus(base, 'a', 'x') }).effects, 'delta')
    expect(delta?.entries).toHaveLength(1)
  })

  it('is answered in parts of the smaller of the two limits', () => {
    const bytes = bytesInDelta(headOfMember(log, 'a'))
    const [asked] = sent(on(pullOf(base, bytes), { log }).effects, 'delta')
    expect([asked?.entries.length, asked?.more]).toEqual([1, true])
    const small = initialReplication({ ...defaultReplicationConfig, deltaBytesMax: 2 * bytes })
    const [own] = sent(on(pullOf(base), { log }, small).effects, 'delta')
    expect([own?.entries.length, own?.more]).toEqual([2, true])
  })

  it('is answered even if nothing is lacking, so that it ends', () => {
    const [delta] = sent(on(pullOf(base), { durable: emptyLog }).effects, 'delta')
    expect(delta).toMatchObject({ entries: [], more: false })
  })

  it('by one that lacks nothing is answered with heads of streams: it may hold others', () => {
    const held = plus(base, 'b', 'x', 'y')
    const [delta] = sent(on(pullOf(held), { log: held }).effects, 'delta')
    const heads = [...held.streams.values()].flatMap((stream) => stream.last() ?? [])
    expect(delta?.entries.map(({ hash }) => hash)).toEqual(
      heads.toSorted(compareEntries).map(({ hash }) => hash),
    )
  })

  it('that shows entries unknown here is answered with a pull as well', () => {
    const decision = on(pullOf(plus(base, 'b', 'new')))
    expect(sent(decision.effects, 'pull')).toHaveLength(1)
    expect(sent(on(pullOf(base)).effects, 'pull')).toEqual([])
  })
})

describe('a delta', () => {
  const news = plus(base, 'b', 'x', 'y')
  const [first, second] = entriesOf(news, 'b')
  if (first === undefined || second === undefined) throw new Error('b wrote two entries')

  it('with news is admitted whole', () => {
    const decision = on(deltaOf([first, second]))
    expect(decision.admitted?.entries).toEqual([first, second])
    expect(decision.admitted?.position).toBe(base.ordered.length)
    expect(vectorOf(decision.admitted?.log ?? base)).toEqual(vectorOf(news))
    expect([decision.effects, decision.then]).toEqual([[], []])
  })

  it('without news ends the exchange', () => {
    const decision = on(deltaOf([first], { more: true }), { log: news }, awaitingB)
    expect(decision.admitted).toBeUndefined()
    expect(decision.effects).toEqual([
      marked('replication.delta-known'),
      marked('replication.pull-fruitless'),
      { kind: 'disarm', timer: 'replication/pull/b' },
    ])
    expect(decision.local.pulls.size).toBe(0)
  })

  it('that is a part is followed by a pull for the rest, once it is durable (R1)', () => {
    const decision = on(deltaOf([first], { more: true }), {}, awaitingB)
    expect(sent(decision.effects, 'pull')).toEqual([])
    expect(decision.effects).toEqual([
      marked('replication.pull-resumed'),
      expect.objectContaining({ kind: 'arm' }),
    ])
    const [pull] = sent(decision.then, 'pull')
    expect(pull?.vector).toEqual(new Map([...vectorOf(base), [first.stream, 1]]))
    expect(decision.local.pulls).toEqual(new Set(['b']))
  })

  it('names in that pull nothing that it does not bring and that is not durable yet (R1)', () => {
    const log = plus(base, 'a', 'mine')
    const decision = on(deltaOf([first], { more: true }), { log, durable: base }, awaitingB)
    const [pull] = sent(decision.then, 'pull')
    expect(pull?.vector).toEqual(new Map([...vectorOf(base), [first.stream, 1]]))
  })

  it('with a gap, pushed here, is answered with a pull', () => {
    const decision = on(deltaOf([second], { hops: 2 }))
    expect(decision.admitted).toBeUndefined()
    expect(sent(decision.then, 'pull')).toHaveLength(1)
    expect(noticesIn(decision.effects)).toEqual([])
  })

  it('that rests on what is not held is answered with a pull as well', () => {
    const byC = entriesOf(write(news, 'c', putOf('z')), 'c')
    const decision = on(deltaOf(byC, { hops: 1 }), {}, idle, senderOf('c'))
    expect(decision.admitted).toBeUndefined()
    expect(sent(decision.then, 'pull').map(({ to }) => to)).toEqual(['at-c'])
  })

  it('with a gap in what was asked for is not asked for again at once (R8)', () => {
    const decision = on(deltaOf([second]), {}, awaitingB)
    expect(sent(decision.then, 'pull')).toEqual([])
    expect(decision.local.pulls.size).toBe(0)
  })

  it('far ahead of the clock is held back with a warning, and not asked for again (R8)', () => {
    const late = write(base, 'b', putOf('late'), 50_000)
    const message = deltaOf(entriesOf(late, 'b'), { more: true })
    const decision = on(message, { wall: 39_999 }, awaitingB)
    expect(decision.admitted).toBeUndefined()
    expect(noticesIn(decision.effects)).toMatchObject([{ kind: 'warning', code: 'clock-ahead' }])
    expect(sent(decision.then, 'pull')).toEqual([])
    expect(on(message, { wall: 40_000 }, awaitingB).admitted?.entries).toHaveLength(1)
  })

  it('that tells one id in two ways warns of it, once a reason', () => {
    const held = plus(base, 'b', 'other', 'third')
    const decision = on(deltaOf([first, second]), { log: held })
    expect(noticesIn(decision.effects)).toMatchObject([{ kind: 'forked', from: 'b' }])
  })
})

describe('telling on what a pull brought (R9)', () => {
  const news = plus(base, 'b', 'x', 'y')
  const entries = entriesOf(news, 'b')

  it('goes to others than the sender as a digest of what is durable then', () => {
    const decision = on(deltaOf(entries), {}, awaitingB)
    const told = { to: 'at-c', kind: 'digest', vectorHash: holdingOf(news) }
    expect(sent(decision.then, 'digest')).toEqual([told])
    expect(sent(decision.effects, 'digest')).toEqual([])
  })

  it('waits for the last part, and is nothing without news or without a pull', () => {
    const [first] = entries
    expect(
      on(deltaOf(first ? [first] : [], { more: true }), {}, awaitingB).then,
    ).not.toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ kind: 'digest' }) }),
    )
    expect(sent(on(deltaOf(entries), { log: news }, awaitingB).then, 'digest')).toEqual([])
    expect(sent(on(deltaOf(entries)).then, 'digest')).toEqual([])
  })
})

describe('passing on (R6)', () => {
  const news = entriesOf(plus(base, 'b', 'x'), 'b')

  it('goes to others than the sender, with one hop less, once durable', () => {
    const decision = on(deltaOf(news, { hops: 2 }))
    expect(sent(decision.then, 'delta')).toEqual([
      { to: 'at-c', kind: 'delta', entries: news, more: false, hops: 1 },
    ])
    expect(sent(decision.effects, 'delta')).toEqual([])
  })

  it('ends where the hops do, and with what is not new', () => {
    expect(on(deltaOf(news, { hops: 0 })).then).toEqual([])
    const held = { log: plus(base, 'b', 'x') }
    expect(on(deltaOf(news, { hops: 2 }), held).then).toEqual([])
  })
})

describe('who may exchange entries (R7)', () => {
  const withoutC = write(base, 'a', ejectionOf('c'))
  const table: readonly [string, Situation, ReturnType<typeof senderOf>, boolean][] = [
    ['a member', {}, senderOf('b'), true],
    ['a former member', { log: withoutC }, senderOf('c'), true],
    ['a client', {}, senderOf('b', ''), false],
    ['a namesake in another cluster', {}, senderOf('b', 'f'.repeat(16)), false],
    ['anyone of the cluster, while joining', { lifecycle: 'joining' }, senderOf('x'), true],
    [
      'another cluster, while joining',
      { lifecycle: 'joining' },
      senderOf('x', 'f'.repeat(16)),
      false,
    ],
    [
      'anyone, before there is a cluster',
      { cluster: undefined, lifecycle: 'joining' },
      senderOf('b', ''),
      false,
    ],
  ]
  it.each(table)('%s', (_, situation, from, may) => {
    const log = situation.log ?? base
    for (const message of [digestOf(plus(log, 'b', 'x')), pullOf(log), deltaOf([])]) {
      const { effects } = on(message, situation, idle, from)
      const nacks = sent(effects, 'nack')
      expect(nacks).toHaveLength(may ? 0 : 1)
      if (!may) expect(nacks[0]).toMatchObject({ about: message.kind, refusal: 'not-member' })
      expect(noticesIn(effects)).toHaveLength(may ? 0 : 1)
    }
  })
})

describe('somebody of this cluster whom nobody knows (R7)', () => {
  const log = plus(base, 'b', 'x')
  const more = plus(base, 'c', 'y')
  const x = senderOf('x')
  const entriesOfC = deltaOf(entriesOf(more, 'c'))

  it('is given the log when it asks, and asked for nothing that others unknown wrote', () => {
    const { effects } = on(pullOf(plus(base, 'x', 'y')), { log }, idle, x)
    expect(sent(effects, 'delta')).toHaveLength(1)
    expect(sent(effects, 'pull')).toEqual([])
    expect(effects).toContainEqual(marked('replication.unknown-told'))
  })

  it.each([
    ['this member', plus(base, 'a', 'y'), base],
    ['a member', more, log],
    ['a former member', plus(base, 'c', 'y'), write(base, 'a', ejectionOf('c'))],
  ])('is asked for what it has more of than this log by %s', (_, theirs, ours) => {
    const { effects, local } = on(pullOf(theirs), { log: ours }, idle, x)
    expect(sent(effects, 'delta')).toHaveLength(1)
    expect(sent(effects, 'pull')).toMatchObject([{ to: 'at-x', vector: vectorOf(ours) }])
    expect(effects).toContainEqual(marked('replication.unknown-asked'))
    expect(local.pulls).toEqual(new Set(['x']))
    const again = on(pullOf(theirs), { log: ours }, local, x)
    expect(sent(again.effects, 'pull')).toEqual([])
  })

  it('is not asked for more of a stream that has two contents (R10)', () => {
    const stream = headOfMember(more, 'c').stream
    const { effects } = on(pullOf(more), { log }, { ...idle, forks: new Set([stream]) }, x)
    expect(sent(effects, 'pull')).toEqual([])
  })

  it('is heard when it was asked, and then no more', () => {
    const { local } = on(pullOf(more), { log }, idle, x)
    const heard = on(entriesOfC, { log }, local, x)
    expect(heard.admitted?.entries).toEqual([headOfMember(more, 'c')])
    expect(on(entriesOfC, { log }, heard.local, x).admitted).toBeUndefined()
  })

  it('is asked with few others at a time (R4)', () => {
    let { local } = { local: awaitingB }
    const names = Array.from({ length: unknownAskedMax + 1 }, (_, i) => `x${i}`)
    const asked = names.map((name) => {
      const decision = on(pullOf(more), { log }, local, senderOf(name))
      local = decision.local
      return sent(decision.effects, 'pull').length
    })
    expect(asked).toEqual([...names.slice(1).map(() => 1), 0])
    const heard = on(entriesOfC, { log }, local, senderOf('x0'))
    const last = on(pullOf(more), { log }, heard.local, senderOf(names.at(-1) ?? ''))
    expect(sent(last.effects, 'pull')).toHaveLength(1)
  })

  it('is refused anything else', () => {
    for (const message of [digestOf(log), deltaOf(entriesOf(log, 'b'))]) {
      const decision = on(message, {}, idle, x)
      expect(sent(decision.effects, 'nack')).toMatchObject([{ refusal: 'not-member' }])
      expect(decision.admitted).toBeUndefined()
    }
  })
})

describe('a nack', () => {
  const nack = (
    about: 'ping' | 'pull' | 'digest',
    refusal: 'not-member' | 'overloaded',
  ): Message => ({
    kind: 'nack',
    about,
    refusal,
  })

  it('that says we are no member makes us ask why', () => {
    expect(sent(on(nack('ping', 'not-member')).effects, 'pull')).toHaveLength(1)
    expect(sent(on(nack('ping', 'overloaded')).effects, 'pull')).toEqual([])
  })

  it('about that very pull ends it (R8), and one by a stranger is nothing', () => {
    const decision = on(nack('pull', 'not-member'), {}, awaitingB)
    expect(sent(decision.effects, 'pull')).toEqual([])
    expect(decision.local.pulls.size).toBe(0)
    expect(on(nack('ping', 'not-member'), {}, idle, senderOf('x')).effects).toEqual([])
  })
})

describe('a pull of one who just joined', () => {
  it('asks the sponsor for everything', () => {
    const context = contextOf({ name: 'c', log: clusterLog(), lifecycle: 'joining' })
    const empty = { ...context, durable: new Map() }
    const { effects, local } = startPull(idle, empty, senderOf('a'))
    expect(sent(effects, 'pull')).toMatchObject([{ to: 'at-a', vector: new Map() }])
    expect(startPull(local, empty, senderOf('a')).effects).toEqual([])
  })
})
