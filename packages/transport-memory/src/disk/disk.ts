/**
 * One machine's disk: files and folders, and what becomes of them when the power fails. It outlives
 * the processes of its machine, knows nothing of calls, of time or of who may ask, and answers at
 * once; `DiskFs` is how a process sees it. All chance is keyed by what is decided.
 */
import { FsError } from '@quorate/core'
import type { CrashOptions } from '../points/index.ts'
import type { Key } from '../random.ts'
import { DiskFolder, Survival, folderFrom, imageOf, sectorBytes } from './inodes/index.ts'
import type { Content, DiskFile, DiskState, FolderImage } from './inodes/index.ts'

export class SimulatedDisk {
  readonly #key: Key
  readonly #capacityBytes: () => number
  readonly #holders = new Map<string, { readonly holder: string }>()
  #root: DiskFolder

  /** An empty disk; `capacityBytes` says how much room there is now. */
  constructor(key: Key, capacityBytes: () => number = () => Infinity) {
    this.#key = key
    this.#capacityBytes = capacityBytes
    this.#root = new DiskFolder(key)
  }

  get root(): DiskFolder {
    return this.#root
  }

  /** Bytes that are durable, in whole sectors: what may rot. */
  get durableBytes(): number {
    return filesOf(this.#root, 'durable').reduce((sum, { durable }) => sum + bytesOf(durable), 0)
  }

  /** Every process that used it has ended; `key` is that of this crash. */
  crash(options: CrashOptions, key: Key): void {
    this.#holders.clear()
    if (options.lose === 'all') {
      this.#root = new DiskFolder(this.#key)
      return
    }
    this.#root.settle(new Survival(options, key))
    this.#root = folderFrom(imageOf(this.#root, 'durable'))
  }

  image(state: DiskState): FolderImage {
    return imageOf(this.#root, state)
  }

  /** In the place of all that is there. */
  restore(image: FolderImage): void {
    this.#root = folderFrom(image)
  }

  /** Flips one bit of what is durable, by its number among all. */
  rot(bit: number): void {
    let left = bit
    for (const file of filesOf(this.#root, 'durable')) {
      const bits = bytesOf(file.durable) * 8
      if (left < bits) return file.rot(left)
      left -= bits
    }
  }

  /** How many of the bytes there is room for, from the first on. */
  fitting(file: DiskFile, at: number, length: number): number {
    const capacityBytes = this.#capacityBytes()
    if (capacityBytes === Infinity) return length
    let free = Math.floor((capacityBytes - this.#takenBytes()) / sectorBytes)
    const last = Math.floor((at + length - 1) / sectorBytes)
    for (let sector = Math.floor(at / sectorBytes); sector <= last; sector++) {
      if (file.cached.has(sector)) continue
      if (free <= 0) return Math.max(0, sector * sectorBytes - at)
      free--
    }
    return length
  }

  /** @throws FsError `full` when there is no room for one more name. */
  demandRoom(): void {
    const capacityBytes = this.#capacityBytes()
    if (capacityBytes !== Infinity && this.#takenBytes() >= capacityBytes)
      throw new FsError('full', 'no room for another name')
  }

  /** Holds a folder; returns how to let it go. @throws FsError `locked` when it is held. */
  hold(path: string, holder: string): () => void {
    const held = this.#holders.get(path)
    if (held !== undefined) throw new FsError('locked', `${path} is held by ${held.holder}`)
    const lock = { holder }
    this.#holders.set(path, lock)
    return () => {
      if (this.#holders.get(path) === lock) this.#holders.delete(path)
    }
  }

  #takenBytes(): number {
    return filesOf(this.#root, 'cached').reduce((sum, { cached }) => sum + bytesOf(cached), 0)
  }
}

const bytesOf = ({ taken }: Content): number => taken * sectorBytes

const filesOf = (folder: DiskFolder, state: DiskState): readonly DiskFile[] =>
  [...folder[state]]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, inode]) => (inode.kind === 'file' ? [inode] : filesOf(inode, state)))
