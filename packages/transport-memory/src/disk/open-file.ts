/**
 * Core's `FsFile` for one process: a file that it has open. It checks what it is asked for and says
 * which call does what to the file; the file itself knows what of it is durable.
 */
import type { Observable } from 'rxjs'
import { FsError } from '@quorate/core'
import type { FsFile } from '@quorate/core'
import type { SimulatedDisk } from './disk.ts'
import type { FsCalls } from './fs-calls.ts'
import { type DiskFile, sectorBytes } from './inodes/index.ts'

/** What was opened. */
export interface Opened {
  readonly path: string
  readonly file: DiskFile
  readonly isWritable: boolean
}

export class OpenFile implements FsFile {
  readonly #disk: SimulatedDisk
  readonly #calls: FsCalls
  readonly #opened: Opened
  #isOpen = true

  constructor(disk: SimulatedDisk, calls: FsCalls, opened: Opened) {
    this.#disk = disk
    this.#calls = calls
    this.#opened = opened
  }

  size(): Observable<number> {
    const { path, file } = this.#opened
    return this.#calls.asked({
      call: 'size',
      path,
      begin: () => {
        this.#demandOpen()
        const { size } = file.cached
        return () => size
      },
    })
  }

  read(at: number, length: number): Observable<Uint8Array> {
    const { path, file } = this.#opened
    return this.#calls.asked({
      call: 'read',
      path,
      begin: () => {
        this.#demandOpen()
        demandPlaces(at, length)
        const bytes = file.cached.read(at, length)
        return () => bytes
      },
    })
  }

  write(at: number, bytes: Uint8Array): Observable<never> {
    const { path, file } = this.#opened
    return this.#calls.done({
      call: 'write',
      path,
      bytes,
      begin: (shareTaken) => {
        this.#demandWritable()
        demandPlaces(at, bytes.length)
        const most = partOf(at, bytes.length, shareTaken)
        const fitting = this.#disk.fitting(file, at, most)
        file.write(at, bytes.subarray(0, fitting))
        if (fitting < bytes.length) throw new FsError('full', `no room for ${path}`)
        return () => {}
      },
    })
  }

  truncate(size: number): Observable<never> {
    const { path, file } = this.#opened
    return this.#calls.done({
      call: 'truncate',
      path,
      begin: () => {
        this.#demandWritable()
        demandPlaces(0, size)
        file.truncate(size)
        return () => {}
      },
    })
  }

  sync(): Observable<never> {
    const { path, file } = this.#opened
    return this.#calls.done({
      call: 'sync',
      path,
      begin: () => {
        this.#demandOpen()
        const { changes } = file
        return () => file.sync(changes)
      },
      failed: () => file.forget(),
    })
  }

  close(): Observable<never> {
    const begin = (): (() => void) => {
      this.#isOpen = false
      return () => {}
    }
    return this.#calls.done({ call: 'close', path: this.#opened.path, begin })
  }

  #demandOpen(): void {
    if (!this.#isOpen) throw new FsError('closed', `${this.#opened.path} was closed`)
  }

  #demandWritable(): void {
    this.#demandOpen()
    if (!this.#opened.isWritable)
      throw new FsError('read-only', `${this.#opened.path} was opened to be read`)
  }
}

/** How many bytes so large a share of a write is, cut between two sectors; of 1, all. */
function partOf(at: number, length: number, share: number): number {
  if (share === 1 || length === 0) return length
  const first = Math.floor(at / sectorBytes)
  const count = Math.ceil((at + length) / sectorBytes) - first
  return Math.max(0, (first + Math.floor(share * count)) * sectorBytes - at)
}

function demandPlaces(at: number, length: number): void {
  const isPlace = (place: number): boolean => Number.isSafeInteger(place) && place >= 0
  if (!isPlace(at) || !isPlace(length) || !isPlace(at + length))
    throw new FsError('invalid', `${length} bytes at ${at} are no part of a file`)
}
