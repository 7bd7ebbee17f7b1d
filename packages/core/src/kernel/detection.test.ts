import { describe, expect, it } from 'vitest'
import { peerInfosOf } from '../membership/index.ts'
import type { Address, Effect, Message, Notice } from '../model/index.ts'
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
