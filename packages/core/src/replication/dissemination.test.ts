import { describe, expect, it } from 'vitest'
import { bytesInDelta } from '../log/index.ts'
import type { Effect, Hash, MemberStatus } from '../model/index.ts'
import { displacedName, tagOf } from '../model/index.ts'
import { defaultReplicationConfig } from './config.ts'
import { disseminate } from './dissemination.ts'
import { initialReplication } from './local.ts'
import { piggyback } from './piggyback.ts'
import {
  addressOf,
  clusterLog,
  contextOf,
  entriesOf,
  holdingOf,
  nameOf,
  putOf,
  sent,
  storeOf,
  testHash,
  write,
} from './replicas.fixture.ts'

const idle = initialReplication(defaultReplicationConfig)
const log = write(write(clusterLog('b', 'c'), 'a', putOf('x')), 'a', putOf('y'))
const entries = entriesOf(log, 'a', 3)

const peersNamed = (names: string, status: MemberStatus = 'alive') =>
  Object.fromEntries(names.split('').map((name) => [name, status]))

describe('a push of own new entries', () => {
  it('goes to every live peer while they are few, with ceil(log2(members)) hops', () => {
    const deltas = sent(disseminate(idle, contextOf({ log }), entries), 'delta')
    expect(deltas.map(({ to, hops, more }) => [to, hops, more])).toEqual([
      ['at-b', 2, false],
      ['at-c', 2, false],
    ])
    expect(deltas[0]?.entries).toEqual(entries)
  })

  it.each([
    ['', 0],
    ['b', 1],
    ['bc', 2],
    ['bcd', 2],
    ['bcde', 3],
    ['bcdefghi', 4],
  ])('to peers %j has %i hops', (names, hops) => {
    const deltas = sent(
      disseminate(idle, contextOf({ log, peers: peersNamed(names) }), entries),
      'delta',
    )
    expect(deltas.every((delta) => delta.hops === hops)).toBe(true)
    expect(deltas).toHaveLength(Math.min(names.length, 3))
  })

  it('goes to pushFanout different peers drawn by the entropy, everyone at some draw', () => {
    const peers = peersNamed('bcdefgh')
    const reached = new Set<string>()
    for (let entropy = 0; entropy < 60; entropy++) {
      const effects = disseminate(idle, contextOf({ log, peers, entropy }), entries)
      const targets = sent(effects, 'delta').map(({ to }) => to)
      expect(new Set(targets).size).toBe(3)
      expect(disseminate(idle, contextOf({ log, peers, entropy }), entries)).toEqual(effects)
      for (const target of targets) reached.add(target)
    }
    expect(reached.size).toBe(7)
  })

  it('skips peers that failed, not those only suspected', () => {
    const peers = { b: 'failed', c: 'suspect', d: 'failed' } as const
    const deltas = sent(disseminate(idle, contextOf({ log, peers }), entries), 'delta')
    expect(deltas.map(({ to }) => to)).toEqual(['at-c'])
  })

  it('is cut at deltaBytesMax: the rest is for anti-entropy', () => {
    const [first] = entries
    const bytes = first === undefined ? 0 : bytesInDelta(first)
    const small = initialReplication({ ...defaultReplicationConfig, deltaBytesMax: bytes })
    const [delta] = sent(disseminate(small, contextOf({ log }), entries), 'delta')
    expect(delta?.entries).toEqual(entries.slice(0, 1))
    const none = initialReplication({ ...defaultReplicationConfig, deltaBytesMax: bytes - 1 })
    expect(disseminate(none, contextOf({ log }), entries)).toEqual([])
  })

  it('of nothing is nothing', () => {
    expect(disseminate(idle, contextOf({ log }), [])).toEqual([])
  })

  it('reaches a displaced member under the name it chose: it does not know its new one', () => {
    const name = displacedName(nameOf('b'), storeOf('b'))
    const [push] = disseminate(idle, contextOf({ log, peers: { [name]: 'alive' } }), entries)
    expect(push).toMatchObject({ to: { name: 'b' } })
  })
})

describe('a digest', () => {
  const ping = (name: string): Effect => ({
    kind: 'send',
    to: { name: nameOf(name), address: addressOf(name) },
    message: { kind: 'ping', probe: 1, store: tagOf(storeOf('a')), liveHash: 0 },
  })
  const timer: Effect = { kind: 'arm', timer: 'membership/period', deadline: 1 }

  it('follows each ping to where it goes, and tells only what is durable (R1)', () => {
    const durable = clusterLog('b', 'c')
    const context = contextOf({ log, durable })
    const { effects } = piggyback(idle, context, [ping('b'), timer, ping('c')])
    const digest = { kind: 'digest', vectorHash: holdingOf(durable) }
    const to = (name: string) => ({ name, address: `at-${name}` })
    expect(effects).toEqual([
      ping('b'),
      { kind: 'send', to: to('b'), message: digest },
      timer,
      ping('c'),
      { kind: 'send', to: to('c'), message: digest },
    ])
  })

  it('rides on pings only, and not before there is a cluster', () => {
    const effects = [timer]
    expect(piggyback(idle, contextOf({ log }), effects).effects).toBe(effects)
    const pings = [ping('b')]
    expect(piggyback(idle, contextOf({ log, cluster: undefined }), pings).effects).toBe(pings)
  })

  it('is hashed once for a vector that stays', () => {
    let hashes = 0
    const hash: Hash = (bytes) => {
      hashes++
      return testHash(bytes)
    }
    const context = { ...contextOf({ log }), hash }
    const first = piggyback(idle, context, [ping('b'), ping('c')])
    const second = piggyback(first.local, context, [ping('b')])
    expect([hashes, second.local === first.local]).toEqual([1, true])
    piggyback(second.local, { ...contextOf({ log: clusterLog('b') }), hash }, [ping('b')])
    expect(hashes).toBe(2)
  })
})
