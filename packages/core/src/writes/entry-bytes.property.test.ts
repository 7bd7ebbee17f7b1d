import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeEntry, signatureBytesMax, vectorEntryBytesMax } from '../codec/index.ts'
import type { ClusterEvent, RunId, StoreId, StreamId } from '../model/index.ts'
import { streamOf, toValue } from '../model/index.ts'
import { entryBytes, type WriteCommand } from './entry-bytes.ts'

const streamFor = (index: number): StreamId => {
  const hex = index.toString(16).padStart(16, '0')
  return streamOf(hex.repeat(2) as StoreId, hex as RunId)
}
const count = fc.oneof(fc.nat(200), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const basis = fc.option(
  fc.record({ stream: fc.nat(9).map(streamFor), seq: fc.integer({ min: 0, max: 2 ** 48 - 1 }) }),
)
const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
const value = fc.jsonValue().map((input) => {
  const checked = toValue(input)
  return checked.ok ? checked.value : null
})
const command: fc.Arbitrary<WriteCommand> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), key, value, basis }),
  fc.record({ kind: fc.constant('delete' as const), key, basis }),
  fc.record({
    kind: fc.constant('set-member-info' as const),
    info: fc.dictionary(key, value, { maxKeys: 5 }),
  }),
)

function eventOf(write: WriteCommand): ClusterEvent {
  switch (write.kind) {
    case 'put':
      return { ...write, kind: 'state-info-put', basis: write.basis ?? null }
    case 'delete':
      return { ...write, kind: 'state-info-deleted', basis: write.basis ?? null }
    case 'set-member-info':
      return { ...write, kind: 'member-info-changed' }
  }
}

describe('the size of an entry', () => {
  it('is never less than what it becomes, the streams it names apart (W6)', () => {
    fc.assert(
      fc.property(command, fc.array(count, { maxLength: 300 }), (write, counts) => {
        const stream = streamFor(0)
        const bytes = encodeEntry({
          stream,
          seq: 2 ** 48 - 1,
          store: '0'.repeat(32) as StoreId,
          hlc: { l: Number.MAX_SAFE_INTEGER, c: 65_535 },
          view: Number.MAX_SAFE_INTEGER,
          deps: new Map(counts.map((held, index) => [streamFor(index + 1), held])),
          prev: new Uint8Array(32),
          event: eventOf(write),
          signature: new Uint8Array(signatureBytesMax),
        })
        const most = entryBytes(write) + counts.length * vectorEntryBytesMax
        expect(bytes.length).toBeLessThanOrEqual(most)
      }),
    )
  })
})
