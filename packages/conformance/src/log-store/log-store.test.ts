/**
 * Can the log store suite fail? A store that keeps every promise passes; each way of breaking one
 * is caught by the case that is named beside it.
 */
import { NEVER, Observable, throwError } from 'rxjs'
import { FsError } from '@quorate/core'
import type { LogIdentity, LogStore, Recovered } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { describeFlaws } from '../flaws.fixture.ts'
import { logStoreContract } from './log-store.ts'
import type { LogStoreHarness } from './shelf.ts'

const flaws = {
  'is never empty': 'a new store is empty',
  'loses the last entry': 'what was started and appended',
  'puts batches in front': 'the order of appends',
  'loses all but one of what overlaps': 'appends that overlap',
  'keeps 4 KiB at most': 'entries of 1 byte',
  'hangs on nothing': 'an empty batch',
  'keeps the buffer itself': 'the writer may reuse its buffer',
  'keeps entries at start': 'start() sets aside',
  'begins without its entries': 'start() with entries',
  'writes the identity with the first entry': 'an identity started',
  'begins anew at each open': 'a reopened store goes on',
  'lets two in': 'a store that is held',
  'second close hangs': 'closing twice',
  'close does not wait': 'close() waits',
  'writes unopened': 'append() and start() fail',
  'completes before it is durable': 'after a crash everything that completed',
  'stays held after a crash': 'after a crash the store goes on',
  'forgets a start in a crash': 'after a crash a start()',
  'starts in two steps': 'after a crash in a start()',
  'swallows a failed write': 'a write that failed is told',
  'goes on after a failed write': 'a write that failed is told',
  'takes what is behind a full disk': 'without room an append and all behind it',
  'never finds room again': 'without room an append and all behind it',
  'gives back another checkpoint': 'a checkpoint is given back',
  'keeps a checkpoint at start': 'a start() forgets the checkpoint',
  'tears a checkpoint': 'after a crash the checkpoint is',
  'is done for without room at start': 'without room for another log',
  'leaves a log that had no room': 'without room for the first log',
  'keeps what had no room': 'a store that is closed or crashes without room',
} as const
type Flaw = keyof typeof flaws

interface Content {
  readonly identity: LogIdentity | undefined
  readonly entries: readonly Uint8Array[]
  readonly checkpoint?: Uint8Array | undefined
}

/** A disk: what is on it, what is only on its way there, and who holds it. */
class Disk {
  content: Content = { identity: undefined, entries: [] }
  holder: object | undefined
  failNext = false
  isFull = false
  queue: (() => void)[] = []
  readonly flaw: Flaw | undefined

  constructor(flaw: Flaw | undefined) {
    this.flaw = flaw
  }

  has(flaw: Flaw): boolean {
    return this.flaw === flaw
  }

  sync(): void {
    const due = this.queue
    this.queue = []
    for (const run of due) run()
  }

  crash(): void {
    this.queue = []
    if (!this.has('stays held after a crash')) this.holder = undefined
    if (this.has('forgets a start in a crash')) this.content = { identity: undefined, entries: [] }
  }
}

class DiskStore implements LogStore {
  readonly #disk: Disk
  #isBroken = false
  #hasClosed = false
  #isRefusing = false

  constructor(disk: Disk) {
    this.#disk = disk
  }

  open(): Observable<Recovered> {
    return new Observable((subscriber) => {
      const disk = this.#disk
      if (disk.holder !== undefined && !disk.has('lets two in')) {
        subscriber.error(new Error('held by another'))
        return
      }
      if (disk.has('lets two in')) disk.content = { ...disk.content, entries: [] }
      if (disk.has('begins anew at each open')) disk.content = { ...disk.content, entries: [] }
      disk.holder = this
      const { identity, entries, checkpoint } = disk.content
      const found = disk.has('loses the last entry') ? entries.slice(0, -1) : entries
      const first = disk.has('is never empty') ? [new Uint8Array([1])] : []
      const isHidden = disk.has('writes the identity with the first entry') && entries.length === 0
      const shown = isHidden ? undefined : identity
      subscriber.next({ identity: shown, entries: [...first, ...found], checkpoint, repairs: [] })
      subscriber.complete()
    })
  }

