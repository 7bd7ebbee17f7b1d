/**
 * The bytes of a file, in sectors: what a disk writes as a whole. Sectors are never changed once
 * made, only replaced, so that copies of a file hold them together. What was never written takes no
 * room and reads as zeros; past the end all bytes are zeros. It knows nothing of names, of what is
 * durable or of faults.
 */

/** Bytes that a disk writes as a whole. */
export const sectorBytes = 512

/** Never changed once made. */
export type Sector = Uint8Array

/** What a write or a truncation made of a file: enough to do it again to an older copy. */
export type Change =
  | {
      readonly kind: 'write'
      readonly first: number
      readonly sectors: readonly Sector[]
      readonly size: number
    }
  | { readonly kind: 'truncate'; readonly size: number }

const zeros: Sector = new Uint8Array(sectorBytes)

export class Content {
  readonly #sectors: Map<number, Sector>
  #size: number

  constructor(original?: Content) {
    this.#sectors = new Map(original === undefined ? [] : original.#sectors)
    this.#size = original === undefined ? 0 : original.#size
  }

  get size(): number {
    return this.#size
  }

  /** How many sectors take room. */
  get taken(): number {
    return this.#sectors.size
  }

  has(sector: number): boolean {
    return this.#sectors.has(sector)
  }

  /** Fewer bytes than `length` where the file ends. */
  read(at: number, length: number): Uint8Array {
    const end = Math.min(at + length, this.#size)
    const bytes = new Uint8Array(Math.max(0, end - at))
    for (let from = at; from < end; from = endOfSector(from)) {
      const within = from % sectorBytes
      const sector = this.#sector(sectorAt(from))
      bytes.set(
        sector.subarray(within, within + Math.min(end, endOfSector(from)) - from),
        from - at,
      )
    }
    return bytes
  }

  write(at: number, bytes: Uint8Array): Change {
    const end = at + bytes.length
    const sectors: Sector[] = []
    for (let from = at; from < end; from = endOfSector(from)) {
      const sector = this.#sector(sectorAt(from)).slice()
      const part = bytes.subarray(from - at, Math.min(end, endOfSector(from)) - at)
      sector.set(part, from % sectorBytes)
      this.#sectors.set(sectorAt(from), sector)
      sectors.push(sector)
    }
    if (sectors.length > 0) this.#size = Math.max(this.#size, end)
    return { kind: 'write', first: sectorAt(at), sectors, size: this.#size }
  }

  truncate(size: number): Change {
    if (size < this.#size) this.#cut(size)
    this.#size = size
    return { kind: 'truncate', size }
  }

  /** Does a change of another copy to this one; of a write only the sectors from `from` to `to`. */
  apply(change: Change, from: number = 0, to: number = Infinity): void {
    if (change.kind === 'truncate') {
      this.truncate(change.size)
      return
    }
    const { first, sectors, size } = change
    for (const [i, sector] of sectors.entries())
      if (i >= from && i < to) this.#sectors.set(first + i, sector)
    const end = (first + Math.min(to, sectors.length)) * sectorBytes
    this.#size = Math.max(this.#size, Math.min(size, end))
  }

  /** Flips one bit, by its number among those that take room; the copy that shared it too. */
  flip(bit: number, cached: Content): void {
    const sectorBits = sectorBytes * 8
    const index = [...this.#sectors.keys()].toSorted((a, b) => a - b)[Math.floor(bit / sectorBits)]
    const sector = index === undefined ? undefined : this.#sectors.get(index)
    if (index === undefined || sector === undefined) return
    const flipped = sector.slice()
    const byte = Math.floor((bit % sectorBits) / 8)
    flipped[byte] = (flipped[byte] ?? 0) ^ (1 << (bit % 8))
    this.#sectors.set(index, flipped)
    if (cached.#sectors.get(index) === sector) cached.#sectors.set(index, flipped)
  }

  #cut(size: number): void {
    for (const index of this.#sectors.keys())
      if (index * sectorBytes >= size) this.#sectors.delete(index)
    const last = this.#sectors.get(sectorAt(size))
    if (last === undefined) return
    const kept = last.slice()
    kept.fill(0, size % sectorBytes)
    this.#sectors.set(sectorAt(size), kept)
  }

  #sector(index: number): Sector {
    return this.#sectors.get(index) ?? zeros
  }
}

const sectorAt = (at: number): number => Math.floor(at / sectorBytes)
const endOfSector = (at: number): number => (sectorAt(at) + 1) * sectorBytes
