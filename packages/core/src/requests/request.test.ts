import { describe, expect, it } from 'vitest'
import { type Ask, type Effect, type Input, marked, refuse, succeed } from '../model/index.ts'
import type { Context, Decision } from '../state/index.ts'
import { defaultRequestsConfig, type RequestsConfig } from './config.ts'
import { decideRequests } from './decide.ts'
import { initialRequests, type RequestsLocal } from './local.ts'
import {
  addressOf,
  asking,
  contextOf,
  fired,
  nameOf,
  only,
  received,
  senderOf,
  served,
  type Situation,
  stampAt,
} from './members.fixture.ts'

/** One member over several inputs. */
function member(situation: Situation = {}, config: Partial<RequestsConfig> = {}) {
  let local: RequestsLocal = initialRequests({ ...defaultRequestsConfig, ...config })
  return {
    on(input: Input, at = 0): readonly Effect[] {
      const context: Context = contextOf({ ...situation, at })
      const decision: Decision<RequestsLocal> = decideRequests(local, context, input)
      local = decision.local
      return decision.effects
    },
    get pending(): number {
      return local.pending.size
    },
  }
}

const to = (name: string | undefined, address?: string): Partial<Ask> => ({
  to: {
    name: name === undefined ? undefined : nameOf(name),
    address: address === undefined ? undefined : addressOf(address),
  },
})
const requestIn = (effects: readonly Effect[]) => {
  const message = only(effects, 'send')[0]?.message
  if (message?.kind !== 'request') throw new Error('no request was sent')
  return message
}
const settledIn = (effects: readonly Effect[]) =>
  only(effects, 'settle').map(({ id, outcome }) => [
    id,
    outcome.ok ? outcome.value : outcome.refusal.kind,
  ])

