import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryChecksum, entryKind } from './checksum.ts'

describe("an entry's checksum", () => {
  it('is the CRC-32 of its kind and its bytes, seeded with its number', () => {
    const number = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), number, (entry, at) => {
        const whole = Uint8Array.of(entryKind, ...entry)
        expect(entryChecksum(entry, at)).toBe(crc32(whole, at % 2 ** 32))
      }),
    )
  })
})
