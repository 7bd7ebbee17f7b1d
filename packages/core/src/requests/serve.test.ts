import { describe, expect, it } from 'vitest'
import {
  type Effect,
  type Incarnation,
  type Input,
  marked,
  type Outcome,
  refuse,
  type RequestSubject,
  type Sender,
  succeed,
  type Value,
} from '../model/index.ts'
import { stateInfoOf } from '../state/index.ts'
import { defaultRequestsConfig, type RequestsConfig } from './config.ts'
import { decideRequests } from './decide.ts'
import { initialRequests, type RequestsLocal } from './local.ts'
import {
  clusterState,
  contextOf,
  fired,
  only,
  received,
  senderOf,
  served,
  type Situation,
} from './members.fixture.ts'
import { seenIdsMax } from './seen.ts'

/** b, asked by others. */
function server(config: Partial<RequestsConfig> = {}, situation: Situation = {}) {
  let local: RequestsLocal = initialRequests({ ...defaultRequestsConfig, ...config })
  const on = (input: Input, at = 0): readonly Effect[] => {
    const decision = decideRequests(local, contextOf({ name: 'b', at, ...situation }), input)
    local = decision.local
    return decision.effects
  }
  const serve = (id: number, from: Sender = senderOf('a'), at = 0): string | undefined =>
    only(on(request(id, { from }), at), 'serve')[0]?.key
  const answer = (key: string | undefined, outcome: Outcome<Value>, at = 0) =>
    on(served(key ?? '', outcome), at)
  return { on, serve, answer, local: () => local }
}

interface Asked {
  readonly from?: Sender
  readonly subject?: RequestSubject
  readonly incarnation?: Incarnation
}

const request = (id: number, { from, subject, incarnation }: Asked = {}): Input =>
  received(from ?? senderOf('a'), {
    kind: 'request',
    id,
    subject: subject ?? 'data',
    incarnation: incarnation ?? 0,
    data: `data ${id}`,
  })

const replies = (effects: readonly Effect[]) =>
  only(effects, 'send').flatMap(({ message }) =>
    message.kind === 'reply'
      ? [[message.id, message.outcome.ok ? message.outcome.value : message.outcome.refusal.kind]]
      : [],
  )

const client = senderOf('x', '')
const stranger = senderOf('x')
const foreigner = senderOf('a', 'ffffffffffffffff')

describe('who may ask what', () => {
  const info = stateInfoOf(clusterState)
  const pong = { incarnation: 1, name: 'b' }
  const table: readonly [string, Situation, Asked, Value][] = [
    ['a member asks for the state info', {}, { subject: 'state-info' }, info],
    ['a client asks for the state info', {}, { from: client, subject: 'state-info' }, info],
    ['a client asks for the member info', {}, { from: client, subject: 'member-info' }, {}],
    ['a member is asked for its own info', { name: 'a' }, { subject: 'member-info' }, { rack: 7 }],
    ['degraded answers', { lifecycle: 'degraded' }, { subject: 'state-info' }, info],
    ['a stranger pings', {}, { from: stranger, subject: 'ping' }, pong],
    ['a joining member is pinged', { lifecycle: 'joining' }, { subject: 'ping' }, pong],
    ['a stranger sends data', {}, { from: stranger }, 'not-member'],
    ['another cluster asks', {}, { from: foreigner, subject: 'state-info' }, 'not-member'],
    ['joining', { lifecycle: 'joining' }, {}, 'not-joined'],
    ['joining, state info', { lifecycle: 'joining' }, { subject: 'state-info' }, 'not-joined'],
    ['ejected', { lifecycle: 'ejected' }, {}, 'not-joined'],
    ['ejected, member info', { lifecycle: 'ejected' }, { subject: 'member-info' }, 'not-joined'],
    ['meant for another life (Q2)', { incarnation: 2 }, { incarnation: 1 }, 'restarted'],
    ['sent to a client', { role: 'client' }, { subject: 'ping' }, 'unknown-target'],
  ]
  it.each(table)('%s', (_, situation, asked, expected) => {
    const effects = server({}, situation).on(request(3, asked))
    expect(replies(effects)).toEqual([[3, expected]])
    expect(only(effects, 'serve')).toEqual([])
    const isRefused = typeof expected === 'string'
    expect(only(effects, 'publish')).toHaveLength(isRefused ? 1 : 0)
  })

  it('data goes to the handler, with who asks', () => {
    const b = server()
    const [byMember] = only(b.on(request(1, { incarnation: 1 })), 'serve')
    expect(byMember).toMatchObject({ from: senderOf('a'), isClient: false, data: 'data 1' })
    const [byClient] = only(b.on(request(1, { from: client })), 'serve')
    expect(byClient).toMatchObject({ from: client, isClient: true })
    expect(byClient?.key).not.toBe(byMember?.key)
  })

  it('the answer goes back to where the request came from, refusals too', () => {
    const b = server()
    const ok = b.answer(b.serve(1), succeed('yes'))
    expect(only(ok, 'send')[0]?.to).toEqual({ name: 'a', address: 'at-a' })
    expect(replies(ok)).toEqual([[1, 'yes']])
    expect(replies(b.answer(b.serve(2), refuse('member-error', 'no')))).toEqual([
      [2, 'member-error'],
    ])
  })
})