describe('an ask', () => {
  it('goes to the address in the roster and settles with what comes back', () => {
    const a = member()
    const asked = a.on(asking(1, { data: { q: 1 } }))
    expect(only(asked, 'send')[0]?.to).toEqual({ name: 'b', address: 'at-b' })
    const { id, data } = requestIn(asked)
    expect(data).toEqual({ q: 1 })
    const answered = a.on(received(senderOf('b'), { kind: 'reply', id, outcome: succeed(42) }))
    expect(settledIn(answered)).toEqual([[1, 42]])
    expect(a.pending).toBe(0)
  })

  it('carries refusals of the other side unchanged', () => {
    const a = member()
    const { id } = requestIn(a.on(asking(1)))
    const outcome = refuse('member-error', 'handler: no')
    const answered = a.on(received(senderOf('b'), { kind: 'reply', id, outcome }))
    expect(answered).toEqual([{ kind: 'settle', id: 1, outcome }])
  })

  const refusals: readonly [string, Partial<Ask>, Situation, string][] = [
    ['an unknown name', to('nobody'), {}, 'unknown-peer'],
    ['neither name nor address', to(undefined), {}, 'invalid-option'],
    ['no time at all', { timeoutMs: 0 }, {}, 'invalid-option'],
    ['a time that is no number', { timeoutMs: Number.NaN }, {}, 'invalid-option'],
    ['no deadline', { timeoutMs: Number.POSITIVE_INFINITY }, {}, 'invalid-option'],
    ['itself while joining', to('a'), { lifecycle: 'joining' }, 'not-joined'],
    ['itself once ejected', to('a'), { lifecycle: 'ejected' }, 'not-joined'],
    [
      'its own state info while joining',
      { ...to('a'), subject: 'state-info' },
      { lifecycle: 'joining' },
      'not-joined',
    ],
  ]
  it.each(refusals)('of %s is refused at once', (_, ask, situation, kind) => {
    const a = member(situation)
    const effects = a.on(asking(1, ask))
    expect(settledIn(effects)).toEqual([[1, kind]])
    expect(effects).toHaveLength(1)
  })

  it('may name a contact by address only, and takes the answer whoever gives it', () => {
    const client = member({ role: 'client', name: 'x' })
    const asked = client.on(asking(1, { ...to(undefined, 'b'), subject: 'state-info' }))
    expect(only(asked, 'send')[0]?.to).toEqual({ name: undefined, address: 'at-b' })
    const outcome = succeed('state')
    const { id } = requestIn(asked)
    const reply = received(senderOf('b'), { kind: 'reply', id, outcome })
    expect(settledIn(client.on(reply))).toEqual([[1, 'state']])
  })

  it('takes no answer from another member than was asked', () => {
    const a = member()
    const { id } = requestIn(a.on(asking(1)))
    const effects = a.on(received(senderOf('c'), { kind: 'reply', id, outcome: succeed(1) }))
    expect(settledIn(effects)).toEqual([])
    expect(only(effects, 'publish')[0]?.notice.kind).toBe('message-refused')
    expect(a.pending).toBe(1)
  })

  it('tells of a second answer instead of settling twice (Q1)', () => {
    const a = member()
    const { id } = requestIn(a.on(asking(1)))
    const reply = received(senderOf('b'), { kind: 'reply', id, outcome: succeed(1) })
    a.on(reply)
    const effects = a.on(reply)
    expect(effects.map(({ kind }) => kind)).toEqual(['publish'])
  })

  it('is for the life of the peer that is known, and for data only (Q4)', () => {
    const a = member({ lives: { b: 7 } })
    expect(requestIn(a.on(asking(1))).incarnation).toBe(7)
    expect(requestIn(a.on(asking(2, to('c')))).incarnation).toBe(0)
    expect(requestIn(a.on(asking(3, { subject: 'ping' }))).incarnation).toBe(0)
  })

  it('has an id that no other life of this member uses (Q5)', () => {
    const one = requestIn(member({ entropy: 1 }).on(asking(1))).id
    const two = requestIn(member({ entropy: 2 }).on(asking(1))).id
    expect(Math.abs(one - two)).toBeGreaterThan(2 ** 20)
    expect(Number.isSafeInteger(one)).toBe(true)
  })

  it('is refused as overloaded beyond inFlightMax, and a settled one frees its place (Q7)', () => {
    const a = member({}, { inFlightMax: 2 })
    const { id } = requestIn(a.on(asking(1)))
    a.on(asking(2))
    expect(settledIn(a.on(asking(3)))).toEqual([[3, 'overloaded']])
    a.on(received(senderOf('b'), { kind: 'reply', id, outcome: succeed(null) }))
    expect(requestIn(a.on(asking(4))).data).toBe(4)
  })
})

describe('an ask whose receiver restarted', () => {
  const restarted = refuse('restarted', 'b has restarted and did not run this request')
  const replyOf = (id: number): Input =>
    received(senderOf('b'), { kind: 'reply', id, outcome: restarted })

  it('goes to the next life at once if that is known, and to no other after it (Q9)', () => {
    const lives: Record<string, number> = { b: 7 }
    const a = member({ lives })
    const first = requestIn(a.on(asking(1)))
    lives['b'] = 8
    const again = a.on(replyOf(first.id), 10)
    expect(requestIn(again)).toEqual({ ...first, incarnation: 8 })
    expect(settledIn(a.on(replyOf(first.id), 20))).toEqual([[1, 'network-error']])
  })

  it('waits for the next life until the live view knows it', () => {
    const lives: Record<string, number> = { b: 7 }
    const a = member({ lives })
    const first = requestIn(a.on(asking(1)))
    expect(a.on(replyOf(first.id), 10)).toEqual([marked('requests.next-life')])
    expect(only(a.on(fired('requests/resend'), 1000), 'send')).toEqual([])
    lives['b'] = 8
    expect(requestIn(a.on(fired('requests/resend'), 2000))).toEqual({ ...first, incarnation: 8 })
    expect(settledIn(a.on(fired('requests/deadline'), 5000))).toEqual([[1, 'network-error']])
  })

  it('ends if it was sent again before: the life before may have run it', () => {
    const lives: Record<string, number> = { b: 7 }
    const a = member({ lives })
    const { id } = requestIn(a.on(asking(1)))
    a.on(fired('requests/resend'), 1000)
    lives['b'] = 8
    expect(settledIn(a.on(replyOf(id), 1010))).toEqual([[1, 'network-error']])
  })
})

