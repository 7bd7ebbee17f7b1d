/**
 * The segment that is written to. A commit is one write and one sync; only then is it durable. The
 * next one says so, by how it begins; a mark says so when nothing is written for a moment, and is
 * made durable by the sync after it. Never writes where something durable is, except over the older
 * of two marks. A write for which there is no room loses nothing: what it left behind the last
 * record is cleared before another is tried.
 */
import { EMPTY, catchError, concat, defer, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import type { FsFile } from '@quorate/core'
import { encodeCommit, encodeMark, isProven, markAt } from '../format/index.ts'
import type { DurableMark, SegmentHeader } from '../format/index.ts'
import { begun } from './begun.ts'
import { bothEnded } from './both-ended.ts'
import { durably, isFull } from './durably.ts'

/** An open segment, all of whose content is durable. */
export interface OpenSegment {
  readonly file: FsFile
  readonly header: SegmentHeader
  readonly mark: DurableMark
  /** Of the file. */
  readonly bytes: number
}

export class SegmentFile {
  readonly header: SegmentHeader
  readonly #file: FsFile
  readonly #bytes: number
  /** Up to where all is durable, and how many entries that is; the turn of the last mark. */
  #mark: DurableMark
  /** Whether a mark that says so is durable; or its write, if it was begun since the last sync. */
  #isMarked = true
  #marking: Observable<never> | undefined
  /** Bytes behind the last record that a write may have left which had no room. */
  #leftBytes = 0

  constructor({ file, header, mark, bytes }: OpenSegment) {
    this.header = header
    this.#file = file
    this.#bytes = bytes
    this.#mark = mark
  }

  /** How many bytes of records there is room for. */
  get room(): number {
    return this.#bytes - this.#mark.durableTo
  }

  /** How many entries the log has up to here. */
  get entryCount(): number {
    return this.header.entriesBefore + this.#mark.entries
  }

  /** Completes when these are durable. There is room for them in the file. */
  commit(entries: readonly Uint8Array[]): Observable<never> {
    return defer(() => {
      const place = { header: this.header, number: this.entryCount }
      const records = encodeCommit(entries, place)
      this.#leftBytes = Math.max(this.#leftBytes, records.length)
      const writing = this.#file.write(this.#mark.durableTo, records)
      return concat(
        this.#withMark(writing),
        durably(this.#file.sync()),
        defer(() => this.#synced(records.length, entries.length)),
      )
    })
  }

  /** Nothing is to be written for now: a mark may be, beside whatever comes next. */
  rest(): void {
    if (this.#isMarked || this.#marking !== undefined) return
    this.#mark = { ...this.#mark, turn: this.#mark.turn + 1 }
    this.#startMarking()
  }

  /** Completes when there is room on the disk for so many bytes, and nothing is left there. */
  makeRoom(bytes: number): Observable<never> {
    return defer(() => {
      const zeros = new Uint8Array(Math.max(bytes, this.#leftBytes))
      const cleared = defer(() => {
        this.#leftBytes = 0
        return EMPTY
      })
      const writing = this.#file.write(this.#mark.durableTo, zeros)
      return concat(this.#withMark(writing), durably(this.#file.sync()), cleared)
    })
  }

  /** Makes the mark durable, so that nothing here can be taken for an unfinished write. */
  seal(): Observable<never> {
    return defer(() => {
      if (this.#leftBytes > 0) return concat(this.makeRoom(0), this.seal())
      if (!isProven(this.#mark)) this.#isMarked = false
      this.rest()
      const marking = this.#marking
      if (marking === undefined) return EMPTY
      const marked = defer(() => {
        this.#isMarked = true
        this.#marking = undefined
        return EMPTY
      })
      return concat(this.#marked(marking), durably(this.#file.sync()), marked)
    })
  }

  close(): Observable<never> {
    return this.#file.close()
  }

  #synced(bytes: number, entries: number): Observable<never> {
    const { turn, durableTo, entries: before } = this.#mark
    this.#mark = { turn, durableTo: durableTo + bytes, entries: before + entries }
    this.#leftBytes = 0
    this.#isMarked = false
    this.#marking = undefined
    return EMPTY
  }

  /** A write, and the mark that is under way if there is one. */
  #withMark(writing: Observable<never>): Observable<never> {
    const marking = this.#marking
    return marking === undefined ? writing : bothEnded(writing, this.#marked(marking))
  }

  /** The mark that is under way. Had it no room, it is tried again: there may be some. */
  #marked(marking: Observable<never>): Observable<never> {
    return marking.pipe(
      catchError((error: unknown) =>
        isFull(error) ? this.#startMarking() : throwError(() => error),
      ),
    )
  }

  #startMarking(): Observable<never> {
    const bytes = encodeMark(this.#mark, this.header.segment)
    const marking = begun(this.#file.write(markAt(this.#mark), bytes))
    this.#marking = marking
    return marking
  }
}
