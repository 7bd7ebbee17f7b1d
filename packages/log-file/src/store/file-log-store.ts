/**
 * A log store in a folder of segment files. Decides the order of what it is asked for: one thing at
 * a time, appends that wait together in one commit. Want of room refuses an append, or a log that
 * is to begin, and all behind it, until an append of nothing finds room. Any other failure
 * ends all writing until the store is opened again: after a failed sync nobody knows what is on the
 * disk, and it is not tried again. Never tells of anything as done that is not durable.
 */
import { FsError } from '@quorate/core'
import type { Fs, FsLock, LogIdentity, LogStore, Recovered } from '@quorate/core'
import {
  EMPTY,
  Observable,
  catchError,
  concat,
  defer,
  ignoreElements,
  map,
  mergeMap,
  tap,
  throwError,
} from 'rxjs'
import { logName } from '../format/index.ts'
import {
  durably,
  firstSegment,
  isFull,
  LogWriter,
  makeLog,
  openSegment,
  roomForLog,
  whyNotBegun,
} from '../writing/index.ts'
import { CheckpointKeeper } from './checkpoint-keeper.ts'
import type { FileLogOptions } from './options.ts'
import { openPlace } from './opening.ts'
import type { OpenedPlace } from './opening.ts'
import { nextCommit, tooMany, waitingMax } from './waiting.ts'
import type { Beginning, Ending, NoRoom, Turn, Waiting } from './waiting.ts'

/** A place that is held. */
interface Held {
  readonly fs: Fs
  readonly lock: FsLock
  log: number
  /** undefined: no log was started there yet. */
  writer: LogWriter | undefined
}

export class FileLogStore implements LogStore {
  readonly #place: Observable<Fs>
  readonly #segmentBytes: number
  readonly #onDamage: 'refuse' | 'salvage'
  readonly #holder: string
  #state: 'closed' | 'opening' | 'open' | 'closing' = 'closed'
  readonly #waiting: Waiting[] = []
  readonly #checkpoints = new CheckpointKeeper()
  #isBusy = false
  #isStarting = false
  #isTakingTurns = false
  #failure: Error | undefined
  #noRoom: NoRoom | undefined
  #held: Held | undefined

  /** `place` emits the disk once, when its folder is there. */
  constructor(place: Observable<Fs>, options: FileLogOptions) {
    const { segmentBytes = defaultSegmentBytes, onDamage = 'refuse' } = options
    const { holder = `process ${process.pid}` } = options
    this.#place = place
    this.#segmentBytes = segmentBytes
    this.#onDamage = onDamage
    this.#holder = holder
  }