  start(identity: LogIdentity, entries: readonly Uint8Array[] = []): Observable<never> {
    const disk = this.#disk
    const begun = disk.has('begins without its entries') ? [] : entries
    const size = entries.reduce((sum, { length }) => sum + length, 0)
    if (this.#hasNoRoom(Math.max(1, size))) {
      this.#isBroken = disk.has('is done for without room at start')
      if (disk.has('leaves a log that had no room') && disk.content.identity === undefined)
        disk.content = { identity, entries: [] }
      return this.#withoutRoom([])
    }
    if (disk.has('starts in two steps'))
      disk.content = { identity, entries: [], checkpoint: undefined }
    return this.#write(({ entries: before, checkpoint }) => ({
      identity,
      entries: disk.has('keeps entries at start') ? before : begun,
      checkpoint: disk.has('keeps a checkpoint at start') ? checkpoint : undefined,
    }))
  }

  append(batch: readonly Uint8Array[]): Observable<never> {
    const disk = this.#disk
    if (batch.length === 0 && disk.has('hangs on nothing')) return NEVER
    const copies = disk.has('keeps the buffer itself') ? batch : batch.map((bytes) => bytes.slice())
    const kept = disk.has('keeps 4 KiB at most') ? copies.map((b) => b.slice(0, 4_096)) : copies
    const before = disk.queue.length
    const size = batch.reduce((sum, { length }) => sum + length, 0)
    if (this.#hasNoRoom(size)) return this.#withoutRoom(kept)
    return this.#write(({ entries, ...rest }) => {
      if (disk.has('puts batches in front')) return { ...rest, entries: [...kept, ...entries] }
      const isLost = disk.has('loses all but one of what overlaps') && before > 0
      return { ...rest, entries: isLost ? entries : [...entries, ...kept] }
    })
  }

  saveCheckpoint(bytes: Uint8Array): Observable<never> {
    const disk = this.#disk
    if (disk.has('tears a checkpoint'))
      disk.content = { ...disk.content, checkpoint: bytes.slice(1) }
    const isFirst = disk.content.checkpoint === undefined
    const kept = isFirst || !disk.has('gives back another checkpoint') ? bytes : bytes.slice(1)
    return this.#write((content) => ({ ...content, checkpoint: kept }))
  }

  #write(change: (content: Content) => Content): Observable<never> {
    return new Observable((subscriber) => {
      const disk = this.#disk
      const isHolder = disk.holder === this || disk.has('writes unopened')
      if (!isHolder || this.#isBroken) {
        subscriber.error(new Error('not open for writing'))
        return
      }
      if (disk.failNext) {
        disk.failNext = false
        this.#isBroken = !disk.has('goes on after a failed write')
        if (disk.has('swallows a failed write')) subscriber.complete()
        else subscriber.error(new Error('disk full'))
        return
      }
      if (disk.has('completes before it is durable')) subscriber.complete()
      disk.queue.push(() => {
        disk.content = change(disk.content)
        subscriber.complete()
      })
    })
  }

  #hasNoRoom(size: number): boolean {
    const { isFull } = this.#disk
    if (!isFull && size === 0 && !this.#disk.has('never finds room again')) this.#isRefusing = false
    if (this.#isRefusing && !this.#disk.has('takes what is behind a full disk')) return true
    this.#isRefusing ||= isFull && size >= 1 << 20
    return isFull && this.#isRefusing && (size === 0 || size >= 1 << 20)
  }

  #withoutRoom(batch: readonly Uint8Array[]): Observable<never> {
    const disk = this.#disk
    if (disk.has('keeps what had no room'))
      disk.content = { ...disk.content, entries: [...disk.content.entries, ...batch] }
    return throwError(() => new FsError('full', 'no room'))
  }

  close(): Observable<never> {
    return new Observable((subscriber) => {
      const disk = this.#disk
      if (this.#hasClosed && disk.has('second close hangs')) return
      this.#hasClosed = true
      if (disk.has('close does not wait')) disk.queue = []
      disk.queue.push(() => {
        if (disk.holder === this) disk.holder = undefined
        subscriber.complete()
      })
    })
  }
}

const harnessOf = (flaw?: Flaw): LogStoreHarness => {
  const disk = new Disk(flaw)
  return {
    create: () => new DiskStore(disk),
    until: async (condition) => {
      for (let i = 0; i < 10 && !condition(); i++) {
        disk.sync()
        await Promise.resolve()
      }
      return condition()
    },
    crash: () => Promise.resolve(disk.crash()),
    failNextWrite: () => {
      disk.failNext = true
    },
    fill: () => {
      disk.isFull = true
      return () => (disk.isFull = false)
    },
    close: () => Promise.resolve(),
  }
}

const contract = logStoreContract(['crash', 'write-failure', 'full'])

describeFlaws({ what: 'store', contract, harnessOf, flaws })

describe('the promises of a store', () => {
  it('means for a crash are needed only where it is claimed', () => {
    expect(logStoreContract().length).toBe(contract.length - 10)
  })
})
