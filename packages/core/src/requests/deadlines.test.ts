import { describe, expect, it } from 'vitest'
import type { Effect, Input, RefusalKind } from '../model/index.ts'
import { refuse, succeed } from '../model/index.ts'
import { defaultRequestsConfig } from './config.ts'
import { explainedMax } from './deadlines.ts'
import { decideRequests } from './decide.ts'
import { initialRequests, type RequestsLocal } from './local.ts'
import {
  addressOf,
  asking,
  contextOf,
  fired,
  type Lives,
  nameOf,
  only,
  received,
  senderOf,
  stampAt,
} from './members.fixture.ts'

function asker(lives: Lives = { b: 1, c: 1 }) {
  let local: RequestsLocal = initialRequests(defaultRequestsConfig)
  const on = (input: Input, at: number): readonly Effect[] => {
    const decision = decideRequests(local, contextOf({ lives, at }), input)
    local = decision.local
    return decision.effects
  }
  return { on, local: () => local }
}

const armed = (effects: readonly Effect[]) =>
  only(effects, 'arm').map(({ timer, deadline }) => [timer.slice('requests/'.length), deadline])
const settles = (effects: readonly Effect[]) => only(effects, 'settle')
const deadline = fired('requests/deadline')
const resend = fired('requests/resend')
const unreachable = (name: string): Input => ({
  kind: 'peer-unreachable',
  address: addressOf(name),
  ...stampAt(0),
})
const frameRefused = (name: string, reason: RefusalKind): Input => ({
  kind: 'frame-refused',
  address: addressOf(name),
  reason,
  ...stampAt(0),
})
const requestId = (effects: readonly Effect[]): number => {
  const message = only(effects, 'send')[0]?.message
  return message?.kind === 'request' ? message.id : -1
}

describe('the deadline timer', () => {
  it('is armed for the earliest deadline, and left alone by later ones and by answers', () => {
    const a = asker()
    const first = a.on(asking(1), 0)
    expect(armed(first)).toEqual([
      ['deadline', 5000],
      ['resend', 1000],
    ])
    expect(armed(a.on(asking(2), 10))).toEqual([])
    expect(armed(a.on(asking(3, { timeoutMs: 100 }), 20))).toEqual([['deadline', 120]])
    const outcome = succeed(1)
    const answered = a.on(
      received(senderOf('b'), { kind: 'reply', id: requestId(first), outcome }),
      30,
    )
    expect(answered.map(({ kind }) => kind)).toEqual(['settle'])
  })

  it('settles what is due at that very moment, and is armed for the next', () => {
    const a = asker()
    a.on(asking(1, { timeoutMs: 100 }), 0)
    a.on(asking(2, { timeoutMs: 101 }), 0)
    a.on(asking(3, { timeoutMs: 300 }), 0)
    const effects = a.on(deadline, 100)
    const outcome = refuse('network-error', 'no answer from b within 100 ms')
    expect(settles(effects)).toEqual([{ kind: 'settle', id: 1, outcome }])
    expect(armed(effects)).toEqual([['deadline', 101]])
  })

  it('that finds nothing due is armed anew, and with nothing left is not', () => {
    const a = asker()
    const first = requestId(a.on(asking(1, { timeoutMs: 100 }), 0))
    a.on(asking(2, { timeoutMs: 300 }), 0)
    a.on(received(senderOf('b'), { kind: 'reply', id: first, outcome: succeed(1) }), 50)
    expect(a.on(deadline, 100)).toEqual([
      { kind: 'arm', timer: 'requests/deadline', deadline: 300 },
    ])
    expect(armed(a.on(deadline, 300))).toEqual([])
    expect(armed(a.on(asking(3), 400))).toContainEqual(['deadline', 5400])
  })
})

