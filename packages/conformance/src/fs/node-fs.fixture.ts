/**
 * Core's `Fs` over Node's own, as plain as can be: shows that the suite asks for what real disks
 * do. Its locks are files that name their holder; one that a dead process left stays.
 */
import { constants, promises } from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { FsError } from '@quorate/core'
import type { Fs, FsErrorCode, FsFile, FsLock, FsMode } from '@quorate/core'
import { defer, ignoreElements } from 'rxjs'
import type { Observable } from 'rxjs'

const codes: Readonly<Record<string, FsErrorCode>> = {
  ENOENT: 'not-found',
  EEXIST: 'exists',
  ENOTEMPTY: 'not-empty',
  EISDIR: 'wrong-kind',
  ENOTDIR: 'wrong-kind',
  ENOSPC: 'full',
  EDQUOT: 'full',
}

const fsErrorOf = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof FsError) return error
  const { code = '' } = error as NodeJS.ErrnoException
  return new FsError(codes[code] ?? 'io', error.message, { cause: error })
}

const asked = <T>(work: () => Promise<T>): Observable<T> =>
  defer(() =>
    work().catch((error: unknown) => {
      throw fsErrorOf(error)
    }),
  )

const done = (work: () => Promise<unknown>): Observable<never> => asked(work).pipe(ignoreElements())

const isName = (name: string): boolean => !['', '.', '..'].includes(name) && !/[/\\\0]/.test(name)

const flags: Readonly<Record<FsMode, number>> = {
  read: constants.O_RDONLY,
  write: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
}

/** Beside the place, not in it. */
const lockName = (root: string, path: string): string => `${root}.lock-${path.replaceAll('/', '-')}`

export class NodeFs implements Fs {
  readonly #root: string
  readonly #files: NodeFile[] = []

  constructor(root: string) {
    this.#root = root
  }

  makeFolder(path: string): Observable<never> {
    return done(async () => promises.mkdir(this.#pathOf(path)))
  }

  list(path: string): Observable<readonly string[]> {
    return asked(async () => {
      const names = await promises.readdir(path === '' ? this.#root : this.#pathOf(path))
      return names.toSorted((a, b) => (a < b ? -1 : 1))
    })
  }

  open(path: string, mode: FsMode): Observable<FsFile> {
    return asked(async () => {
      const handle = await promises.open(this.#pathOf(path), flags[mode])
      const file = new NodeFile(handle, mode !== 'read')
      this.#files.push(file)
      if ((await handle.stat()).isFile()) return file
      throw new FsError('wrong-kind', `${path} is no file`)
    })
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
    return done(async () => {
      const handle = await this.#folder(path)
      try {
        await handle.sync()
      } finally {
        await handle.close()
      }
    })
  }

  lock(path: string, holder: string): Observable<FsLock> {
    return asked(async () => {
      await (await this.#folder(path)).close()
      const file = lockName(this.#root, path)
      await promises.writeFile(file, holder, { flag: 'wx' }).catch(async () => {
        throw new FsError('locked', `${path} is held by ${await promises.readFile(file, 'utf8')}`)
      })
      return lockOf(file)
    })
  }

  /** Closes all that is still open, as the end of a process would. */
  async end(): Promise<void> {
    for (const file of this.#files) await file.end()
  }

  async #folder(path: string): Promise<promises.FileHandle> {
    const full = path === '' ? this.#root : this.#pathOf(path)
    return promises.open(full, constants.O_RDONLY | constants.O_DIRECTORY)
  }

  #pathOf(path: string): string {
    const names = path.split('/')
    if (!names.every(isName)) throw new FsError('invalid', `${path} is no path`)
    return join(this.#root, ...names)
  }
}

const lstatOf = (path: string): Promise<Stats | undefined> =>
  promises.lstat(path).catch(() => undefined)

function lockOf(file: string): FsLock {
  let isHeld = true
  const release = async (): Promise<void> => {
    if (isHeld) await promises.unlink(file)
    isHeld = false
  }
  return { release: () => done(release) }
}

class NodeFile implements FsFile {
  readonly #handle: promises.FileHandle
  readonly #isWritable: boolean
  #isOpen = true

  constructor(handle: promises.FileHandle, isWritable: boolean) {
    this.#handle = handle
    this.#isWritable = isWritable
  }

  size(): Observable<number> {
    return asked(async () => {
      this.#demandOpen()
      return (await this.#handle.stat()).size
    })
  }

  read(at: number, length: number): Observable<Uint8Array> {
    return asked(async () => {
      this.#demandOpen()
      demandPlaces(at, length)
      const bytes = new Uint8Array(length)
      let filled = 0
      for (let more = 1; more > 0 && filled < length; filled += more) {
        const { bytesRead } = await this.#handle.read(bytes, filled, length - filled, at + filled)
        more = bytesRead
      }
      return bytes.slice(0, filled)
    })
  }

  write(at: number, bytes: Uint8Array): Observable<never> {
    return done(async () => {
      this.#demandWritable()
      demandPlaces(at, bytes.length)
      for (let from = 0; from < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, from, undefined, at + from)
        from += bytesWritten
      }
    })
  }

  truncate(size: number): Observable<never> {
    return done(async () => {
      this.#demandWritable()
      demandPlaces(0, size)
      await this.#handle.truncate(size)
    })
  }

  sync(): Observable<never> {
    return done(async () => {
      this.#demandOpen()
      await this.#handle.datasync()
    })
  }

  close(): Observable<never> {
    return done(() => this.end())
  }

  async end(): Promise<void> {
    if (this.#isOpen) await this.#handle.close()
    this.#isOpen = false
  }

  #demandOpen(): void {
    if (!this.#isOpen) throw new FsError('closed', 'the file was closed')
  }

  #demandWritable(): void {
    this.#demandOpen()
    if (!this.#isWritable) throw new FsError('read-only', 'the file was opened to be read')
  }
}

function demandPlaces(at: number, length: number): void {
  const isPlace = (place: number): boolean => Number.isSafeInteger(place) && place >= 0
  if (!isPlace(at) || !isPlace(length))
    throw new FsError('invalid', `${length} bytes at ${at} are no part of a file`)
}
