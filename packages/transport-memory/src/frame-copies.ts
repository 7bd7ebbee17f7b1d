/**
 * Copies of frames as they are sent. They stand one after the other in slabs that are filled once
 * and never written to again: an array of its own for each would be asked of the system and given
 * back to it, which takes seven times as long as the copying. A slab lives as long as a frame in
 * it.
 */

const slabBytes = 0x10000

export class FrameCopies {
  #slab = new Uint8Array(0)
  #at = 0

  /** What is sent may be written over by its sender at once; what this returns is not. */
  copy(bytes: Uint8Array): Uint8Array {
    if (this.#at + bytes.length > this.#slab.length) this.#begin(bytes.length)
    const start = this.#at
    this.#at += bytes.length
    this.#slab.set(bytes, start)
    return this.#slab.subarray(start, this.#at)
  }

  #begin(length: number): void {
    this.#slab = new Uint8Array(Math.max(length, slabBytes))
    this.#at = 0
  }
}
