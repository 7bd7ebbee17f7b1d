import type { EntryId, Member } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { alone, expectAlive, refused } from './alone.fixture.ts'

/** Plain JavaScript passes what no type allows. */
const any = (value: unknown): never => value as never

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
const cyclic: Record<string, unknown> = {}
cyclic['self'] = cyclic

/** What is no data, and where and why it is refused. */
const noData: readonly (readonly [string, unknown, RegExp])[] = [
  ['undefined', undefined, /undefined is not data/],
  ['NaN', Number.NaN, /finite/],
  ['infinity', [Number.POSITIVE_INFINITY], /\$\[0\].*finite/],
  ['a big integer', 1n, /bigint is not data/],
  ['a symbol', Symbol('x'), /symbol is not data/],
  ['a function', { f: () => 1 }, /\$\.f.*function is not data/],
  ['a date', new Date(0), /plain objects/],
  ['a map', new Map(), /plain objects/],
  ['an instance', new Error('x'), /plain objects/],
  ['an array of holes', new Array(3), /\$\[0\].*undefined/],
  ['a cycle', cyclic, /nested deeper/],
  ['too deep', nested(33), /nested deeper than 32/],
  ['__proto__', JSON.parse('{"__proto__":1}'), /__proto__/],
  ['half a surrogate pair', '\ud800', /Unicode/],
  ['half a surrogate pair as a key', { '\udc00': 1 }, /Unicode/],
  [
    'a getter that throws',
    {
      get x(): never {
        throw new Error('boo')
      },
    },
    /reading it failed/,
  ],
]

describe.each(noData)('%s is no data', (_, value, why) => {
  const refusesIt = async (
    ask: (member: Member) => unknown,
    reason: RegExp = why,
  ): Promise<void> => {
    const around = await alone()
    const before = around.member.version()
    const error = await refused(around.world, () => ask(around.member))
    expect(error.code).toBe('invalid-value')
    expect(error.message).toMatch(reason)
    expect(around.member.version()).toEqual(before)
    await expectAlive(around)
  }

  it('to put', () => refusesIt((member) => member.put('k', value)))
  it('to ask with', () => refusesIt((member) => member.request('a', value)))
  // Deeper by one and under another path: any reason will do.
  it('in member info', () => refusesIt((member) => member.setMemberInfo({ x: value }), /./))
})

describe('wrong arguments', () => {
  const stream = `${'0'.repeat(32)}.${'0'.repeat(16)}`
  const cases: readonly (readonly [string, string, (member: Member) => unknown])[] = [
    ['contact', 'invalid-option', (m) => m.join('')],
    ['contact', 'invalid-option', (m) => m.join('with space')],
    ['contact', 'invalid-option', (m) => m.join('x'.repeat(256))],
    ['contact', 'invalid-option', (m) => m.join(any(5))],
    ['contact', 'invalid-option', (m) => m.join(any(undefined))],
    ['own address', 'invalid-option', (m) => m.join('a')],
    ['timeoutMs', 'invalid-option', (m) => m.join('b', { timeoutMs: Number.NaN })],
    ['timeoutMs', 'invalid-option', (m) => m.join('b', { timeoutMs: 0 })],
    ['timeoutMs', 'invalid-option', (m) => m.join('b', { timeoutMs: any('5') })],
    ['name', 'invalid-option', (m) => m.eject(any(5))],
    ['key', 'invalid-option', (m) => m.put(any(5), 1)],
    ['key', 'invalid-option', (m) => m.delete(any(undefined))],
    ['key', 'invalid-option', (m) => m.put('', 1)],
    ['key', 'invalid-option', (m) => m.put('k'.repeat(257), 1)],
    ['key', 'invalid-option', (m) => m.put('\ud800', 1)],
    ['basis', 'invalid-option', (m) => m.put('k', 1, { basis: any('x') })],
    ['basis', 'invalid-option', (m) => m.put('k', 1, { basis: any({ stream: 'x', seq: 0 }) })],
    ['basis', 'invalid-option', (m) => m.put('k', 1, { basis: any({ stream, seq: -1 }) })],
    ['basis', 'invalid-option', (m) => m.delete('k', { basis: any({ stream, seq: 0.5 }) })],
    ['until', 'invalid-option', (m) => m.put('k', 1, { until: any('soon') })],
    ['until durable', 'no-quorum', (m) => m.put('k', 1, { until: 'durable' })],
    ['until committed', 'no-quorum', (m) => m.delete('k', { until: 'committed' })],
    ['info', 'invalid-value', (m) => m.setMemberInfo(any(null))],
    ['info', 'invalid-value', (m) => m.setMemberInfo(any([1]))],
    ['info', 'invalid-value', (m) => m.setMemberInfo(any(new Uint8Array(3)))],
    ['to', 'invalid-option', (m) => m.request(any(5), 1)],
    ['to', 'invalid-option', (m) => m.ping(any(null))],
    ['address', 'invalid-option', (m) => m.ping({ address: '' })],
    ['address', 'invalid-option', (m) => m.ping(any({ address: 5 }))],
    ['timeoutMs', 'invalid-option', (m) => m.request('a', 1, { timeoutMs: -1 })],
    ['timeoutMs', 'invalid-option', (m) => m.ping('a', { timeoutMs: Number.POSITIVE_INFINITY })],
    ['signal', 'invalid-option', (m) => m.request('a', 1, { signal: any({}) })],
    ['handler', 'invalid-option', (m) => m.onRequest(any(5))],
    ['unknown member', 'unknown-peer', (m) => m.request('nobody', 1)],
    ['__proto__', 'reserved-key', (m) => m.put('__proto__', 1)],
    ...['ts', 'tsold', 'members', 'failed', 'replication'].flatMap(
      (key): (readonly [string, string, (member: Member) => unknown])[] => [
        [key, 'reserved-key', (m) => m.put(key, 1)],
        [key, 'reserved-key', (m) => m.delete(key)],
      ],
    ),
  ]

  it.each(cases)('%s: %s', async (_, code, ask) => {
    const around = await alone()
    const before = around.member.version()
    expect((await refused(around.world, () => ask(around.member))).code).toBe(code)
    expect(around.member.version()).toEqual(before)
    await expectAlive(around)
  })

  it('to eject a name that nobody can have is to eject nobody', async () => {
    const { world, member } = await alone()
    expect(await world.settle(member.eject('No Name'))).toBe(false)
  })

  it('a basis that names nothing there is: taken, and a conflict for whoever wrote before', async () => {
    const around = await alone()
    await around.world.settle(around.member.put('k', 1))
    const basis: EntryId = any({ stream, seq: 7 })
    await around.world.settle(around.member.put('k', 2, { basis }))
    expect(around.member.get('k')).toBe(2)
    expect(around.notices.map(({ kind }) => kind)).toContain('conflict')
    await expectAlive(around)
  })
})

describe('too large', () => {
  it.each([65_000, 70_000, 2_000_000])('%d characters', async (length) => {
    const around = await alone()
    const put = (): Promise<EntryId> => around.member.put('k', 'x'.repeat(length))
    if (length < 65_024) await around.world.settle(put())
    else expect((await refused(around.world, put)).code).toBe('invalid-value')
    await expectAlive(around)
  })

  it('a request that fits no frame', async () => {
    const around = await alone()
    const error = await refused(around.world, () =>
      around.member.request('a', 'x'.repeat(2_000_000)),
    )
    expect(error.code).toBe('payload-too-large')
    await expectAlive(around)
  })
})