describe('an abandoned ask', () => {
  const abandoning = (id: number, target: number): Input => ({
    kind: 'command-issued',
    id,
    command: { kind: 'abandon', id: target },
    ...stampAt(0),
  })

  it('settles as aborted and frees its place; its late answer settles nothing', () => {
    const a = member({}, { inFlightMax: 1 })
    const { id } = requestIn(a.on(asking(1)))
    expect(settledIn(a.on(abandoning(2, 1)))).toEqual([
      [1, 'aborted'],
      [2, null],
    ])
    const late = a.on(received(senderOf('b'), { kind: 'reply', id, outcome: succeed(1) }))
    expect(settledIn(late)).toEqual([])
    expect(settledIn(a.on(asking(3)))).toEqual([])
  })

  it('that is settled already, or was none, settles only the abandoning', () => {
    const a = member()
    expect(settledIn(a.on(abandoning(2, 1)))).toEqual([[2, null]])
    const { id } = requestIn(a.on(asking(3)))
    a.on(received(senderOf('b'), { kind: 'reply', id, outcome: succeed(1) }))
    expect(settledIn(a.on(abandoning(4, 3)))).toEqual([[4, null]])
  })
})

describe('asking oneself', () => {
  it('answers built-in subjects at once, without the network', () => {
    const a = member({ incarnation: 9 })
    expect(settledIn(a.on(asking(1, { ...to('a'), subject: 'ping' })))).toEqual([
      [1, { incarnation: 9, name: 'a' }],
    ])
    expect(settledIn(a.on(asking(2, { ...to('a'), subject: 'member-info' })))).toEqual([
      [2, { rack: 7 }],
    ])
    expect(settledIn(a.on(asking(3, { ...to(undefined, 'a'), subject: 'ping' })))).toHaveLength(1)
  })

  it('answers a ping in every state of life', () => {
    for (const lifecycle of ['joining', 'ejected', 'degraded', 'operational'] as const) {
      const effects = member({ lifecycle }).on(asking(1, { ...to('a'), subject: 'ping' }))
      expect(settledIn(effects)).toEqual([[1, { incarnation: 1, name: 'a' }]])
    }
  })

  it('hands data to its own handler, and never resends', () => {
    const a = member({ lives: { a: 1 } })
    const effects = a.on(asking(1, { ...to('a'), data: 'x' }))
    expect(only(effects, 'send')).toEqual([])
    expect(only(effects, 'arm').map(({ timer }) => timer)).toEqual(['requests/deadline'])
    const serve = only(effects, 'serve')[0]
    expect(serve).toMatchObject({ isClient: false, data: 'x', from: senderOf('a') })
    expect(settledIn(a.on(served(serve?.key ?? '', succeed('y'))))).toEqual([[1, 'y']])
    expect(a.on(served(serve?.key ?? '', succeed('z')))).toEqual([])
  })

  it('takes its answer from its handler only, never from the network', () => {
    const a = member()
    a.on(asking(1, to('a')))
    const { id } = requestIn(a.on(asking(2)))
    const forged = { kind: 'reply', id: id - 1, outcome: succeed('forged') } as const
    expect(settledIn(a.on(received(senderOf('a'), forged)))).toEqual([])
  })

  it('ends at the deadline though the handler is still busy; its answer then goes nowhere', () => {
    const a = member()
    const serve = only(a.on(asking(1, to('a'))), 'serve')[0]
    expect(settledIn(a.on(fired('requests/deadline'), 5000))).toEqual([[1, 'network-error']])
    expect(a.on(served(serve?.key ?? '', succeed('late')))).toEqual([])
  })

  it('is refused when the handler has as many requests as it may (Q7)', () => {
    const a = member({}, { servingMax: 1 })
    a.on(asking(1, to('a')))
    expect(settledIn(a.on(asking(2, to('a'))))).toEqual([[2, 'overloaded']])
    expect(a.pending).toBe(1)
  })
})
