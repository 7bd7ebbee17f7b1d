import fc from 'fast-check'
import type { Value } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { fromPlain, type Plain, toPlain } from './plain.ts'

const key = fc.oneof(fc.string(), fc.constantFrom('$bytes', '$value', 'key'))

const { value: values } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.string(),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => Uint8Array.from(bytes)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

const throughText = (plain: Plain): Plain => JSON.parse(JSON.stringify(plain))

describe('data as JSON', () => {
  it('is the same data again after a round trip through text', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(fromPlain(throughText(toPlain(value)))).toEqual(value)
      }),
    )
  })

  it('has bytes as base64, and wraps what only looks like bytes', () => {
    expect(toPlain(Uint8Array.of(1, 2, 3))).toEqual({ $bytes: 'AQID' })
    expect(toPlain({ $bytes: 'AQID' })).toEqual({ $value: { $bytes: 'AQID' } })
    expect(toPlain({ $value: 1 })).toEqual({ $value: { $value: 1 } })
    expect(toPlain({ $bytes: 'AQID', other: 1 })).toEqual({ $bytes: 'AQID', other: 1 })
  })

  it('keeps a key that would set a prototype, so that the core can refuse it', () => {
    const plain: Plain = JSON.parse('{"__proto__":{"x":1}}')
    expect(Object.keys(fromPlain(plain) as object)).toEqual(['__proto__'])
  })

  it.each([
    ['bytes that are no text', { $bytes: 1 }],
    ['bytes that are not base64', { $bytes: 'A' }],
    ['bytes that are not only base64', { $bytes: 'AQID\n' }],
    ['a wrapper around a list', { $value: [] }],
    ['a wrapper around nothing', { $value: null }],
  ])('refuses %s', (_, plain: Plain) => {
    expect(() => fromPlain(plain)).toThrow(expect.objectContaining({ code: 'invalid-value' }))
  })

  it('refuses nesting that would exhaust the stack, with a typed error', () => {
    const depth = 100_000
    const plain: Plain = JSON.parse('['.repeat(depth) + ']'.repeat(depth))
    expect(() => fromPlain(plain)).toThrow(expect.objectContaining({ code: 'invalid-value' }))
  })
})
