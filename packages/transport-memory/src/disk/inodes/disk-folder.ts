/**
 * One folder of a simulated disk: names and what they lead to, as processes see them and as they
 * would be found after a crash. Between the two stand moves: a file or folder is now under this
 * name, or nowhere. A move is atomic, also one that replaces another file, and is durable when the
 * folder was synced; a crash before keeps any of them.
 */
import { mix, mixText } from '../../random.ts'
import type { Key } from '../../random.ts'
import type { DiskFile } from './disk-file.ts'
import type { Survival } from './survival.ts'

/** What a name leads to. */
export type Inode = DiskFile | DiskFolder

interface Move {
  readonly inode: Inode
  /** undefined: it was removed. */
  readonly to: string | undefined
  readonly nth: number
  readonly key: Key
}

export class DiskFolder {
  readonly kind = 'folder'
  readonly key: Key
  readonly #cached: Map<string, Inode>
  readonly #durable: Map<string, Inode>
  readonly #made = new Map<string, number>()
  readonly #movesOf = new WeakMap<Inode, number>()
  #unsynced: Move[] = []
  #moves = 0

  constructor(key: Key, names: ReadonlyMap<string, Inode> = new Map()) {
    this.key = key
    this.#cached = new Map(names)
    this.#durable = new Map(names)
  }

  /** As processes see them. */
  get cached(): ReadonlyMap<string, Inode> {
    return this.#cached
  }

  /** As they would be found after a crash, at the least. */
  get durable(): ReadonlyMap<string, Inode> {
    return this.#durable
  }

  /** How many moves there were: what a sync that begins now makes durable. */
  get moves(): number {
    return this.#moves
  }

  /** A key for what is made under this name now. */
  keyFor(name: string): Key {
    const nth = this.#made.get(name) ?? 0
    this.#made.set(name, nth + 1)
    return mix(mixText(this.key, name), nth)
  }

  /** It is under this name from now on, in the place of any other; without a name: nowhere. */
  move(inode: Inode, to: string | undefined): void {
    place(this.#cached, inode, to)
    const nthOfIts = this.#movesOf.get(inode) ?? 0
    this.#movesOf.set(inode, nthOfIts + 1)
    const key = mix(mixText(inode.key, 'move'), nthOfIts)
    this.#unsynced.push({ inode, to, nth: this.#moves++, key })
  }

  /** The first so many moves are durable. */
  sync(moves: number): void {
    const later = this.#unsynced.findIndex(({ nth }) => nth >= moves)
    const count = later === -1 ? this.#unsynced.length : later
    for (const { inode, to } of this.#unsynced.splice(0, count)) place(this.#durable, inode, to)
  }

  /** A sync failed: nothing that was not durable will be. */
  forget(): void {
    this.#unsynced = []
  }

  /** A crash, here and below: what survives is durable. */
  settle(survival: Survival): void {
    for (const { inode, to, key } of this.#unsynced)
      if (survival.survives(key)) place(this.#durable, inode, to)
    this.#unsynced = []
    for (const inode of this.#durable.values()) inode.settle(survival)
  }
}

function place(names: Map<string, Inode>, inode: Inode, to: string | undefined): void {
  for (const [name, held] of names) if (held === inode) names.delete(name)
  if (to !== undefined) names.set(to, inode)
}
