/**
 * What a benchmark finds out: figures, each the median of several runs, with the extremes, and
 * with the target it has to reach, if it has one. A figure without a target is a limit or a peer,
 * printed beside the one it explains. Decides whether a target is met, and nothing else.
 */

/** The median of several runs, and how far they were apart. */
export interface Spread {
  readonly value: number
  readonly min: number
  readonly max: number
}

export interface Target {
  readonly is: 'at-least' | 'at-most' | 'exactly'
  readonly value: number
}

export interface Figure extends Spread {
  /** The benchmark's name, or that name, a slash and what this figure is about. */
  readonly name: string
  readonly unit: string
  /** undefined: a limit or a peer, to compare with. */
  readonly target: Target | undefined
  /** What a formula or a peer has for the same, by whose it is: a column of the table each. */
  readonly beside?: Readonly<Record<string, number>>
  /** What it is, for a person. */
  readonly note: string
}

/** How much work to do: little in tests, enough to be steady when measuring. */
export interface Effort {
  /** Measured runs; their median counts. */
  readonly runs: number
  /** Share of the benchmark's full load: 1 when measuring. */
  readonly share: number
  /** The largest cluster to be made, by a benchmark of several sizes; default: all of them. */
  readonly membersMax?: number
}

export const fullEffort: Effort = { runs: 5, share: 1 }
/** As little as still runs every line: for tests. */
export const tinyEffort: Effort = { runs: 2, share: 0.001, membersMax: 5 }

export interface Benchmark {
  readonly name: string
  /** Several benchmarks of one area are run by the area's name. */
  readonly area: string
  readonly run: (effort: Effort) => Promise<readonly Figure[]>
}

/** undefined: there is no target to meet. */
export function isMet({ value, target }: Figure): boolean | undefined {
  switch (target?.is) {
    case 'at-least':
      return value >= target.value
    case 'at-most':
      return value <= target.value
    case 'exactly':
      return value === target.value
    case undefined:
      return undefined
  }
}

/** A figure as the JSON file has it; `target` and `met` are null where there is none. */
export interface FigureRecord extends Spread {
  readonly name: string
  readonly unit: string
  readonly target: number | null
  readonly met: boolean | null
  readonly beside?: Readonly<Record<string, number>>
}

export const recordOf = (figure: Figure): FigureRecord => ({
  name: figure.name,
  value: figure.value,
  unit: figure.unit,
  min: figure.min,
  max: figure.max,
  target: figure.target?.value ?? null,
  met: isMet(figure) ?? null,
  ...(figure.beside === undefined ? {} : { beside: figure.beside }),
})
