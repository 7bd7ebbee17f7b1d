import { describe, expect, it } from 'vitest'
import type { Kernel } from '../../kernel/index.ts'
import { AppendVector, PersistentMap } from '../../collections/index.ts'
import { emptyLog, type EventLog, vectorOf } from '../../log/index.ts'
import type { LogEntry, StoreId, StreamId } from '../../model/index.ts'
import { ToldEntries } from './told-entries.ts'

type Its = Pick<Kernel, 'isLoaded' | 'self' | 'log' | 'durable'>

/** Only what is asked about is there. */
const entryOf = (seq: number): LogEntry => {
  const stream = 'x' as StreamId
  return { stream, seq, hlc: { l: seq, c: 0 } } satisfies Partial<LogEntry> as LogEntry
}

function logOf(held: readonly LogEntry[]): EventLog {
  const ordered = AppendVector.of(held)
  const streams = PersistentMap.empty<StreamId, AppendVector<LogEntry>>()
  return { ordered, streams: streams.with('x' as StreamId, ordered), bytes: 0 }
}

function kernelOf(store: string, log: EventLog, durable = vectorOf(log)): Its {
  const self = { store: store as StoreId } as Kernel['self']
  return { isLoaded: true, self, log, durable }
}

const unloaded: Its = { ...kernelOf('', emptyLog), isLoaded: false }
const entries = [0, 1, 2].map(entryOf)
const log = logOf(entries)
const toldOf = (told: ToldEntries, kernel: Its): readonly number[] =>
  entries.filter((entry) => told.has(kernel, entry)).map(({ seq }) => seq)

describe('what was told', () => {
  it('is what was loaded, and then one entry after the other, also from inside a telling', () => {
    const told = new ToldEntries()
    const kernel = kernelOf('a', log, vectorOf(logOf(entries.slice(0, 1))))
    told.follow(unloaded, kernel)
    const seen: (readonly number[])[] = [toldOf(told, kernel)]
    told.told$.subscribe(() => seen.push(toldOf(told, kernel)))
    told.tell(entries.slice(1), () => kernel)
    expect(seen).toEqual([[0], [0, 1], [0, 1, 2]])
  })

  it('is nothing of a log that is begun, nor what still becomes durable of the one before', () => {
    const told = new ToldEntries()
    const before = kernelOf('a', log)
    told.follow(unloaded, before)
    const joined = kernelOf('b', emptyLog)
    told.follow(before, joined)
    const late: LogEntry[] = []
    told.told$.subscribe((entry) => late.push(entry))
    told.tell(entries.slice(2), () => joined)
    const again = kernelOf('b', logOf([0, 1, 2].map(entryOf)), new Map())
    expect(late).toEqual(entries.slice(2))
    expect(again.log.ordered.slice(0).filter((entry) => told.has(again, entry))).toEqual([])
  })

  it('is all that is durable of the log of before, if that comes back', () => {
    const told = new ToldEntries()
    const before = kernelOf('a', log, vectorOf(logOf(entries.slice(0, 1))))
    told.follow(unloaded, before)
    const joined = kernelOf('b', emptyLog)
    told.follow(before, joined)
    told.tell(entries.slice(1), () => joined)
    const back = kernelOf('a', log)
    told.follow(joined, back)
    expect(toldOf(told, back)).toEqual([0, 1, 2])
  })

  it('stays what it was where another store goes on with the log, whatever is durable', () => {
    const told = new ToldEntries()
    const kernel = kernelOf('a', log, vectorOf(logOf(entries.slice(0, 1))))
    told.follow(unloaded, kernel)
    told.tell(entries.slice(1), () => kernel)
    const renewed = { ...kernel, self: kernelOf('b', log).self }
    told.follow(kernel, renewed)
    expect(toldOf(told, renewed)).toEqual([0, 1, 2])
  })
})
