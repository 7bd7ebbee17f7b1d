/**
 * Core's `Fs` for one process on one machine: names. It says which call does what to the disk, and
 * why not; that calls take time, fail and are counted is `FsCalls`' business, what a crash leaves
 * the disk's. Locks are let go when the process ends.
 */
import type { Observable } from 'rxjs'
import { FsError } from '@quorate/core'
import type { Fs, FsFile, FsLock, FsMode } from '@quorate/core'
import type { SimulatedDisk } from './disk.ts'
import { FsCalls } from './fs-calls.ts'
import type { Caller } from './fs-calls.ts'
import { DiskFile, DiskFolder, fileAt, folderAt, nameFrom, spotAt } from './inodes/index.ts'
import type { Inode, Spot } from './inodes/index.ts'
import { OpenFile } from './open-file.ts'

export class DiskFs implements Fs {
  readonly #disk: SimulatedDisk
  readonly #calls: FsCalls

  constructor(disk: SimulatedDisk, caller: Caller) {
    this.#disk = disk
    this.#calls = new FsCalls(caller)
  }

  makeFolder(path: string): Observable<never> {
    return this.#calls.done({
      call: 'make-folder',
      path,
      begin: () => {
        const { folder, name } = this.#vacant(path)
        folder.move(new DiskFolder(folder.keyFor(name)), name)
        return nothing
      },
    })
  }

  list(path: string): Observable<readonly string[]> {
    return this.#calls.asked({
      call: 'list',
      path,
      begin: () => {
        const names = [...folderAt(this.#disk.root, path).cached.keys()]
        return () => names.toSorted((a, b) => (a < b ? -1 : 1))
      },
    })
  }

  open(path: string, mode: FsMode): Observable<FsFile> {
    return this.#calls.asked({
      call: 'open',
      path,
      begin: () => {
        const file = mode === 'create' ? this.#created(path) : fileAt(this.#disk.root, path)
        const opened = { path, file, isWritable: mode !== 'read' }
        return () => new OpenFile(this.#disk, this.#calls, opened)
      },
    })
  }

  remove(path: string): Observable<never> {
    return this.#calls.done({
      call: 'remove',
      path,
      begin: () => {
        const { folder, inode } = this.#taken(path)
        if (inode.kind === 'folder' && inode.cached.size > 0)
          throw new FsError('not-empty', `${path} holds something`)
        folder.move(inode, undefined)
        return nothing
      },
    })
  }

  rename(path: string, name: string): Observable<never> {
    return this.#calls.done({
      call: 'rename',
      path,
      begin: () => {
        const { folder, inode } = this.#taken(path)
        const there = folder.cached.get(nameFrom(name))
        if (there !== undefined && there !== inode) demandReplaceable(there, inode, name)
        this.#disk.demandRoom()
        folder.move(inode, name)
        return nothing
      },
    })
  }

  syncFolder(path: string): Observable<never> {
    return this.#calls.done({
      call: 'sync-folder',
      path,
      begin: () => {
        const folder = folderAt(this.#disk.root, path)
        const { moves } = folder
        return () => folder.sync(moves)
      },
      failed: () => folderAt(this.#disk.root, path).forget(),
    })
  }

  lock(path: string, holder: string): Observable<FsLock> {
    return this.#calls.asked({
      call: 'lock',
      path,
      begin: () => {
        folderAt(this.#disk.root, path)
        const letGo = this.#disk.hold(path, holder)
        return () => ({ release: () => this.#release(path, letGo) })
      },
    })
  }

  #release(path: string, letGo: () => void): Observable<never> {
    return this.#calls.done({ call: 'release', path, begin: () => letGo })
  }

  #created(path: string): DiskFile {
    const { folder, name } = this.#vacant(path)
    const file = new DiskFile(folder.keyFor(name))
    folder.move(file, name)
    return file
  }

  /** A name that leads nowhere yet, with room for it. */
  #vacant(path: string): Spot {
    const spot = spotAt(this.#disk.root, path)
    if (spot.inode !== undefined) throw new FsError('exists', `${path} is there already`)
    this.#disk.demandRoom()
    return spot
  }

  #taken(path: string): Spot & { readonly inode: Inode } {
    const spot = spotAt(this.#disk.root, path)
    const { inode } = spot
    if (inode === undefined) throw new FsError('not-found', `there is no ${path}`)
    return { ...spot, inode }
  }
}

/** A call that has nothing left to do. */
const nothing = (): void => {}

/** A file may take the place of a file, nothing else that of anything. */
function demandReplaceable(there: Inode, by: Inode, name: string): void {
  if (there.kind === 'folder' || by.kind === 'folder')
    throw new FsError('exists', `${name} is there already`)
}
