import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  Address,
  ClusterId,
  MemberName,
  RunId,
  SavedCheckpoint,
  SavedEntry,
  StoreId,
} from '../model/index.ts'
import { storeStatuses, streamOf, voidReasons } from '../model/index.ts'
import { decodeCheckpoint, encodeCheckpoint } from './index.ts'

const hexOf = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex'))

const store = hexOf(16).map((id) => id as StoreId)
const name = fc.constantFrom('a', 'b.c', 'a#01234567').map((text) => text as MemberName)
const count = fc.nat({ max: 2 ** 31 })
const entry: fc.Arbitrary<SavedEntry> = fc.tuple(count, count)
const some = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 20 })
const orNull = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(item, { nil: null })
const version = fc.tuple(fc.oneof(name, fc.constant('' as const)), count)

const checkpoint: fc.Arbitrary<SavedCheckpoint> = fc.record({
  rules: fc.constant(1),
  streams: some(
    fc.record({
      stream: fc.tuple(store, hexOf(8)).map(([id, run]) => streamOf(id, run as RunId)),
      count,
      head: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    }),
  ),
  cluster: orNull(hexOf(16).map((id) => id as ClusterId)),
  replicationFactor: fc.nat({ max: 65_535 }),
  stores: some(
    fc.record({
      store,
      name,
      address: fc.constant('at.a' as Address),
      status: fc.constantFrom(...storeStatuses),
      admitted: entry,
      ended: orNull(entry),
      infoSet: orNull(entry),
      down: orNull(entry),
      downTimes: some(count),
    }),
  ),
  names: some(fc.tuple(name, orNull(store))),
  values: some(entry),
  voids: some(fc.tuple(entry, fc.constantFrom(...voidReasons))),
  losses: some(fc.tuple(entry, entry)),
  ts: version,
  tsold: version,
})

describe('a checkpoint as bytes', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(checkpoint, (written) => {
        const decoded = decodeCheckpoint(encodeCheckpoint(written), 1)
        expect(decoded).toEqual({ ok: true, checkpoint: written })
      }),
    )
  })

  it('is refused when cut off, with more behind it, or of other rules; never throws', () => {
    fc.assert(
      fc.property(checkpoint, fc.nat(), fc.nat({ max: 255 }), (written, at, byte) => {
        const bytes = Uint8Array.from(encodeCheckpoint(written))
        expect(decodeCheckpoint(bytes.subarray(0, at % bytes.length), 1).ok).toBe(false)
        expect(decodeCheckpoint(Uint8Array.of(...bytes, byte), 1).ok).toBe(false)
        expect(decodeCheckpoint(bytes, 2)).toMatchObject({
          ok: false,
          detail: expect.stringContaining('folded by rules 1, these are 2'),
        })
        bytes[at % bytes.length] = byte
        expect(() => decodeCheckpoint(bytes, 1)).not.toThrow()
      }),
    )
  })
})
