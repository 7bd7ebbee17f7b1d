import type { EntryId, LogEntry, Notice } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { accountFor, heldFromBefore } from './accounted-writes.ts'
import { boundedGrowth } from './bounded-growth.ts'
import { History, streamNamed } from '../histories.fixture.ts'
import { type Reading, Reads } from './reads.ts'

const idOf = ({ stream, seq }: EntryId): EntryId => ({ stream, seq })

describe('S12: accounted writes', () => {
  interface Told {
    readonly writes: readonly LogEntry[]
    readonly notices?: readonly Notice[]
    readonly gone?: string
    readonly isRotten?: boolean
  }
  const account = (
    log: readonly LogEntry[],
    { writes, notices = [], gone = '', isRotten = false }: Told,
  ) =>
    accountFor({
      log,
      writes: writes.map((entry) => ({ machine: 'm', id: idOf(entry) })),
      notices: new Map([['m', notices]]),
      isAbandoned: (store) => gone !== '' && store.startsWith(gone),
      isRotten: (machine) => isRotten && machine === 'm',
    })

  it('in force, or overwritten by who had seen it', () => {
    const history = History.of('a', 'b')
    const first = history.put('a', '1')
    const second = history.put('b', '2', idOf(first))
    const { findings, inForce, overwritten } = account(history.log, { writes: [first, second] })
    expect({ findings, inForce, overwritten }).toEqual({ findings: [], inForce: 1, overwritten: 1 })
  })

  it('finds a write that another replaced unseen, unless its author was told', () => {
    const history = History.of('a', 'b')
    const first = history.put('a', '1')
    const second = history.put('b', '2')
    const untold = account(history.log, { writes: [first, second] })
    expect(untold.findings).toEqual([expect.stringMatching(/^S12: .* is lost/)])
    const notice = { kind: 'conflict', key: 'x', lost: idOf(first), won: idOf(second) } as Notice
    expect(account(history.log, { writes: [first], notices: [notice] }).findings).toEqual([])
    const wrong = { kind: 'conflict', key: 'x', lost: idOf(second), won: idOf(first) } as Notice
    expect(account(history.log, { writes: [first], notices: [wrong] }).findings).toHaveLength(1)
  })

  it('finds a void write, unless its author was told', () => {
    const history = History.of('a', 'b')
    history.ejected('a', 'b')
    const write = history.put('b', '1')
    expect(account(history.log, { writes: [write] }).findings).toEqual([
      expect.stringMatching(/^S12: .* is void/),
    ])
    const notice = { kind: 'void', entry: idOf(write), event: '', reason: 'last-member' } as Notice
    expect(account(history.log, { writes: [write], notices: [notice] }).told).toBe(1)
  })

  it('what a void write replaced is not overwritten', () => {
    const history = History.of('a', 'b')
    const first = history.put('a', '1')
    history.ejected('a', 'b')
    history.put('b', '2', idOf(first))
    const { inForce, overwritten } = account(history.log, { writes: [first] })
    expect([inForce, overwritten]).toEqual([1, 0])
  })

  it('finds a write that is nowhere, unless its store was given up or its disk lost bits', () => {
    const { log } = History.of('a', 'b')
    const [first] = log
    if (first === undefined) throw new Error('the history has a first entry')
    const missing = { ...first, stream: streamNamed('c'), seq: 3 }
    expect(account(log, { writes: [missing] }).findings).toEqual([
      expect.stringMatching(/^S12: .* in no log/),
    ])
    expect(account(log, { writes: [missing], gone: 'c' }).abandoned).toBe(1)
    expect(account(log, { writes: [missing], isRotten: true }).abandoned).toBe(1)
  })
})

describe('S12: a process that begins', () => {
  const history = History.of('a', 'b')
  const [first, second] = [history.put('a', '1'), history.put('b', '2')]
  const begun = (log: readonly LogEntry[]) =>
    heldFromBefore({ who: 'a/2', log, store: first.store, writes: [first, second].map(idOf) })

  it('has all that was acknowledged under the store of its log', () => {
    expect(begun(history.log)).toEqual([])
    expect(begun(history.log.filter((entry) => entry !== second))).toEqual([])
  })

  it('lacks one of those: it is found', () => {
    expect(begun(history.log.filter((entry) => entry !== first))).toEqual([
      `S12: a/2 began without ${first.stream}.${first.seq}, which was acknowledged`,
    ])
  })
})

