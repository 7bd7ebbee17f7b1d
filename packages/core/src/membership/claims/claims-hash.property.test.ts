import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { StoreTag } from '../../model/index.ts'
import { type MixedClaim, mixOf } from './index.ts'

const tagOfNumber = (n: number): StoreTag => n.toString(16).padStart(16, '0') as StoreTag
const tag = fc
  .bigInt({ min: 0n, max: 2n ** 64n - 1n })
  .map((n) => n.toString(16).padStart(16, '0') as StoreTag)
const claim: fc.Arbitrary<MixedClaim> = fc.record({
  about: tag,
  status: fc.constantFrom('suspect', 'failed'),
  incarnation: fc.maxSafeNat(),
  refutations: fc.oneof(fc.nat(10), fc.maxSafeNat()),
})
const one: MixedClaim = {
  about: tagOfNumber(0xb),
  status: 'suspect',
  incarnation: 1_764_000_000_000,
  refutations: 0,
}

const hashOf = (claims: readonly MixedClaim[]): number =>
  claims.reduce((hash, each) => (hash ^ mixOf(each)) >>> 0, 0)

/** Claims of drawn subjects and lives, the same in every run of the test. */
const drawn = (count: number): MixedClaim[] =>
  Array.from({ length: count }, (_, i) => {
    const bytes = createHash('sha256').update(`claim ${i}`).digest()
    return {
      about: bytes.toString('hex', 0, 8) as StoreTag,
      status: bytes.readUInt8(8) < 128 ? 'suspect' : 'failed',
      incarnation: 1_764_000_000_000 + bytes.readUInt32LE(9),
      refutations: bytes.readUInt8(13) % 4,
    }
  })

/** Claims as one cluster makes them: names, lives and counts close to each other. */
const alike = (count: number): MixedClaim[] =>
  Array.from({ length: count }, (_, i) => ({
    about: tagOfNumber(i % 100),
    status: i % 200 < 100 ? 'suspect' : 'failed',
    incarnation: 1_764_000_000_000 + (Math.floor(i / 200) % 10),
    refutations: Math.floor(i / 2_000),
  }))

describe('mixOf', () => {
  it('is the same in every release: members of two compare their hashes', () => {
    expect(mixOf(one)).toBe(0x4cf962f8)
    expect(mixOf({ ...one, status: 'failed' })).toBe(0x47cf80a9)
    expect(mixOf({ ...one, refutations: 1 })).toBe(0x269066fc)
    expect(mixOf({ ...one, incarnation: 1 })).toBe(0xec1cc44d)
    expect(mixOf({ ...one, about: 'fedcba9876543210' as StoreTag })).toBe(0x43099267)
  })

  it('is 0 for alive, whatever else it says', () => {
    fc.assert(fc.property(claim, (each) => mixOf({ ...each, status: 'alive' }) === 0))
  })

  it('is 32 bits', () => {
    fc.assert(
      fc.property(claim, (each) => {
        const mixed = mixOf(each)
        expect(mixed).toBe(mixed >>> 0)
      }),
    )
  })

  it('changes with every field', () => {
    fc.assert(
      fc.property(claim, claim, (each, other) => {
        for (const field of ['about', 'status', 'incarnation', 'refutations'] as const)
          if (each[field] !== other[field])
            expect(mixOf({ ...each, [field]: other[field] })).not.toBe(mixOf(each))
      }),
      { numRuns: 1_000 },
    )
  })

  it('turns over about half of its bits for any bit of a claim', () => {
    const claims = drawn(500)
    for (let bit = 0; bit < 64; bit++) {
      const other = (each: MixedClaim): StoreTag =>
        (BigInt(`0x${each.about}`) ^ (1n << BigInt(bit))).toString(16).padStart(16, '0') as StoreTag
      expectAvalanche(claims.map((each) => [each, { ...each, about: other(each) }]))
    }
    for (let bit = 0; bit < 40; bit++) {
      const flipped = (n: number): number => Number(BigInt(n) ^ (1n << BigInt(bit)))
      expectAvalanche(
        claims.map((each) => [each, { ...each, incarnation: flipped(each.incarnation) }]),
      )
      expectAvalanche(
        claims.map((each) => [each, { ...each, refutations: flipped(each.refutations) }]),
      )
    }
    const told = (each: MixedClaim) => (each.status === 'failed' ? 'suspect' : 'failed')
    expectAvalanche(claims.map((each) => [each, { ...each, status: told(each) }]))
  })

  /** 20,000 of 2^32 make 0.05 pairs that agree; three or more come once in 60,000 tries. */
  it.each([
    ['drawn', drawn(20_000)],
    ['alike', alike(20_000)],
  ])('tells 20,000 claims apart, %s', (_, claims) => {
    expect(new Set(claims.map((each) => JSON.stringify(each))).size).toBe(20_000)
    expect(new Set(claims.map(mixOf)).size).toBeGreaterThanOrEqual(20_000 - 2)
  })
})

describe('the hash of a table', () => {
  it('does not depend on the order, and is kept by taking the old claim out', () => {
    fc.assert(
      fc.property(fc.array(claim), claim, claim, (rest, before, after) => {
        const held = [...rest, before]
        expect(hashOf(held.toReversed())).toBe(hashOf(held))
        expect((hashOf(held) ^ mixOf(before) ^ mixOf(after)) >>> 0).toBe(hashOf([...rest, after]))
      }),
    )
  })

  it('tells every subset of a few claims from every other', () => {
    const claims = alike(12)
    const hashes = new Set<number>()
    for (let subset = 0; subset < 2 ** 12; subset++)
      hashes.add(hashOf(claims.filter((_, i) => (subset >> i) & 1)))
    expect(hashes.size).toBe(2 ** 12)
  })
})

/** Of 500 pairs: 16 of 32 bits in the mean, and no bit of the hash that hardly or always turns. */
function expectAvalanche(pairs: readonly (readonly [MixedClaim, MixedClaim])[]): void {
  const turned = new Array<number>(32).fill(0)
  for (const [a, b] of pairs) {
    const difference = mixOf(a) ^ mixOf(b)
    for (let bit = 0; bit < 32; bit++) turned[bit] = (turned[bit] ?? 0) + ((difference >>> bit) & 1)
  }
  const shares = turned.map((count) => count / pairs.length)
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeGreaterThan(15.5)
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThan(16.5)
  expect(Math.min(...shares)).toBeGreaterThan(0.35)
  expect(Math.max(...shares)).toBeLessThan(0.65)
}