describe('a repeated request (Q3)', () => {
  it('while it runs is passed over', () => {
    const b = server()
    b.serve(1)
    expect(b.on(request(1))).toEqual([marked('requests.repeated-running')])
  })

  it('that was answered is answered the same, and not run', () => {
    const b = server()
    b.answer(b.serve(1), succeed('once'))
    const effects = b.on(request(1))
    expect(replies(effects)).toEqual([[1, 'once']])
    expect(only(effects, 'serve')).toEqual([])
  })

  it('from another sender, or from another address of it, is another request', () => {
    const b = server()
    b.serve(1)
    expect(b.serve(1, senderOf('c'))).toBeDefined()
    expect(b.serve(1, { ...senderOf('a'), address: senderOf('c').address })).toBeDefined()
  })

  it('whose answer is no longer kept is refused, not run', () => {
    const b = server({ replyCacheMax: 4 })
    for (let id = 1; id <= 7; id++) b.answer(b.serve(id), succeed(id))
    const kept = [1, 2, 3, 4, 5, 6, 7].filter((id) => replies(b.on(request(id)))[0]?.[1] === id)
    expect(kept).toEqual([5, 6, 7])
    expect(replies(b.on(request(1)))).toEqual([[1, 'network-error']])
  })

  it('so late that its id cannot be told any more is refused, not run', () => {
    const b = server()
    b.serve(seenIdsMax)
    expect(replies(b.on(request(1)))).toEqual([[1, 'network-error']])
    expect(b.serve(1024)).toBeDefined()
  })

  it('of another life of the sender, numbered from below, is not taken for a late one', () => {
    const b = server()
    b.serve(2 ** 40)
    expect(b.serve(5)).toBeDefined()
  })
})

describe('the limits of serving (Q7)', () => {
  it('servingMax: refused as overloaded, and not run when it is repeated later', () => {
    const b = server({ servingMax: 1 })
    const key = b.serve(1)
    expect(replies(b.on(request(2)))).toEqual([[2, 'overloaded']])
    b.answer(key, succeed('done'))
    expect(replies(b.on(request(2)))).toEqual([[2, 'overloaded']])
    expect(b.serve(3)).toBeDefined()
  })

  it('sendersMax: a new sender is refused until another was quiet for replyKeepMs', () => {
    const b = server({ sendersMax: 1, replyKeepMs: 100 })
    b.answer(b.serve(1), succeed(1))
    expect(replies(b.on(request(1, { from: senderOf('c') }), 99))).toEqual([[1, 'overloaded']])
    expect(b.serve(1, senderOf('c'), 100)).toBeDefined()
  })
})

describe('many clients (Q7)', () => {
  const clientOf = (number: number): Sender => senderOf(`client-${number}`, '')

  it('never lock a member out', () => {
    const b = server({ sendersMax: 2 })
    for (const number of [1, 2]) expect(b.serve(1, clientOf(number))).toBeDefined()
    expect(replies(b.on(request(1, { from: clientOf(3) })))).toEqual([[1, 'overloaded']])
    expect(b.serve(1, senderOf('a'))).toBeDefined()
    expect(b.serve(1, senderOf('c'))).toBeDefined()
  })

  it('give way to each other: the one quiet for longest, for a second at least', () => {
    const b = server({ sendersMax: 2 })
    b.answer(b.serve(1, clientOf(1), 0), succeed(1), 0)
    b.answer(b.serve(1, clientOf(2), 500), succeed(1), 500)
    expect(replies(b.on(request(1, { from: clientOf(3) }), 999))).toEqual([[1, 'overloaded']])
    b.answer(b.serve(1, clientOf(3), 1000), succeed(3), 1000)
    expect(replies(b.on(request(1, { from: clientOf(2) }), 1001))).toEqual([[1, 1]])
    expect(b.local().senders.size).toBe(2)
  })

  it('keep their place while a request of theirs runs', () => {
    const b = server({ sendersMax: 1 })
    b.serve(1, clientOf(1))
    expect(replies(b.on(request(1, { from: clientOf(2) }), 30_000))).toEqual([[1, 'overloaded']])
  })
})

describe('forgetting', () => {
  it('drops a quiet sender after replyKeepMs, and keeps one that asked since', () => {
    const b = server({ replyKeepMs: 100 })
    const first = b.on(request(1))
    expect(only(first, 'arm')).toEqual([{ kind: 'arm', timer: 'requests/forget', deadline: 100 }])
    b.answer(only(first, 'serve')[0]?.key, succeed(1))
    b.answer(b.serve(1, senderOf('c'), 50), succeed(1), 50)
    expect(only(b.on(fired('requests/forget'), 100), 'arm')[0]?.deadline).toBe(200)
    expect(b.local().senders.size).toBe(1)
    expect(b.on(fired('requests/forget'), 200)).toEqual([])
    expect(b.local().senders.size).toBe(0)
  })

  it('never drops a sender whose request still runs', () => {
    const b = server({ replyKeepMs: 100 })
    const key = b.serve(1)
    b.on(fired('requests/forget'), 1000)
    expect(b.on(request(1), 1001)).toEqual([marked('requests.repeated-running')])
    expect(replies(b.answer(key, succeed('late'), 1002))).toEqual([[1, 'late']])
    expect(replies(b.on(request(1), 1003))).toEqual([[1, 'late']])
  })
})
