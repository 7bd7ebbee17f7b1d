/**
 * A log as a cluster of five writes it: entries that are encoded and chained, each resting on what
 * was written before it. For benchmarks of what a member makes of its log.
 */
import type {
  Address,
  ClusterEvent,
  ClusterId,
  EntryId,
  LogIdentity,
  MemberName,
  RunId,
  StoreId,
  StreamId,
} from '@quorate/core'
import { nodeCrypto, streamOf } from '@quorate/core'
import { codec } from '../internal.ts'

const digits = ['a', 'b', 'c', 'd', 'e']
const keyCount = 200

const storeOf = (digit: string): StoreId => digit.repeat(32) as StoreId
const cluster = 'f'.repeat(32) as ClusterId

/** Of the member that founded it. */
export const historyIdentity: LogIdentity = { store: storeOf('a'), cluster }
export const historyName = 'a'

/** Encoded entries, in the order they were written; the first five let the members in. */
export function* history(count: number): Generator<Uint8Array> {
  const crypto = nodeCrypto()
  const authors = digits.map((digit) => ({
    stream: streamOf(storeOf(digit), digit.repeat(16) as RunId),
    seq: 0,
    prev: new Uint8Array(32),
  }))
  const set = new Map<string, EntryId>()
  for (let i = 0; i < count; i++) {
    const nth = i < digits.length ? 0 : i % digits.length
    const author = authors[nth]
    const before = authors[(nth + digits.length - 1) % digits.length]
    if (author === undefined || before === undefined) return
    const isFirst = i <= digits.length
    const deps = new Map<StreamId, number>(isFirst ? [] : [[before.stream, before.seq]])
    if (before.seq === 0) deps.clear()
    const key = `key ${i % keyCount}`
    const basis = set.get(key) ?? null
    if (i >= digits.length) set.set(key, { stream: author.stream, seq: author.seq })
    const bytes = codec.encodeEntry({
      ...author,
      store: storeOf(digits[nth] ?? ''),
      hlc: { l: 1_700_000_000_000 + i, c: 0 },
      view: 0,
      deps,
      event: eventOf(i, basis),
      signature: new Uint8Array(0),
    })
    author.seq++
    author.prev = Uint8Array.from(crypto.hash(bytes))
    yield bytes
  }
}

function eventOf(i: number, basis: EntryId | null): ClusterEvent {
  const digit = digits[i]
  const name = digit as MemberName
  const address = `at.${digit}` as Address
  if (i === 0) return { kind: 'cluster-founded', cluster, name, address, replicationFactor: 1 }
  if (digit === undefined)
    return { kind: 'state-info-put', key: `key ${i % keyCount}`, value: `value ${i}`, basis }
  return { kind: 'member-joined', name, address, store: storeOf(digit), replaces: null }
}
