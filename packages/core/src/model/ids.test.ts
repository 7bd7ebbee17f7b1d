import { expect, it } from 'vitest'
import { isStoreTag, type StoreId, storeTagBytes, tagOf } from './ids.ts'

it('a tag is the first 8 bytes of the id of a store', () => {
  const store = '00112233445566778899aabbccddeeff' as StoreId
  expect(tagOf(store)).toBe('0011223344556677')
  expect(tagOf(store)).toHaveLength(storeTagBytes * 2)
})

it.each([
  ['0011223344556677', true],
  ['00112233445566778899aabbccddeeff', false],
  ['001122334455667', false],
  ['001122334455667G', false],
  ['001122334455667A', false],
  ['', false],
])('whether %j is one: %j', (text, expected) => {
  expect(isStoreTag(text)).toBe(expected)
})
