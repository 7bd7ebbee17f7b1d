import type { ClusterError, RequestHandler } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { expectAlive, pair, refused } from './alone.fixture.ts'

const boo = (): never => {
  throw new Error('boo')
}

/** Handlers that do not answer as they should, and what the asker is told. */
const wrong: readonly (readonly [string, RequestHandler, string, RegExp])[] = [
  ['throws', boo, 'member-error', /boo/],
  ['rejects', () => Promise.reject(new Error('later boo')), 'member-error', /later boo/],
  ['throws text', () => Promise.reject('just text'), 'member-error', /just text/],
  ['throws nothing', () => Promise.reject(), 'member-error', /undefined/],
  ['throws what has no text', () => Promise.reject(Object.create(null)), 'member-error', /failed/],
  ['throws a novel', () => Promise.reject('x'.repeat(2_000_000)), 'member-error', /x{1000}/],
  ['throws half a pair', () => Promise.reject('\ud800'), 'member-error', /./],
  ['answers a function', () => boo, 'member-error', /not data: \$ a function/],
  ['answers NaN, deep', () => ({ a: [Number.NaN] }), 'member-error', /\$\.a\[0\] .*finite/],
  ['answers a date', async () => new Date(0), 'member-error', /plain objects/],
  [
    'answers a trap',
    () => ({
      get x() {
        return boo()
      },
    }),
    'member-error',
    /reading/,
  ],
  [
    'answers a trap, later',
    async () => ({
      get x() {
        return boo()
      },
    }),
    'member-error',
    /reading/,
  ],
  // biome-ignore lint/suspicious/noThenProperty: that is what it is about
  ['answers a promise that throws', () => ({ then: boo }), 'member-error', /boo/],
  ['answers too much', () => 'x'.repeat(2_000_000), 'payload-too-large', /2000\d\d\d bytes/],
  ['never answers', () => new Promise(() => undefined), 'network-error', /no answer from . within/],
]

describe.each(wrong)('a handler that %s', (_, handler, code, text) => {
  it.each(['a', 'b'])('asked by %s', async (asker) => {
    const around = await pair()
    around.member.onRequest(handler)
    const from = asker === 'a' ? around.member : around.other
    const error = await refused(around.world, () => from.request('a', 1, { timeoutMs: 3000 }))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(text)
    await expectAlive(around)
    around.member.onRequest((data) => ({ echo: data }))
    expect(await around.world.settle(from.request('a', 2))).toEqual({ echo: 2 })
  })
})

it('a handler that answers twice has answered once', async () => {
  const { world, member, other } = await pair()
  // biome-ignore lint/suspicious/noThenProperty: that is what it is about
  member.onRequest(() => ({ then: (give: (value: number) => void) => (give(1), give(2)) }))
  expect(await world.settle(other.request('a', 0))).toBe(1)
  expect(await world.settle(other.request('a', 0))).toBe(1)
})

it('a handler that never answers fills its limit, is told so, and others are still served', async () => {
  const settings = { requests: { servingMax: 2 } }
  const around = await pair({ a: { settings } })
  const { world, member, other } = around
  member.onRequest(() => new Promise(() => undefined))
  const codes: string[] = []
  const asked = [1, 2, 3].map((data) =>
    other.request('a', data, { timeoutMs: 2000 }).catch((error: ClusterError) => {
      codes.push(error.code)
    }),
  )
  await world.settle(Promise.all(asked))
  expect(codes).toEqual(['overloaded', 'network-error', 'network-error'])
  expect((await world.settle(other.ping('a'))).name).toBe('a')
  expect((await refused(world, () => member.request('a', 1))).code).toBe('overloaded')
  await expectAlive(around)
})

it('more requests in flight than may be are refused at once, and none is lost', async () => {
  const { world, member, other } = await pair({ b: { settings: { requests: { inFlightMax: 3 } } } })
  member.onRequest((data) => data)
  const asked = [1, 2, 3, 4, 5].map((data) =>
    other.request('a', data).catch((error: ClusterError) => error.code),
  )
  expect(await world.settle(Promise.all(asked))).toEqual([1, 2, 3, 'overloaded', 'overloaded'])
  expect(await world.settle(other.request('a', 6))).toBe(6)
})

describe('giving up', () => {
  it('before it was sent', async () => {
    const { world, other } = await pair()
    const error = await refused(world, () => other.request('a', 1, { signal: AbortSignal.abort() }))
    expect(error.code).toBe('aborted')
  })

  it('while it runs: settled at once, and its place is free', async () => {
    const { world, member, other } = await pair({
      b: { settings: { requests: { inFlightMax: 1 } } },
    })
    member.onRequest((data) => (data === 1 ? new Promise(() => undefined) : data))
    const abort = new AbortController()
    const asked = refused(world, async () => {
      const request = other.request('a', 1, { signal: abort.signal })
      abort.abort()
      return request
    })
    expect((await asked).code).toBe('aborted')
    expect(await world.settle(other.request('a', 2))).toBe(2)
  })

  it('after the answer changes nothing', async () => {
    const { world, member, other } = await pair()
    member.onRequest((data) => data)
    const abort = new AbortController()
    expect(await world.settle(other.request('a', 1, { signal: abort.signal }))).toBe(1)
    abort.abort()
    expect(await world.settle(other.request('a', 2))).toBe(2)
  })

  it('a deadline is kept to the millisecond', async () => {
    const { world, member, other } = await pair()
    member.onRequest(() => new Promise(() => undefined))
    const at = world.now
    expect((await refused(world, () => other.request('a', 1, { timeoutMs: 777 }))).code).toBe(
      'network-error',
    )
    expect(world.now - at).toBeGreaterThanOrEqual(777)
    expect(world.now - at).toBeLessThan(778)
  })
})
