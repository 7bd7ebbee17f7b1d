/**
 * Cuts as the time between their beginning and their end. Healing all of them ends all that last;
 * mending one ends those between the same groups.
 */
import type { Traced } from '../../trace.ts'
import type { CutRow } from '../run-record.ts'
import type { Lanes } from './lanes.ts'
import { KeptRows } from './kept-rows.ts'
import { micros } from './micros.ts'

/** Cuts kept. */
const cutsMax = 10_000

interface OpenCut {
  readonly row: CutRow
  readonly groups: string
  until?: number
}

const groupsOf = ({ from, to = '' }: Traced): string => `${from}|${to}`

export class RecordedCuts {
  readonly #lanes: Lanes
  readonly #cuts: KeptRows<OpenCut> = new KeptRows(cutsMax)

  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  cut(event: Traced): void {
    const { at, from, to = '', note } = event
    const row = {
      at: micros(at),
      from: this.#group(from),
      to: this.#group(to),
      oneWay: note === 'one-way',
    }
    this.#cuts.add({ row, groups: groupsOf(event) })
  }

  healed(event: Traced): void {
    const groups = groupsOf(event)
    for (const cut of this.#cuts.all())
      if (event.from === '' || cut.groups === groups) cut.until ??= micros(event.at)
  }

  all(): readonly CutRow[] {
    return this.#cuts.all().map(({ row, until }) => (until === undefined ? row : { ...row, until }))
  }

  #group(names: string): readonly number[] {
    return names === '' ? [] : names.split(',').map((name) => this.#lanes.of(name))
  }
}
