/**
 * Can the suite for disks fail? A disk that keeps every promise passes; each way of breaking one is
 * caught by the case that is named beside it.
 */
import { FsError } from '@quorate/core'
import type { Fs, FsErrorCode, FsFile, FsLock, FsMode } from '@quorate/core'
import { defer, EMPTY, of } from 'rxjs'
import type { Observable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { describeFlaws } from '../flaws.fixture.ts'
import { fsContract } from './fs-contract.ts'
import type { FsHarness } from './place.ts'

const flaws = {
  'a new file holds something': 'a new file is empty',
  'appends wherever told': 'a write replaces',
  'reads past the end': 'a read gives',
  'keeps 4 KiB at most': 'writes of no byte',
  'brings back what was cut off': 'truncating cuts',
  'keeps the buffer itself': 'the writer may reuse',
  'hides what is not synced': 'all who have a file open',
  'writes what is to be read': 'a file opened to be read',
  'answers when closed': 'a closed file',
  'takes any place': 'what is no place',
  'lists as made': 'a new place is empty',
  'makes anew what is there': 'what is there is not made again',
  'opens folders': 'a folder is no file',
  'removes what holds something': 'remove() takes',
  'keeps the old name': 'rename() gives a file',
  'leaves behind what a folder holds': 'rename() of a folder',
  'takes any path': 'no path leads out',
  'empties what it syncs': 'files and folders can be synced',
  'lets two in': 'a folder that is held',
  'does not name the holder': 'a folder that is held',
  'loses what was synced': 'after a crash what was synced',
  'names before content': 'after a crash a file whose name',
  'removes before it renames': 'after a crash in the middle',
  'brings back what was removed': 'after a crash a rename and a removal',
  'stays locked': 'after a crash nothing is locked',
  'swallows what does not fit': 'a full disk',
  'swallows failed writes': 'reads and writes that fail',
  'swallows failed syncs': 'a sync that fails',
} as const
type Flaw = keyof typeof flaws

interface Stored {
  bytes: Uint8Array
  synced: Uint8Array
}
type Names = Map<string, Stored | 'folder'>

/** A place on a disk: names as seen and as durable, by path, and what is wrong with it. */
class Place {
  names: Names = new Map()
  durable: Names = new Map()
  readonly locks = new Map<string, string>()
  readonly broken = new Set<string>()
  isFull = false
  readonly flaw: Flaw | undefined

  constructor(flaw: Flaw | undefined) {
    this.flaw = flaw
  }

  has(flaw: Flaw): boolean {
    return this.flaw === flaw
  }

  check(what: string): void {
    const isSwallowed = this.has(`swallows failed ${what}s` as Flaw)
    if (this.broken.has(what) && !isSwallowed) throw new FsError('io', what)
  }

  crash(): void {
    this.names = new Map(this.durable)
    for (const stored of this.names.values()) if (stored !== 'folder') stored.bytes = stored.synced
    if (!this.has('stays locked')) this.locks.clear()
  }

  demandFolder(path: string): void {
    const found = path === '' ? 'folder' : this.names.get(path)
    if (found === undefined) fail('not-found')
    if (found !== 'folder') fail('wrong-kind')
  }

  /** The folder is there, and the path is one. */
  demandPath(path: string): void {
    const isPath = path.split('/').every(isName)
    if (!isPath && !this.has('takes any path')) fail('invalid')
    if (!this.has('takes any path')) this.demandFolder(folderOf(path))
  }
}

const isName = (name: string): boolean => !['', '.', '..', '\0'].includes(name)
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

const fail = (code: FsErrorCode): never => {
  throw new FsError(code, code)
}

const asked = <T>(work: () => T): Observable<T> => defer(() => of(work()))
const done = (work: () => unknown): Observable<never> =>
  defer(() => {
    work()
    return EMPTY
  })

class PlaceFs implements Fs {
  readonly #place: Place

  constructor(place: Place) {
    this.#place = place
  }

  makeFolder(path: string): Observable<never> {
    return done(() => this.#add(path, 'folder'))
  }

  list(path: string): Observable<readonly string[]> {
    return asked(() => {
      if (path !== '') this.#place.demandPath(path)
      this.#place.demandFolder(path)
      const names = this.#within(path).map((each) => each.slice(path === '' ? 0 : path.length + 1))
      return this.#place.has('lists as made') ? names : names.toSorted()
    })
  }

  open(path: string, mode: FsMode): Observable<FsFile> {
    return asked(() => {
      const place = this.#place
      const bytes = new Uint8Array(place.has('a new file holds something') ? 1 : 0)
      if (mode === 'create') this.#add(path, { bytes, synced: new Uint8Array() })
      const stored = this.#found(path)
      if (stored !== 'folder') return new PlaceFile(place, stored, mode !== 'read')
      const opened = { bytes, synced: bytes }
      return place.has('opens folders') ? new PlaceFile(place, opened, true) : fail('wrong-kind')
    })
  }

  remove(path: string): Observable<never> {
    return done(() => {
      this.#found(path)
      const isHolding = this.#within(path).length > 0
      if (isHolding && !this.#place.has('removes what holds something')) fail('not-empty')
      this.#place.names.delete(path)
    })
  }

  rename(path: string, name: string): Observable<never> {
    return done(() => {
      const place = this.#place
      const moved = this.#found(path)
      const to = [folderOf(path), name].filter((part) => part !== '').join('/')
      if (!isName(name) || name.includes('/')) fail('invalid')
      const there = place.names.get(to)
      if (to === path) return
      if (there !== undefined && (there === 'folder' || moved === 'folder')) fail('exists')
      if (place.has('removes before it renames')) place.durable.delete(to)
      const inside = place.has('leaves behind what a folder holds') ? [] : this.#within(path)
      const entries = [path, ...inside].map((each) => [each, this.#found(each)] as const)
      for (const [each, entry] of entries) {
        place.names.set(to + each.slice(path.length), entry)
        if (!place.has('keeps the old name')) place.names.delete(each)
      }
    })
  }

  syncFolder(path: string): Observable<never> {
    return done(() => {
      const place = this.#place
      place.check('sync')
      place.demandFolder(path)
      if (!place.has('brings back what was removed'))
        for (const each of this.#within(path, place.durable)) place.durable.delete(each)
      for (const each of this.#within(path)) place.durable.set(each, this.#found(each))
    })
  }

  lock(path: string, holder: string): Observable<FsLock> {
    return asked(() => {
      const { locks } = this.#place
      this.#place.demandFolder(path)
      const held = locks.get(path)
      const told = this.#place.has('does not name the holder') ? '' : held
      if (held !== undefined && !this.#place.has('lets two in'))
        throw new FsError('locked', `${told}`)
      locks.set(path, holder)
      let isHeld = true
      const release = (): void => {
        if (isHeld) locks.delete(path)
        isHeld = false
      }
      return { release: () => done(release) }
    })
  }

  #add(path: string, entry: Stored | 'folder'): void {
    const { names, durable } = this.#place
    this.#place.demandPath(path)
    if (names.has(path) && !this.#place.has('makes anew what is there')) fail('exists')
    names.set(path, entry)
    if (entry !== 'folder' && this.#place.has('names before content'))
      durable.set(path, { bytes: entry.bytes, synced: entry.synced })
  }

  #found(path: string): Stored | 'folder' {
    this.#place.demandPath(path)
    return this.#place.names.get(path) ?? fail('not-found')
  }

  #within(path: string, names: Names = this.#place.names): readonly string[] {
    return [...names.keys()].filter((each) => each !== path && folderOf(each) === path)
  }
}

class PlaceFile implements FsFile {
  readonly #place: Place
  readonly #stored: Stored
  readonly #isWritable: boolean
  #own: Uint8Array | undefined
  #isOpen = true

  constructor(place: Place, stored: Stored, isWritable: boolean) {
    this.#place = place
    this.#stored = stored
    this.#isWritable = isWritable
  }

  size(): Observable<number> {
    return asked(() => {
      this.#demandOpen()
      return this.#seen.length
    })
  }

  read(at: number, length: number): Observable<Uint8Array> {
    return asked(() => {
      this.#demandOpen()
      this.#demandPlace(at, length)
      this.#place.check('read')
      const bytes = this.#seen.slice(at, at + length)
      const isPadded = this.#place.has('reads past the end') && length < 2_000
      return isPadded ? resized(bytes, length) : bytes
    })
  }

  write(at: number, bytes: Uint8Array): Observable<never> {
    return done(() => {
      const place = this.#place
      this.#demandWritable()
      this.#demandPlace(at, bytes.length)
      place.check('write')
      if (place.isFull && !place.has('swallows what does not fit')) fail('full')
      if (place.isFull) return
      const from = place.has('appends wherever told') ? this.#seen.length : at
      if (place.has('keeps the buffer itself') && from === 0) this.#become(bytes)
      else this.#become(written(this.#seen, from, bytes))
      if (place.has('keeps 4 KiB at most')) this.#become(this.#seen.slice(0, 4_096))
    })
  }

  truncate(size: number): Observable<never> {
    return done(() => {
      this.#demandWritable()
      this.#demandPlace(0, size)
      this.#place.check('write')
      const isLonger = size > this.#seen.length
      const bytes = resized(this.#seen.slice(0, size), size)
      const filling = this.#place.has('brings back what was cut off') ? 1 : 0
      this.#become(isLonger ? bytes.fill(filling, this.#seen.length) : bytes)
    })
  }

  sync(): Observable<never> {
    return done(() => {
      this.#demandOpen()
      this.#place.check('sync')
      if (this.#place.has('empties what it syncs')) this.#become(new Uint8Array())
      if (this.#place.has('loses what was synced')) return
      this.#stored.bytes = this.#seen
      this.#stored.synced = this.#seen.slice()
    })
  }

  close(): Observable<never> {
    return done(() => {
      this.#isOpen = false
      this.#stored.bytes = this.#seen
    })
  }

  get #seen(): Uint8Array {
    return this.#own ?? this.#stored.bytes
  }

  #become(bytes: Uint8Array): void {
    if (this.#place.has('hides what is not synced')) this.#own = bytes
    else this.#stored.bytes = bytes
  }

  #demandOpen(): void {
    if (!this.#isOpen && !this.#place.has('answers when closed')) fail('closed')
  }

  #demandWritable(): void {
    this.#demandOpen()
    if (!this.#isWritable && !this.#place.has('writes what is to be read')) fail('read-only')
  }

  #demandPlace(at: number, length: number): void {
    const isPlace = Number.isInteger(at) && at >= 0 && Number.isInteger(length) && length >= 0
    if (!isPlace && !this.#place.has('takes any place')) fail('invalid')
  }
}

const resized = (bytes: Uint8Array, size: number): Uint8Array => {
  const other = new Uint8Array(size)
  other.set(bytes)
  return other
}

const written = (before: Uint8Array, at: number, bytes: Uint8Array): Uint8Array => {
  const isChanging = bytes.length > 0
  const after = resized(
    before,
    isChanging ? Math.max(before.length, at + bytes.length) : before.length,
  )
  if (isChanging) after.set(bytes, at)
  return after
}

const harnessOf = (flaw?: Flaw): FsHarness => {
  const place = new Place(flaw)
  return {
    create: () => new PlaceFs(place),
    until: (condition) => Promise.resolve(condition()),
    crash: () => Promise.resolve(place.crash()),
    fill: () => {
      place.isFull = true
      return () => {
        place.isFull = false
      }
    },
    breakDown: (what) => {
      place.broken.add(what)
      return () => place.broken.delete(what)
    },
    close: () => Promise.resolve(),
  }
}

const contract = fsContract(['crash', 'full', 'io-failure'])

describeFlaws({ what: 'disk', contract, harnessOf, flaws })

describe('the promises of a disk', () => {
  it('means to break it are needed only where they are claimed', () => {
    expect(fsContract().length).toBe(contract.length - 8)
  })
})
