/**
 * The segment that is written to. A commit is one write and one sync; only then is it durable, and
 * the mark that says so is written beside the next commit, whose sync makes it durable. Never
 * writes where something durable is, except over the older of two marks.
 */
import { EMPTY, ReplaySubject, concat, defer, merge } from 'rxjs'
import type { Observable } from 'rxjs'
import type { FsFile } from '@quorate/core'
import { encodeMark, encodeRecords, isProven, markAt } from '../format/index.ts'
import type { DurableMark, SegmentHeader } from '../format/index.ts'

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
  #mark: DurableMark
  /** The write of the newest mark. */
  #marking: Observable<never> = EMPTY
  /** Whether the newest mark is durable. */
  #isMarked = true

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

  /** Completes when these are durable. There is room for them. */
  commit(entries: readonly Uint8Array[]): Observable<never> {
    return defer(() => {
      const records = encodeRecords(entries, this.entryCount)
      const written = this.#file.write(this.#mark.durableTo, records)
      return concat(
        merge(this.#marking, written),
        this.#file.sync(),
        defer(() => this.#synced(records.length, entries.length)),
      )
    })
  }

  /** Makes the mark durable, so that nothing here can be taken for an unfinished write. */
  seal(): Observable<never> {
    return defer(() => {
      if (!isProven(this.#mark)) this.#startMarking(this.#mark)
      if (this.#isMarked) return EMPTY
      const isMarked = defer(() => {
        this.#isMarked = true
        return EMPTY
      })
      return concat(this.#marking, this.#file.sync(), isMarked)
    })
  }

  close(): Observable<never> {
    return this.#file.close()
  }

  #synced(bytes: number, entries: number): Observable<never> {
    const { durableTo, entries: before } = this.#mark
    this.#startMarking({ durableTo: durableTo + bytes, entries: before + entries })
    return EMPTY
  }

  #startMarking(reached: Omit<DurableMark, 'turn'>): void {
    const { durableTo, entries } = reached
    this.#mark = { turn: this.#mark.turn + 1, durableTo, entries }
    this.#isMarked = false
    const bytes = encodeMark(this.#mark, this.header.segment)
    this.#marking = begun(this.#file.write(markAt(this.#mark), bytes))
  }
}

/** Begins now; whoever subscribes hears how it ends, also when it has. */
function begun(operation: Observable<never>): Observable<never> {
  const ending = new ReplaySubject<never>()
  operation.subscribe(ending)
  return ending
}
