import { describe, expect, it } from 'vitest'
import { peerInfosOf } from '../membership/index.ts'
import {
  type Address,
  clusterLabel,
  type Effect,
  type Message,
  type Notice,
  type PeerView,
  tagOf,
} from '../model/index.ts'
import { Wire } from '../wire.fixture.ts'

const join = (contact: string) =>
  ({ kind: 'join', contact: contact as Address, timeoutMs: 10_000 }) as const

function cluster(...names: string[]): Wire {
  const wire = new Wire()
  for (const name of names) wire.start(name)
  for (const name of names.slice(1)) wire.command(name, join(names[0] ?? ''))
  wire.run(5_000)
  return wire
}

const flat = (effects: readonly Effect[]): readonly Effect[] =>
  effects.flatMap((effect) =>
    effect.kind === 'append' ? [effect, ...flat(effect.then)] : [effect],
  )

/** What a member has sent so far. */
const sentBy = (wire: Wire, name: string): readonly Message[] =>
  flat(wire.get(name).effects.flat()).flatMap((effect) =>
    effect.kind === 'send' ? [effect.message] : [],
  )

/** What a member sends within so many milliseconds. */
function sentWithin(wire: Wire, name: string, ms: number): readonly Message[] {
  const before = sentBy(wire, name).length
  wire.run(ms)
  return sentBy(wire, name).slice(before)
}

const refusedBy = (wire: Wire, name: string): readonly Notice[] =>
  wire.get(name).notices.filter(({ kind }) => kind === 'message-refused')

describe('a join', () => {
  it('tells nobody what it must refuse: whoever lets one in is no news to it', () => {
    const names = ['a', 'b', 'c', 'd']
    const wire = cluster(...names)
    for (const name of names) expect(refusedBy(wire, name)).toEqual([])
  })
})

describe('a whole cluster that starts again', () => {
  it('asks for no lives for ever, though one that is down was never heard of', () => {
    const wire = cluster('a', 'b', 'c')
    wire.crash('c')
    wire.run(20_000)
    for (const name of ['a', 'b']) wire.crash(name)
    for (const name of ['a', 'b']) wire.start(name)
    wire.run(5_000)
    for (const name of ['a', 'b']) {
      const sent = sentWithin(wire, name, 10_000)
      expect(sent.filter(({ kind }) => kind === 'ping').length).toBeGreaterThanOrEqual(10)
      expect(sent.filter(({ kind }) => kind === 'live-report')).toEqual([])
    }
  })
})

describe('a suspect', () => {
  it('is shown with the names of those that found it silent, this member itself too', () => {
    const wire = cluster('a', 'b', 'c')
    wire.crash('c')
    wire.run(3_000)
    for (const name of ['a', 'b']) {
      const { kernel } = wire.get(name)
      const [, its] = peerInfosOf(kernel.membership, kernel.self)
      expect(its).toMatchObject({ name: 'c', status: 'suspect' })
      expect(its?.suspectedBy.toSorted()).toEqual(['a', 'b'])
    }
  })
})

describe('a process that was thought to have begun later than it has', () => {
  /** Its clock was ahead at a start that wrote nothing, and right at the next: all know the first. */
  function withLaterLife(names: readonly string[]): Wire {
    const wire = cluster(...names)
    const { self } = wire.get('b').kernel
    if (self.store === undefined) throw new Error('b is a member')
    const about = tagOf(self.store)
    const claim = { about, by: about, incarnation: 9e12, refutations: 3, observers: 0 } as const
    const from = { name: self.name, address: self.address, cluster: clusterLabel(self.cluster) }
    const message = { kind: 'gossip', claims: [{ ...claim, status: 'alive' }] } as const
    for (const name of names)
      if (name !== 'b') wire.happen(name, { kind: 'message-received', from, message })
    return wire
  }

  const viewOf = (wire: Wire, by: string): PeerView | undefined =>
    [...wire.get(by).kernel.membership.live.values()].find(({ name }) => name === 'b')

  it.each([[['a', 'b']], [['a', 'b', 'c']], [['a', 'b', 'c', 'd', 'e']]])(
    'of %j: begins a life above that, and nobody takes it for failed',
    (names) => {
      const wire = withLaterLife(names)
      wire.run(20_000)
      for (const name of names.filter((each) => each !== 'b')) {
        expect(viewOf(wire, name)).toMatchObject({ status: 'alive', incarnation: 9e12 + 1 })
        expect(wire.get(name).notices.map(({ kind }) => kind)).not.toContain('peer-failed')
      }
      expect(wire.get('b').kernel.self.incarnation).toBe(9e12 + 1)
    },
  )
})