describe('S13: bounded growth', () => {
  const asked = { writes: 1, joins: 1, ejections: 0, starts: 2 }

  it('finds nothing when all was asked for', () => {
    const history = History.of('a', 'b')
    history.put('a', '1')
    for (let i = 0; i < 6; i++) history.down('a', 'b')
    expect(boundedGrowth(history.log, asked)).toEqual([])
  })

  it.each([
    ['writes', (history: History) => history.put('a', '2')],
    ['joins', (history: History) => history.joined('a', 'c')],
    ['ejections', (history: History) => history.ejected('a', 'b')],
    ['foundings', (history: History) => history.founded('b')],
  ])('finds %s that nobody asked for', (what, add) => {
    const history = History.of('a', 'b')
    history.put('a', '1')
    add(history)
    expect(boundedGrowth(history.log, asked)).toEqual([
      expect.stringMatching(new RegExp(`^S13: \\d ${what}`)),
    ])
  })

  it('finds a store let in again and again, runs without a start', () => {
    const history = History.of('a', 'b')
    for (let i = 0; i < 3; i++) history.joined('a', 'b')
    for (let i = 0; i < 3; i++) history.add('b', { kind: 'run-started' })
    expect(boundedGrowth(history.log, asked)).toEqual([
      expect.stringMatching(/joins of one store/),
      expect.stringMatching(/runs in the log/),
    ])
    const isOfRuns = (finding: string): boolean => finding.includes('runs in the log')
    expect(boundedGrowth(history.log, asked, 1).filter(isOfRuns)).toEqual([])
  })

  it('finds stores renewed, and lives said, more often than processes were started', () => {
    const history = History.of('a', 'b')
    const b = 'b'.repeat(32)
    for (let i = 0; i < 9; i++) {
      const store = `${i}`.repeat(32)
      history.add('b', { kind: 'member-joined', name: 'b', address: 'b', store, replaces: b })
      history.add('b', { kind: 'member-up', store: b, incarnation: i })
    }
    expect(boundedGrowth(history.log, asked)).toEqual([
      expect.stringMatching(/^S13: 9 renewals/),
      expect.stringMatching(/^S13: 9 lives/),
    ])
  })

  it('finds verdicts beyond their cap, and ups without downs', () => {
    const history = History.of('a', 'b')
    for (let i = 0; i < 7; i++) history.down('a', 'b')
    expect(boundedGrowth(history.log, asked)).toEqual([
      expect.stringMatching(/^S13: 7 member-down/),
    ])
    const other = History.of('a', 'b')
    other.add('a', { kind: 'member-up', store: 'b'.repeat(32), incarnation: 1 })
    expect(boundedGrowth(other.log, asked)).toEqual([expect.stringMatching(/^S13: 1 member-up/)])
  })

  it('lets a store that was put back say again, once, that another is up', () => {
    const history = History.of('a', 'b')
    const [a, b, c] = ['a', 'b', 'c'].map((name) => name.repeat(32))
    history.down('b', 'b')
    const up = (): unknown => history.add('a', { kind: 'member-up', store: b, incarnation: 1 })
    up()
    up()
    const found = [expect.stringMatching(/^S13: 2 member-up/)]
    expect(boundedGrowth(history.log, asked)).toEqual(found)
    history.add('a', { kind: 'member-joined', name: 'a', address: 'a', store: c, replaces: a })
    expect(boundedGrowth(history.log, asked)).toEqual([])
    up()
    expect(boundedGrowth(history.log, asked)).toEqual([expect.stringMatching(/^S13: 3 member-up/)])
  })
})

describe('S16: reads', () => {
  const history = History.of('a', 'b')
  const first = history.put('a', '1')
  const second = history.put('b', '2', idOf(first))
  const reading = (entry: LogEntry | undefined): Reading => ({
    key: 'x',
    entry,
    value: entry?.event.kind === 'state-info-put' ? entry.event.value : undefined,
  })
  const revised = { kind: 'revised', key: 'x', was: '2', now: '1' } as Notice

  it('finds nothing when reads go forward, or back as announced', () => {
    const reads = new Reads('m')
    expect([undefined, first, second].flatMap((entry) => reads.see(reading(entry)))).toEqual([])
    reads.hear(revised)
    expect(reads.see(reading(first))).toEqual([])
  })

  it.each([first, undefined])('finds a read that goes back', (back) => {
    const reads = new Reads('m')
    reads.see(reading(second))
    expect(reads.see(reading(back))).toEqual([expect.stringMatching(/^S16: m read x back/)])
  })

  it('one announcement is for one change', () => {
    const reads = new Reads('m')
    reads.see(reading(second))
    reads.hear(revised)
    reads.see(reading(first))
    reads.see(reading(second))
    expect(reads.see(reading(first))).toHaveLength(1)
  })

  it('an announcement about another key is none', () => {
    const reads = new Reads('m')
    reads.see(reading(second))
    reads.hear({ ...revised, key: 'y' } as Notice)
    expect(reads.see(reading(first))).toHaveLength(1)
  })

  it('a log set aside is forgotten', () => {
    const reads = new Reads('m')
    reads.see(reading(second))
    reads.forget()
    expect(reads.see(reading(first))).toEqual([])
  })

  it('finds an own write that is not read, or not there', () => {
    const reads = new Reads('m')
    const write = { id: idOf(second), revisionsBefore: 0 }
    expect(reads.written(write, reading(second), history.log)).toEqual([])
    expect(reads.written(write, reading(first), history.log)).toEqual([
      expect.stringMatching(/^S16: m reads x as before/),
    ])
    expect(reads.written(write, reading(second), [first])).toHaveLength(1)
    reads.hear(revised)
    expect(reads.written(write, reading(first), history.log)).toEqual([])
  })
})
