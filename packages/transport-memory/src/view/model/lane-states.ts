/**
 * What each member was at any time, from the changes in a record. Remembers the sum of changes now
 * and then, so that asking for any time costs little however long the run is.
 */
import type { ProcessState, RunRecord, StateChange } from '../run-record.ts'
import { firstAfter } from './times.ts'

/** A member at one time, as far as it was told. */
export interface LaneState {
  readonly process: ProcessState | 'absent'
  readonly state: string
  readonly reasons: readonly string[]
  readonly members: readonly string[]
  readonly failed: readonly string[]
  readonly silent: readonly string[]
  readonly keys: ReadonlyMap<string, string>
  readonly entries: number
  readonly version: string
}

/** A lifecycle state from one time to another. */
export interface LifecycleSpan {
  readonly at: number
  readonly until: number
  readonly state: string
  readonly reasons: readonly string[]
}

/** A time without a running process. */
export interface ProcessSpan {
  readonly at: number
  readonly until: number
  readonly process: ProcessState
}

interface TimedChange {
  readonly at: number
  readonly change: StateChange
}

interface LaneRows {
  readonly changes: readonly TimedChange[]
  /** Of every `sumEvery` changes, the state before them. */
  readonly sums: readonly LaneState[]
}

const sumEvery = 16

const unknown: LaneState = {
  process: 'absent',
  state: '',
  reasons: [],
  members: [],
  failed: [],
  silent: [],
  keys: new Map(),
  entries: 0,
  version: '',
}

export class LaneStates {
  readonly #lanes: readonly LaneRows[]
  readonly #endMs: number

  constructor({ lanes, states, endMs }: RunRecord) {
    const changes: TimedChange[][] = lanes.map(() => [])
    for (const [at, lane, change] of states) changes[lane]?.push({ at: at / 1000, change })
    this.#lanes = changes.map((its) => ({ changes: its, sums: sumsOf(its) }))
    this.#endMs = endMs
  }

  /** The state at a time, what happened at that very time included. */
  at(lane: number, ms: number): LaneState {
    const rows = this.#lanes[lane]
    if (rows === undefined) return unknown
    const end = firstAfter(rows.changes, ms)
    const sum = Math.min(Math.floor(end / sumEvery), rows.sums.length - 1)
    const since = rows.changes.slice(sum * sumEvery, end)
    return since.reduce(applied, rows.sums[sum] ?? unknown)
  }

  /** The lifecycle states of a member, one after the other; of a crashed one, none. */
  lifecycle(lane: number): readonly LifecycleSpan[] {
    const spans = this.#spans(lane, ({ process, state, reasons }) =>
      process === 'crashed' || state === '' ? '' : [state, ...reasons].join(' '),
    )
    return spans.map(({ at, until, said }) => {
      const [state = '', ...reasons] = said.split(' ')
      return { at, until, state, reasons }
    })
  }

  /** When a member was paused or crashed. */
  halts(lane: number): readonly ProcessSpan[] {
    const spans = this.#spans(lane, ({ process }) =>
      process === 'paused' || process === 'crashed' ? process : '',
    )
    return spans.map(({ at, until, said }) => ({ at, until, process: said as ProcessState }))
  }

  /** The times during which `say` says the same, where it says anything. */
  #spans(
    lane: number,
    say: (state: LaneState) => string,
  ): readonly { readonly at: number; readonly until: number; readonly said: string }[] {
    const spans: { at: number; until: number; said: string }[] = []
    let state = unknown
    let said = ''
    for (const timed of this.#lanes[lane]?.changes ?? []) {
      state = applied(state, timed)
      const says = say(state)
      if (says === said) continue
      const last = spans.at(-1)
      if (last !== undefined && said !== '') last.until = timed.at
      if (says !== '') spans.push({ at: timed.at, until: this.#endMs, said: says })
      said = says
    }
    return spans.filter(({ at, until }) => until > at)
  }
}

function sumsOf(changes: readonly TimedChange[]): readonly LaneState[] {
  const sums = [unknown]
  let state = unknown
  for (const [i, change] of changes.entries()) {
    state = applied(state, change)
    if ((i + 1) % sumEvery === 0) sums.push(state)
  }
  return sums
}

function applied(state: LaneState, { change }: TimedChange): LaneState {
  const { keys: changed, ...rest } = change
  if (changed === undefined) return { ...state, ...rest }
  const keys = new Map(state.keys)
  for (const [key, value] of Object.entries(changed)) {
    if (value === null) keys.delete(key)
    else keys.set(key, value)
  }
  return { ...state, ...rest, keys }
}