describe('silence that is explained', () => {
  it.each(['invalid-token', 'unknown-target', 'not-member'] as const)('tells %s', (kind) => {
    const a = asker()
    a.on(asking(1), 0)
    expect(a.on(frameRefused('b', kind), 10)).toEqual([])
    const outcome = settles(a.on(deadline, 5000))[0]?.outcome
    expect(outcome).toMatchObject({ ok: false, refusal: { kind } })
  })

  it('by a nack about requests counts as well, for no request in particular (Q6)', () => {
    const a = asker()
    a.on(asking(1), 0)
    const nack = { kind: 'nack', about: 'request', refusal: 'unknown-target' } as const
    expect(a.on(received(senderOf('b'), nack), 10)).toEqual([])
    const outcome = settles(a.on(deadline, 5000))[0]?.outcome
    expect(outcome).toMatchObject({ refusal: { kind: 'unknown-target' } })
  })

  it('is not said of other addresses, nor of requests asked later', () => {
    const a = asker()
    a.on(asking(1), 0)
    a.on(frameRefused('c', 'invalid-token'), 10)
    a.on(frameRefused('b', 'invalid-token'), 10)
    a.on(asking(2, { timeoutMs: 4000 }), 20)
    a.on(asking(3, { to: { name: nameOf('c'), address: undefined } }), 20)
    const kinds = settles(a.on(deadline, 9000)).map(({ id, outcome }) => [
      id,
      outcome.ok || outcome.refusal.kind,
    ])
    expect(new Map(kinds as [number, string][])).toEqual(
      new Map([
        [1, 'invalid-token'],
        [2, 'network-error'],
        [3, 'network-error'],
      ]),
    )
  })

  it('is kept only while an answer from there is awaited', () => {
    const a = asker()
    a.on(frameRefused('b', 'invalid-token'), 0)
    expect(a.local().explained.size).toBe(0)
    a.on(asking(1), 0)
    a.on(frameRefused('b', 'invalid-token'), 1)
    expect(a.local().explained.size).toBe(1)
    a.on(deadline, 5000)
    expect(a.local().explained.size).toBe(0)
  })
})

describe('hints about many addresses', () => {
  it('are kept for the newest only, whatever is awaited', () => {
    const a = asker()
    a.on(asking(1), 0)
    a.on(frameRefused('b', 'invalid-token'), 1)
    for (let i = 1; i < explainedMax; i++) a.on(frameRefused(`x${i}`, 'invalid-token'), 1)
    expect(a.local().explained.size).toBe(explainedMax)
    a.on(frameRefused('b', 'unknown-target'), 2)
    a.on(frameRefused('y', 'invalid-token'), 2)
    expect(a.local().explained.size).toBe(explainedMax)
    expect(settles(a.on(deadline, 5000))[0]?.outcome).toMatchObject({
      refusal: { kind: 'unknown-target' },
    })
  })
})

describe('a repeat', () => {
  it('is the same request again, every resendAfterMs', () => {
    const a = asker()
    const sent = only(a.on(asking(1), 0), 'send')
    const again = a.on(resend, 1000)
    expect(only(again, 'send')).toEqual(sent)
    expect(armed(again)).toEqual([['resend', 2000]])
    expect(only(a.on(resend, 2000), 'send')).toEqual(sent)
  })

  it('waits its time for each request', () => {
    const a = asker()
    a.on(asking(1), 0)
    a.on(asking(2), 600)
    expect(armed(a.on(resend, 1000))).toEqual([['resend', 1600]])
    expect(only(a.on(resend, 1600), 'send')).toHaveLength(1)
  })

  it('of data is not sent to a life that is not known: it could run twice (Q2)', () => {
    const a = asker({})
    expect(armed(a.on(asking(1), 0))).toEqual([['deadline', 5000]])
    expect(a.on(resend, 1000)).toEqual([])
    expect(armed(a.on(asking(2, { subject: 'ping' }), 0))).toContainEqual(['resend', 1000])
  })

  it('ends with its request', () => {
    const a = asker()
    const id = requestId(a.on(asking(1), 0))
    a.on(received(senderOf('b'), { kind: 'reply', id, outcome: succeed(1) }), 10)
    expect(a.on(resend, 1000)).toEqual([])
  })
})

describe('a hint that nobody listens at an address', () => {
  it('ends every request to there, and no other', () => {
    const a = asker()
    a.on(asking(1), 0)
    a.on(asking(2), 0)
    a.on(asking(3, { to: { name: nameOf('c'), address: undefined } }), 0)
    const effects = settles(a.on(unreachable('b'), 10))
    const outcome = refuse('network-error', 'nobody listens at at-b')
    expect(effects.map(({ id }) => id).toSorted((x, y) => x - y)).toEqual([1, 2])
    expect(effects[0]?.outcome).toEqual(outcome)
    expect(a.on(unreachable('b'), 11)).toEqual([])
  })
})
