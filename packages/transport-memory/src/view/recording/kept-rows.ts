/**
 * The last rows of a run: at most so many, the oldest quarter being left out when there is no room
 * for one more, and counted. The end of a run is where its failure is, so the beginning gives way.
 */
export class KeptRows<Row> {
  readonly #max: number
  readonly #whenLeft: (rows: readonly Row[]) => readonly Row[]
  #rows: Row[] = []
  #leftOut = 0

  /** `whenLeft`: what stands for the rows left out, fewer than they are. Default: nothing. */
  constructor(max: number, whenLeft: (rows: readonly Row[]) => readonly Row[] = () => []) {
    this.#max = max
    this.#whenLeft = whenLeft
  }

  /** How many rows there is no room for. */
  get leftOut(): number {
    return this.#leftOut
  }

  add(row: Row): void {
    if (this.#rows.length >= this.#max) this.#leaveOut()
    this.#rows.push(row)
  }

  all(): readonly Row[] {
    return [...this.#rows]
  }

  #leaveOut(): void {
    const oldest = this.#rows.splice(0, Math.ceil(this.#max / 4))
    const instead = this.#whenLeft(oldest)
    this.#leftOut += oldest.length - instead.length
    this.#rows = [...instead, ...this.#rows]
  }
}
