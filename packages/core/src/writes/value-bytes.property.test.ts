import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeValue } from '../codec/index.ts'
import type { Value } from '../model/index.ts'
import { toValue } from '../model/index.ts'
import { valueBytes } from './value-bytes.ts'

const anyValue: fc.Arbitrary<Value> = fc
  .oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.uint8Array(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
  )
  .map((input) => {
    const checked = toValue(input)
    return checked.ok ? checked.value : null
  })

describe('the size of a value', () => {
  it('is never less than what it becomes', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(valueBytes(value)).toBeGreaterThanOrEqual(encodeValue(value).length)
      }),
      { numRuns: 500 },
    )
  })

  it('is not much more for many small items', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => index)
    expect(valueBytes(many)).toBeLessThan(encodeValue(many).length * 1.5)
  })
})
