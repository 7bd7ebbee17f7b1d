/** Who follows the logs of a place, and a disk beside whose calls it looks. */
import type { Fs, FsFile } from '@quorate/core'
import { concat, defer, map } from 'rxjs'
import type { Observable } from 'rxjs'
import { readNews } from '../file-log.ts'
import type { LogPosition } from '../reading/index.ts'
import { endOf } from './answers.fixture.ts'

/** Follows the logs of a place; what it read, by the store whose log it is. */
export class Follower {
  readonly read = new Map<string, Uint8Array[]>()
  #position: LogPosition | undefined
  #isLooking = false

  get count(): number {
    return [...this.read.values()].reduce((sum, { length }) => sum + length, 0)
  }

  /** The machine may have stood still while it looked. */
  awake(): void {
    this.#isLooking = false
  }

  /** Reads on until nothing is new, or the machine is gone. */
  look(fs: Fs): void {
    if (this.#isLooking) return
    this.#isLooking = true
    let isMore = true
    while (isMore) {
      const { emitted, error } = endOf(readNews(fs, this.#position))
      if (error !== undefined) throw error
      const [news] = emitted
      if (news !== undefined) {
        this.#position = news.position
        const { store } = news.identity
        this.read.set(store, [...(this.read.get(store) ?? []), ...news.entries])
      }
      isMore = news?.isMore === true
    }
    this.#isLooking = false
  }
}

/** How a call of a disk is carried out. */
export type Call = <T>(work: () => Observable<T>) => Observable<T>

export const watchedFile = (file: FsFile, call: Call): FsFile => ({
  size: () => file.size(),
  read: (at, length) => file.read(at, length),
  write: (at, bytes) => call(() => file.write(at, bytes)),
  truncate: (size) => call(() => file.truncate(size)),
  sync: () => call(() => file.sync()),
  close: () => call(() => file.close()),
})

/** A disk that lets somebody look after each of its calls. */
export function watched(fs: Fs, look: () => void): Fs {
  const call: Call = (work) =>
    concat(
      defer(work),
      defer((): never[] => {
        look()
        return []
      }),
    )
  return {
    makeFolder: (path) => call(() => fs.makeFolder(path)),
    list: (path) => fs.list(path),
    open: (path, mode) => fs.open(path, mode).pipe(map((file) => watchedFile(file, call))),
    remove: (path) => call(() => fs.remove(path)),
    rename: (path, name) => call(() => fs.rename(path, name)),
    syncFolder: (path) => call(() => fs.syncFolder(path)),
    lock: (path, holder) => fs.lock(path, holder),
  }
}
