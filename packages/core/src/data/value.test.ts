import { expect, it } from 'vitest'
import { copyValue, type Value } from './value.ts'

it('a copied value is equal and shares nothing', () => {
  const bytes = Uint8Array.of(1, 2)
  const value: Value = { a: [null, true, 1.5, 'x', bytes], b: { c: bytes } }
  const copy = copyValue(value)
  expect(copy).toEqual(value)
  bytes.fill(9)
  const whole = Uint8Array.of(1, 2)
  expect(copy).toEqual({ a: [null, true, 1.5, 'x', whole], b: { c: whole } })
})