  open(): Observable<Recovered> {
    return defer(() => {
      if (this.#state !== 'closed')
        return throwError(() => new FsError('locked', 'this store is open already'))
      this.#state = 'opening'
      return this.#opened().pipe(
        catchError((error: unknown) => {
          this.#state = 'closed'
          this.#takeTurns()
          return throwError(() => error)
        }),
        tap({ complete: () => this.#takeTurns() }),
      )
    })
  }

  start(identity: LogIdentity, entries: readonly Uint8Array[] = []): Observable<never> {
    const refused = whyNotBegun(entries)
    if (refused !== undefined) return throwError(() => refused)
    return this.#asked((ending) => ({ kind: 'start', log: { identity, entries }, ending }))
  }

  append(batch: readonly Uint8Array[]): Observable<never> {
    return this.#asked((ending) => ({ kind: 'append', batch, ending }))
  }

  saveCheckpoint(bytes: Uint8Array): Observable<never> {
    return defer(() => {
      const held = this.#held
      if (this.#state !== 'open' || held?.writer === undefined) return throwError(unstarted)
      const isReplaced = this.#isStarting || this.#waiting.some(({ kind }) => kind === 'start')
      return isReplaced ? throwError(replaced) : this.#checkpoints.keep(held, bytes)
    })
  }

  close(): Observable<never> {
    return new Observable((ending) => {
      if (this.#state === 'open') this.#state = 'closing'
      this.#waiting.push({ kind: 'close', ending })
      this.#takeTurns()
    })
  }

  #opened(): Observable<Recovered> {
    return this.#place.pipe(
      mergeMap((fs) =>
        fs.lock('', this.#holder).pipe(
          mergeMap((lock) =>
            openPlace(fs, { segmentBytes: this.#segmentBytes, onDamage: this.#onDamage }).pipe(
              catchError((error: unknown) =>
                concat(
                  lock.release(),
                  throwError(() => error),
                ),
              ),
              tap((opened) => this.#hold({ fs, lock }, opened)),
            ),
          ),
        ),
      ),
      map(({ recovered }) => recovered),
    )
  }

  #hold(place: Pick<Held, 'fs' | 'lock'>, { log, writer }: OpenedPlace): void {
    this.#failure = undefined
    this.#noRoom = undefined
    this.#held = { ...place, log, writer }
    this.#state = 'open'
  }

  #asked(waitingFor: (ending: Ending) => Waiting): Observable<never> {
    return new Observable((ending) => {
      const waiting = waitingFor(ending)
      const refusal = this.#refusalOf(waiting)
      if (refusal !== undefined) {
        ending.error(refusal)
        return
      }
      this.#waiting.push(waiting)
      if (this.#waiting.length > waitingMax) this.#fail(new FsError('io', tooMany), [])
      this.#takeTurns()
    })
  }

  #refusalOf(waiting: Waiting): Error | undefined {
    if (this.#state !== 'open') return new Error('the log is not open')
    const isNothing = waiting.kind === 'append' && waiting.batch.length === 0
    return this.#failure ?? (isNothing ? undefined : this.#noRoom?.error)
  }

  /** Not nested, however many end at once: each turn begins when the last one has ended. */
  #takeTurns(): void {
    if (this.#isTakingTurns || this.#state === 'opening') return
    this.#isTakingTurns = true
    while (!this.#isBusy && this.#waiting.length > 0) this.#take(this.#nextTurn())
    if (!this.#isBusy && this.#state === 'open' && this.#failure === undefined)
      this.#held?.writer?.rest()
    this.#isTakingTurns = false
  }

  #take({ work, endings, room }: Turn): void {
    this.#isBusy = true
    const over = (): void => {
      this.#isBusy = false
      this.#takeTurns()
    }
    work.subscribe({
      complete: () => {
        this.#noRoom = undefined
        this.#isStarting = false
        for (const ending of endings) ending.complete()
        over()
      },
      error: (error: unknown) => {
        this.#isStarting = false
        if (room !== undefined && isFull(error)) this.#refuse({ error, room }, endings)
        else this.#fail(error, endings)
        over()
      },
    })
  }

  /** What was asked for behind an append that is refused is refused too: there are no gaps. */
  #refuse(noRoom: NoRoom, endings: readonly Ending[]): void {
    this.#noRoom = noRoom
    for (const ending of [...endings, ...this.#behind()]) ending.error(noRoom.error)
  }

  /** What was asked for behind a failure fails of it too. */
  #fail(error: unknown, endings: readonly Ending[]): void {
    const cause = error instanceof Error ? error.message : String(error)
    const detail = `the log takes nothing more until it is opened again: ${cause}`
    this.#failure ??= new Error(detail, { cause: error })
    const behind = this.#behind()
    for (const ending of endings) ending.error(error)
    for (const ending of behind) ending.error(this.#failure)
  }

  /** Whoever waits for anything but to close, which goes on. */
  #behind(): readonly Ending[] {
    const behind = this.#waiting.splice(0)
    this.#waiting.push(...behind.filter(({ kind }) => kind === 'close'))
    return behind.flatMap(({ kind, ending }) => (kind === 'close' ? [] : [ending]))
  }

  #nextTurn(): Turn {
    const [first] = this.#waiting
    if (first?.kind === 'append') return this.#appending()
    this.#waiting.shift()
    const endings = first === undefined ? [] : [first.ending]
    if (first?.kind === 'start') return this.#starting(first.log, endings)
    return { work: this.#closing(), endings, room: undefined }
  }

  /** All appends in front, as far as they fit in one commit: one write and one sync for all. */
  #appending(): Turn {
    const writer = this.#held?.writer
    const { batches, bytes } = nextCommit(this.#waiting, (more) => writer?.roomFor(more) ?? more)
    this.#waiting.splice(0, batches.length)
    const endings = batches.map(({ ending }) => ending)
    // Nothing but appends of nothing wait while there is no room.
    const room = this.#noRoom?.room
    if (room !== undefined) return { work: room, endings, room }
    if (writer === undefined)
      return { work: bytes === 0 ? EMPTY : throwError(unstarted), endings, room }
    const work = writer.append(batches.flatMap(({ batch }) => batch))
    return { work, endings, room: writer.makeRoom(bytes) }
  }

  /** Without room for it the log before goes on, if there is one. */
  #starting(beginning: Beginning, endings: readonly Ending[]): Turn {
    this.#isStarting = true
    const held = this.#held
    if (held === undefined) return { work: EMPTY, endings, room: undefined }
    const { fs, writer: before } = held
    const place = { fs, log: held.log + 1, segmentBytes: this.#segmentBytes }
    const image = firstSegment(beginning, this.#segmentBytes)
    const opened = openSegment(place, { ...image, bytes: image.bytes.length }).pipe(
      tap((file) => {
        held.log = place.log
        held.writer = new LogWriter(place, file)
      }),
      ignoreElements(),
    )
    const over = durably(concat(opened, before?.close() ?? EMPTY))
    const work = concat(makeLog(fs, logName(place.log), image), over)
    return { work, endings, room: roomForLog(fs, image) }
  }

  /** Whatever is wrong with the files, the folder is let go. */
  #closing(): Observable<never> {
    return defer(() => {
      const held = this.#held
      if (held === undefined) return EMPTY
      const { writer, lock } = held
      const closed = this.#failure === undefined ? writer?.close() : writer?.abandon()
      const letGo = concat(
        lock.release(),
        defer(() => this.#forget()),
      )
      const failed = (error: unknown): Observable<never> =>
        concat(
          letGo,
          throwError(() => error),
        )
      return concat(this.#checkpoints.over, (closed ?? EMPTY).pipe(catchError(failed)), letGo)
    })
  }

  #forget(): Observable<never> {
    this.#held = undefined
    this.#state = 'closed'
    return EMPTY
  }
}

const defaultSegmentBytes = 16 * 1_024 * 1_024

const unstarted = (): Error => new Error('no log was started in this folder')
const replaced = (): Error => new Error('this log is about to be set aside')
