import { describe, expect, it } from 'vitest'
import { hash32 } from './hash32.ts'

/** Four bytes a word, as the published vectors have them. */
const digitsOf = (text: string): string => {
  const bytes = Buffer.from(text, 'latin1')
  const words = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(i * 4))
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}

describe('hash32', () => {
  it.each([
    ['', 0],
    ['\0\0\0\0', 0x2362f9de],
    ['!Ce\x87', 0xf55b516b],
    ['\xff\xff\xff\xff', 0x76293b50],
    ['test', 0xba6bd213],
  ])('is MurmurHash3 with seed 0, by its published vectors: %j', (text, expected) => {
    expect(hash32([digitsOf(text)])).toBe(expected)
  })

  it.each([
    [7, '0000000700000000'],
    [2 ** 32 - 1, 'ffffffff00000000'],
    [2 ** 32, '0000000000000001'],
    [1_764_000_000_000, 'b697e8000000019a'],
    [Number.MAX_SAFE_INTEGER, 'ffffffff001fffff'],
    [-1, 'ffffffffffffffff'],
  ])('takes the number %d for the words %s', (whole, digits) => {
    expect(hash32([whole])).toBe(hash32([digits]))
  })

  it('tells one number from another, wherever it stands', () => {
    const hashes = new Set<number>()
    for (let word = 0; word < 10_000; word++) hashes.add(hash32([5, word, 9]))
    expect(hashes.size).toBe(10_000)
    expect(hash32([1, 2])).not.toBe(hash32([2, 1]))
    expect(hash32([0])).not.toBe(hash32([0, 0]))
  })
})
