/**
 * Core's `Fs` on Node's file system: a folder of this machine. Decides what is a path in it, so
 * that none leads out of it. What is durable when is the operating system's word: `fdatasync` for
 * files, `fsync` for folders.
 */
import { constants, open, promises } from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { FsError } from '@quorate/core'
import type { Fs, FsFile, FsLock, FsMode } from '@quorate/core'
import { concat, defer, mergeMap, of, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { asked, calledFor, done } from './asking.ts'
import { folderLock, lockName } from './folder-lock.ts'
import { NodeFile } from './node-file.ts'

/** A folder of this machine, which is there, as a disk. */
export function nodeFs(folder: string): Fs {
  return new NodeFs(resolve(folder))
}

/** Makes a folder, and those it is in; durable when it completes. */
export const folderMade = (folder: string): Observable<never> =>
  done(async () => {
    const first = await promises.mkdir(resolve(folder), { recursive: true })
    if (first === undefined) return
    const top = dirname(first)
    for (let path = resolve(folder); path !== top; ) {
      path = dirname(path)
      await folderSynced(path)
    }
  })

const reserved: readonly string[] = ['', '.', '..', lockName]

const isName = (name: string): boolean => !reserved.includes(name) && !/[/\\\0]/.test(name)

const flags: Readonly<Record<FsMode, number>> = {
  read: constants.O_RDONLY,
  write: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
}

class NodeFs implements Fs {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  makeFolder(path: string): Observable<never> {
    return done(async () => promises.mkdir(this.#pathOf(path)))
  }

  list(path: string): Observable<readonly string[]> {
    return asked(async () => {
      const names = await promises.readdir(this.#folderOf(path))
      return names.filter((name) => name !== lockName).toSorted((a, b) => (a < b ? -1 : 1))
    })
  }

  open(path: string, mode: FsMode): Observable<FsFile> {
    return defer(() => {
      const full = this.#pathOf(path)
      return calledFor<number>((back) => open(full, flags[mode], back))
    }).pipe(mergeMap((descriptor) => demandFile(path, new NodeFile(descriptor, mode !== 'read'))))
  }

  remove(path: string): Observable<never> {
    return done(async () => {
      const full = this.#pathOf(path)
      const isFolder = (await promises.lstat(full)).isDirectory()
      await (isFolder ? promises.rmdir(full) : promises.unlink(full))
    })
  }

  rename(path: string, name: string): Observable<never> {
    return done(async () => {
      if (!isName(name)) throw new FsError('invalid', `${name} is no name`)
      const from = this.#pathOf(path)
      const to = join(from, '..', name)
      const [own, there] = await Promise.all([promises.lstat(from), lstatOf(to)])
      if (from !== to && there !== undefined && (own.isDirectory() || there.isDirectory()))
        throw new FsError('exists', `${name} is there already`)
      await promises.rename(from, to)
    })
  }

  syncFolder(path: string): Observable<never> {
    return done(async () => folderSynced(this.#folderOf(path)))
  }

  lock(path: string, holder: string): Observable<FsLock> {
    return asked(async () => {
      const folder = this.#folderOf(path)
      await demandFolder(folder)
      return folderLock({ folder, path, holder })
    })
  }

  /** The place itself, or a folder in it. */
  #folderOf(path: string): string {
    return path === '' ? this.#root : this.#pathOf(path)
  }

  /** @throws FsError `invalid` for what is no path of something in the place. */
  #pathOf(path: string): string {
    const names = path.split('/')
    if (!names.every(isName)) throw new FsError('invalid', `${path} is no path`)
    return join(this.#root, ...names)
  }
}

/** Linux opens a folder to be read as if it were a file. */
const demandFile = (path: string, file: NodeFile): Observable<FsFile> =>
  file.isFile().pipe(
    mergeMap((isFile) =>
      isFile
        ? of(file)
        : concat(
            file.close(),
            throwError(() => new FsError('wrong-kind', `${path} is no file`)),
          ),
    ),
  )

async function demandFolder(path: string): Promise<void> {
  if (!(await promises.stat(path)).isDirectory())
    throw new FsError('wrong-kind', `${path} is no folder`)
}

/** Undefined when nothing is there. */
const lstatOf = (path: string): Promise<Stats | undefined> =>
  promises.lstat(path).catch(() => undefined)

async function folderSynced(path: string): Promise<void> {
  const handle = await promises.open(path, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
