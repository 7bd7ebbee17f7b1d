import { describe, expect, it } from 'vitest'
import { AppendVector } from '../collections/index.ts'
import { decodeEntry, encodeEntry } from '../codec/index.ts'
import type { LogEntry, RunId, StoreId, StreamId } from '../model/index.ts'
import { invariant, streamOf } from '../model/index.ts'
import type { Author } from './authors.fixture.ts'
import { authorNamed, hear, idsOf, putOf, streamNamed, testHash, write } from './authors.fixture.ts'
import type { EntryRefusal } from './index.ts'
import { admit, emptyLog, noClockGuard, streamsMax } from './index.ts'

type StreamOf = AppendVector<LogEntry>

/** a0 a1 a2 by one author; b0 heard of a0 only, b1 of all. */
const a1 = write(authorNamed(0), 10)
const a = write(write(a1, 20), 30)
const b = write(hear(write(hear(authorNamed(1), a1, 15), 15), a, 40), 40)
const [first, second, third] = ownOf(a)
const [b0, b1] = ownOf(b)

function ownOf({ log, stream }: Author): readonly LogEntry[] {
  return [...(log.streams.get(stream) ?? [])]
}

/** The entry with other fields, and hashed anew. */
function forged(entry: LogEntry | undefined, fields: Partial<LogEntry>): LogEntry {
  invariant(entry !== undefined, 'there is an entry to forge')
  const decoded = decodeEntry(encodeEntry({ ...entry, ...fields }), testHash)
  invariant(decoded.ok, 'the forgery decodes')
  return decoded.entry
}

const streamNumbered = (index: number): StreamId => {
  const hex = `f${index.toString(16).padStart(15, '0')}`
  return streamOf(hex.repeat(2) as StoreId, hex as RunId)
}

const some = (...entries: readonly (LogEntry | undefined)[]): readonly LogEntry[] =>
  entries.flatMap((entry) => entry ?? [])

function reasons(
  held: readonly LogEntry[],
  offered: readonly LogEntry[],
  guard = noClockGuard,
): readonly EntryRefusal[] {
  const { log } = admit(emptyLog, held, noClockGuard)
  return admit(log, offered, guard).refused.map(({ reason }) => reason)
}

describe('admit', () => {
  it('takes a late entry to its place and says from where to fold again', () => {
    const { log } = admit(emptyLog, some(first, second, third), noClockGuard)
    const late = admit(log, some(b0), noClockGuard)
    expect(idsOf(late.log.ordered)).toEqual(['00', '10', '01', '02'])
    expect(late).toMatchObject({ position: 1, refused: [] })
  })

  it('names the end of the log as the position of entries at the end', () => {
    const { log } = admit(emptyLog, some(first, b0), noClockGuard)
    expect(admit(log, some(third, second), noClockGuard)).toMatchObject({ position: 2 })
  })

  it('refuses a gap, and what rests on what is not held', () => {
    expect(reasons([], some(second))).toEqual(['gap'])
    expect(reasons([], some(b0))).toEqual(['missing-deps'])
    expect(reasons(some(first, b0), some(b1))).toEqual(['missing-deps'])
  })

  it('takes no stream beyond what a vector may name, and goes on with those it has', () => {
    const held = admit(emptyLog, some(first), noClockGuard).log
    const more = Array.from({ length: streamsMax - 1 }, (_, index): [StreamId, StreamOf] => [
      streamNumbered(index),
      AppendVector.empty(),
    ])
    const full = { ...held, streams: held.streams.withAll(new Map(more)) }
    expect(full.streams.size).toBe(streamsMax)
    const { refused, admitted } = admit(full, some(b0, second), noClockGuard)
    expect(refused).toEqual([{ entry: b0, reason: 'streams-full' }])
    expect(idsOf(admitted)).toEqual(['01'])
    const room = { ...held, streams: held.streams.withAll(new Map(more.slice(1))) }
    expect(admit(room, some(b0), noClockGuard).refused).toEqual([])
  })

  it('goes on with other streams after a refusal', () => {
    const { admitted, refused } = admit(emptyLog, some(third, b0, first), noClockGuard)
    expect(idsOf(admitted)).toEqual(['00', '10'])
    expect(refused).toEqual([{ entry: third, reason: 'gap' }])
  })

  it('refuses another content at a known id, and keeps the first', () => {
    const other = forged(second, { event: putOf('other') })
    expect(reasons(some(first, second), [other])).toEqual(['equivocation'])
    expect(reasons(some(first), some(second, other))).toEqual(['equivocation'])
    expect(reasons(some(first), some(other, second))).toEqual(['equivocation'])
  })

  it('refuses a successor of something else', () => {
    const other = forged(second, { event: putOf('other') })
    expect(reasons(some(first), [other, ...some(third)])).toEqual(['chain-broken'])
    expect(reasons([], [forged(first, { prev: testHash(new Uint8Array(1)) })])).toEqual([
      'chain-broken',
    ])
  })

  it('refuses a clock that does not rise along the stream', () => {
    const level = first?.hlc ?? { l: 0, c: 0 }
    expect(reasons(some(first), [forged(second, { hlc: level })])).toEqual(['clock-order'])
  })

  it('refuses a clock that does not rise along causality', () => {
    const level = first?.hlc ?? { l: 0, c: 0 }
    expect(reasons(some(first), [forged(b0, { hlc: level })])).toEqual(['clock-order'])
    const rested = new Map([[streamNamed(0), 1]])
    expect(b0?.deps).toEqual(rested)
  })

  it('holds back what is too far ahead of the wall, and takes it once the wall is there', () => {
    const all = some(first, second, third)
    expect(reasons([], all, { wall: 15, clockAheadMaxMs: 5 })).toEqual(['clock-ahead'])
    expect(reasons([], all, { wall: 14, clockAheadMaxMs: 5 })).toEqual([
      'clock-ahead',
      'clock-ahead',
    ])
    expect(reasons([], all, { wall: 25, clockAheadMaxMs: 5 })).toEqual([])
  })

  it('passes over a known entry, even one that would be held back now', () => {
    expect(reasons(some(first), some(first), { wall: 0, clockAheadMaxMs: 0 })).toEqual([])
  })
})
