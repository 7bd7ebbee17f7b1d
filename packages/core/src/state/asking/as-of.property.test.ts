import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppendVector, PersistentMap } from '../../collections/index.ts'
import type { EventLog } from '../../log/index.ts'
import type { LogEntry, Millis, Outcome, StreamId } from '../../model/index.ts'
import { atChange, atTime, atVector, type Past, type Present } from './as-of.ts'
import { advance, emptyCheckpoints, foldLog } from '../checkpoint.ts'
import { nameOf, put, Scribe } from '../entries.fixture.ts'
import { longLog } from '../logs.fixture.ts'
import { stateAsValue } from '../select.ts'

const text = (entries: Iterable<LogEntry>): string => JSON.stringify(stateAsValue(foldLog(entries)))

function logOf(ordered: readonly LogEntry[]): EventLog {
  const streams = new Map<StreamId, AppendVector<LogEntry>>()
  for (const entry of ordered)
    streams.set(
      entry.stream,
      (streams.get(entry.stream) ?? AppendVector.empty<LogEntry>()).append([entry]),
    )
  return {
    ordered: AppendVector.of(ordered),
    streams: PersistentMap.empty<StreamId, AppendVector<LogEntry>>().withAll(streams),
    bytes: 0,
  }
}

/** The log, folded in pieces, so that states of different places are kept. */
function presentOf(log: readonly LogEntry[], piece = 50): Present {
  let checkpoints = emptyCheckpoints
  for (let end = 0; end < log.length; end += piece) {
    const known = AppendVector.of(log.slice(0, end + piece))
    checkpoints = advance(checkpoints, known, end).checkpoints
  }
  return { log: logOf(log), checkpoints }
}

function pastOf(outcome: Outcome<Past>): Past {
  if (outcome.ok) return outcome.value
  throw new Error(outcome.refusal.detail)
}

const asText = (outcome: Outcome<Past>): string =>
  JSON.stringify(stateAsValue(pastOf(outcome).state))

const refusalOf = (outcome: Outcome<Past>): unknown => (outcome.ok ? undefined : outcome.refusal)

const timeOf = (entry: LogEntry | undefined): Millis => entry?.hlc.l ?? 0

describe('S9: the state as of', () => {
  it('a time equals a fold of the entries up to it', () => {
    fc.assert(
      fc.property(longLog, fc.integer({ min: 1, max: 99 }), (log, piece) => {
        const present = presentOf(log, piece)
        for (let count = 1; count <= log.length; count += 7) {
          const time = timeOf(log[count - 1])
          const past = atTime(present, time, 0)
          expect(asText(past)).toBe(text(log.slice(0, count)))
          expect(pastOf(past).entries).toBe(count)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('a change equals a fold of the entries up to it, and is found by its number and author', () => {
    fc.assert(
      fc.property(longLog, fc.integer({ min: 1, max: 99 }), (log, piece) => {
        const present = presentOf(log, piece)
        for (let count = 1; count <= log.length; count += 11) {
          const { ts } = foldLog(log.slice(0, count))
          const past = pastOf(atChange(present, ts))
          expect(JSON.stringify(stateAsValue(past.state))).toBe(text(log.slice(0, past.entries)))
          expect(past.state.ts).toEqual(ts)
          expect(atChange(present, { ...ts, author: nameOf('nobody') }).ok).toBe(false)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('a version equals a fold of what its holder held, in whatever order it came', () => {
    const held = fc.array(fc.nat({ max: 99 }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(longLog, held, (log, percents) => {
        const present = presentOf(log)
        const [first, ...rest] = [...present.log.streams.entries()]
        const vector = new Map(
          [first, ...rest].flatMap((stream, i) =>
            stream === undefined
              ? []
              : [[stream[0], Math.ceil((stream[1].length * (percents[i] ?? 0)) / 100)] as const],
          ),
        )
        if (first !== undefined) vector.set(first[0], Math.max(1, vector.get(first[0]) ?? 0))
        const known = log.filter(({ stream, seq }) => seq < (vector.get(stream) ?? 0))
        const past = atVector(present, vector)
        expect(asText(past)).toBe(text(known))
        expect(pastOf(past).entries).toBe(known.length)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the past', () => {
  const scribe = new Scribe(1_000)
  const log = [...scribe.cluster()]
  for (let i = 0; i < 1_999; i++) log.push(scribe.write('a', put('k', i)))
  const present = presentOf(log)

  it('costs no more than what is to be folded from the nearest kept state', () => {
    const [near, far] = [log.at(-40), log.at(-900)]
    expect(pastOf(atTime(present, timeOf(near), 0)).folded).toBeLessThan(200)
    expect(pastOf(atTime(present, timeOf(far), 0)).folded).toBeLessThan(1_000)
    expect(pastOf(atTime(present, timeOf(log.at(-1)), 0)).folded).toBe(0)
    const change = { author: nameOf('a'), counter: 1_990 }
    expect(pastOf(atChange(present, change)).folded).toBeLessThan(200)
    const vector = new Map([[log[0]?.stream ?? ('' as StreamId), 1_990]])
    expect(pastOf(atVector(present, vector)).folded).toBeLessThan(200)
  })

  it('between two entries is that of the first, and up to now that of the last', () => {
    const late = scribe.write('a', put('k', 'late'), 9_000)
    const longer = presentOf([...log, late])
    expect(pastOf(atTime(longer, 8_999, 0)).entries).toBe(2_000)
    expect(pastOf(atTime(longer, 9_000, 0)).entries).toBe(2_001)
    expect(pastOf(atTime(longer, 20_000, 20_000)).entries).toBe(2_001)
  })

  it('is refused before the log began and after now', () => {
    expect(refusalOf(atTime(present, 1_000, 5_000))).toEqual({
      kind: 'not-in-log',
      detail: 'nothing was logged by 1970-01-01T00:00:01.000Z',
    })
    expect(refusalOf(atTime(present, 5_001, 5_000))).toEqual({
      kind: 'not-in-log',
      detail: '1970-01-01T00:00:05.001Z is still to come',
    })
    expect(refusalOf(atTime(present, Number.MAX_VALUE, 5_000))).toMatchObject({
      detail: '1.7976931348623157e+308 is still to come',
    })
    expect(refusalOf(atTime(presentOf([]), 0, 0))).toMatchObject({ kind: 'not-in-log' })
  })

  it('is refused for a change that is none, or another by now', () => {
    const a = nameOf('a')
    const details = [0, -1, 2_001].map((counter) =>
      refusalOf(atChange(present, { author: a, counter })),
    )
    for (const detail of details) expect(detail).toMatchObject({ kind: 'not-in-log' })
    expect(details[2]).toMatchObject({ detail: '(a, 2001) is not between 1 and 2000' })
    expect(refusalOf(atChange(present, { author: nameOf('b'), counter: 7 }))).toEqual({
      kind: 'not-in-log',
      detail: '(b, 7) is (a, 7) by now',
    })
  })

  it('is refused for a version that names entries which are not here, or none', () => {
    const stream = log[0]?.stream ?? ('' as StreamId)
    expect(refusalOf(atVector(present, new Map([[stream, 2_001]])))).toEqual({
      kind: 'not-in-log',
      detail: `it has 2001 entries of stream ${stream}, this log 2000`,
    })
    expect(refusalOf(atVector(present, new Map()))).toMatchObject({ kind: 'not-in-log' })
  })
})
