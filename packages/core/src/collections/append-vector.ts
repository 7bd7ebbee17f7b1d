/**
 * A persistent vector that is cheap where a log needs it: reading, and adding at the end. Versions
 * share one array; a version sees only its own length of it, so adding to the newest version costs
 * O(1) and leaves every older version as it was. Any other change copies.
 */

export class AppendVector<T> {
  static empty<T>(): AppendVector<T> {
    return new AppendVector<T>([], 0)
  }

  static of<T>(items: readonly T[]): AppendVector<T> {
    return new AppendVector<T>(items.slice(), items.length)
  }

  readonly length: number
  readonly #shared: T[]

  private constructor(shared: T[], length: number) {
    this.#shared = shared
    this.length = length
  }

  at(index: number): T | undefined {
    return index >= 0 && index < this.length ? this.#shared[index] : undefined
  }

  last(): T | undefined {
    return this.at(this.length - 1)
  }

  /** A newer version with `items` at the end. */
  append(items: readonly T[]): AppendVector<T> {
    if (items.length === 0) return this
    if (this.length === 0) return AppendVector.of(items)
    const isNewest = this.#shared.length === this.length
    const shared = isNewest ? this.#shared : this.#shared.slice(0, this.length)
    for (const item of items) shared.push(item)
    return new AppendVector<T>(shared, shared.length)
  }

  /** The items from `start` up to, not including, `end`. */
  slice(start: number, end: number = this.length): T[] {
    return this.#shared.slice(start, Math.min(end, this.length))
  }

  /** A version of its own that keeps only the first `length` items. */
  take(length: number): AppendVector<T> {
    return new AppendVector<T>(this.#shared, Math.min(length, this.length))
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.length; i++) yield this.#shared[i] as T
  }
}
