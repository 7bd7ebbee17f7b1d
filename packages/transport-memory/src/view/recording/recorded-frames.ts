/**
 * Frames as rows: what was sent, paired with what became of it by the number that the trace gives
 * them. A frame that arrives once more is a row of its own. Decides nothing about a frame.
 */
import { peekFrame } from '@quorate/core'
import type { Traced } from '../../trace.ts'
import type { Fate, FrameRow } from '../run-record.ts'
import type { Lanes } from './lanes.ts'
import { KeptRows } from './kept-rows.ts'
import { micros } from './micros.ts'
import type { Words } from './words.ts'

/** Frames kept. */
const framesMax = 250_000

/** Frames whose fate may still be told; of one sent longer ago, a further arrival is no row. */
const pairsMax = 20_000

type Mutable<Row> = { -readonly [Field in keyof Row]: Row[Field] }
type OpenRow = Mutable<FrameRow>

export class RecordedFrames {
  readonly #lanes: Lanes
  readonly #words: Words
  readonly #rows: KeptRows<OpenRow>
  readonly #open = new Map<number, OpenRow>()

  constructor(lanes: Lanes, words: Words, max: number = framesMax) {
    this.#lanes = lanes
    this.#words = words
    this.#rows = new KeptRows(max)
  }

  get leftOut(): number {
    return this.#rows.leftOut
  }

  /** In the order they were sent. */
  all(): readonly FrameRow[] {
    return this.#rows.all().toSorted(([a], [b]) => a - b)
  }

  sent({ at, from, to = '', count = 0, frame, bytes }: Traced): void {
    const kinds = bytes === undefined ? [] : (peekFrame(bytes)?.kinds ?? ['no frame'])
    const row: OpenRow = [
      micros(at),
      this.#lanes.at(from),
      this.#lanes.at(to),
      count,
      this.#words.of([...new Set(kinds)].join(' ') || 'damaged'),
      '.',
      0,
    ]
    this.#rows.add(row)
    if (frame === undefined) return
    this.#open.set(frame, row)
    if (this.#open.size > pairsMax) this.#forgetOldest()
  }

  delivered(event: Traced): void {
    this.#fate(event, event.note === 'corrupt' ? '~' : '>')
  }

  dropped(event: Traced): void {
    this.#fate(event, 'x')
  }

  nobody(event: Traced): void {
    this.#fate(event, '0')
  }

  #fate({ at, frame = -1, note }: Traced, fate: Fate): void {
    const row = this.#open.get(frame)
    if (row === undefined) return
    const after = micros(at) - row[0]
    if (row[5] !== '.') {
      const [sentAt, from, to, bytes, kinds] = row
      this.#rows.add([sentAt, from, to, bytes, kinds, fate === '>' ? '+' : fate, after])
      return
    }
    row[5] = fate
    row[6] = after
    if (note !== undefined) row[7] = this.#words.of(note)
  }

  #forgetOldest(): void {
    for (const frame of this.#open.keys()) {
      this.#open.delete(frame)
      return
    }
  }
}
