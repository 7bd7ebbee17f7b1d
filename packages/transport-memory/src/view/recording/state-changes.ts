/**
 * The states of members as changes: what is another than before, and nothing else. States that are
 * left out are put together into one change per member, so that what is kept still adds up.
 */
import type { Lane, StateChange, StateRow } from '../run-record.ts'
import { KeptRows } from './kept-rows.ts'
import { micros } from './micros.ts'

/** State changes kept. */
const statesMax = 100_000

type Keys = NonNullable<StateChange['keys']>

export class StateChanges {
  readonly #rows: KeptRows<StateRow>
  readonly #now = new Map<Lane, StateChange>()

  constructor(max: number = statesMax) {
    this.#rows = new KeptRows(max, (rows) => [...summed(rows)])
  }

  get leftOut(): number {
    return this.#rows.leftOut
  }

  all(): readonly StateRow[] {
    return this.#rows.all()
  }

  /** What a member is now; parts not said stay as they were, keys not named are gone. */
  become(atMs: number, lane: Lane, state: StateChange): void {
    const before = this.#now.get(lane) ?? {}
    const change = changeBetween(before, state)
    if (Object.keys(change).length === 0) return
    this.#now.set(lane, { ...before, ...state })
    this.#rows.add([micros(atMs), lane, change])
  }
}

/** One change per member that says what all of these say. */
function summed(rows: readonly StateRow[]): Iterable<StateRow> {
  const sums = new Map<Lane, StateRow>()
  for (const [at, lane, change] of rows) {
    const sum = sums.get(lane)?.[2] ?? {}
    const keys = { ...sum.keys, ...change.keys }
    sums.set(lane, [at, lane, { ...sum, ...change, keys }])
  }
  return sums.values()
}

function changeBetween(before: StateChange, after: StateChange): StateChange {
  const changed = Object.entries(after).filter(([part, value]) => {
    const was: unknown = Reflect.get(before, part)
    return part !== 'keys' && JSON.stringify(was) !== JSON.stringify(value)
  })
  const change: StateChange = Object.fromEntries(changed)
  if (after.keys === undefined) return change
  const keys = keysBetween(before.keys ?? {}, after.keys)
  return Object.keys(keys).length === 0 ? change : { ...change, keys }
}

function keysBetween(before: Keys, after: Keys): Keys {
  const set = Object.entries(after).filter(([key, value]) => before[key] !== value)
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  return Object.fromEntries([...set, ...gone.map((key) => [key, null] as const)])
}
