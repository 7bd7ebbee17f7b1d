/**
 * Keeps the folded state while entries come in anywhere in the order. Older states stay at
 * exponentially growing distances from the tail, so that an entry at depth d costs a fold of less
 * than 2d + 66 entries, and memory holds O(log W) states. It must never differ from a fold from
 * scratch (S9), and never folds more than once per change, however many entries came in.
 */
import type { AppendVector } from '../collections/index.ts'
import type { LogEntry, StoreId } from '../model/index.ts'
import type { ClusterState, EntryOutcome } from './cluster-state.ts'
import { emptyState } from './cluster-state.ts'
import type { Touched } from './state-draft.ts'
import { StateDraft } from './state-draft.ts'

/** The state after the first `position` entries of the order. */
export interface Checkpoint {
  readonly position: number
  readonly state: ClusterState
}

/** The state after the whole log, and earlier ones. */
export interface Checkpoints extends Checkpoint {
  /** Latest first; the last is the empty state at 0, once there are entries. */
  readonly older: readonly Checkpoint[]
}

export const emptyCheckpoints: Checkpoints = { position: 0, state: emptyState, older: [] }

export interface Advanced {
  readonly checkpoints: Checkpoints
  /** How many entries of before were folded again. */
  readonly refolded: number
  /** What may differ from before. */
  readonly touched: Touched
}

/** The distance from the tail of the latest older state after a long fold, in entries. */
export const checkpointDistance = 64

/** Folds on: entries of `ordered` from `position` on are new, or moved by new ones below them. */
export function advance(
  before: Checkpoints,
  ordered: AppendVector<LogEntry>,
  position: number,
): Advanced {
  const valid = [tailOf(before), ...before.older].filter((known) => known.position <= position)
  const start = valid[0] ?? beginning
  const folded = foldOn(start, ordered)
  return {
    checkpoints: thinned([...folded.made, ...valid]),
    refolded: before.position - start.position,
    touched: folded.touched,
  }
}

/** The state of a whole log, from scratch. */
export function foldLog(ordered: Iterable<LogEntry>): ClusterState {
  const draft = new StateDraft(emptyState)
  for (const entry of ordered) draft.fold(entry)
  return draft.finish()
}

/** Before any entry. */
export const beginning: Checkpoint = { position: 0, state: emptyState }

const tailOf = ({ position, state }: Checkpoints): Checkpoint => ({ position, state })

interface Folded {
  /** The states made on the way, latest first. */
  readonly made: readonly Checkpoint[]
  readonly touched: Touched
}

function foldOn(start: Checkpoint, ordered: AppendVector<LogEntry>): Folded {
  const made: Checkpoint[] = []
  const touched: Touched[] = []
  let from = start
  for (const position of stops(start.position, ordered.length)) {
    const draft = new StateDraft(from.state)
    for (let at = from.position; at < position; at++) {
      const entry = ordered.at(at)
      if (entry !== undefined) draft.fold(entry)
    }
    from = { position, state: draft.finish() }
    made.unshift(from)
    touched.push(draft.touched())
  }
  return { made, touched: joined(touched) }
}

/** Where to keep a state on the way from `start` to `end`: at 64, 128, 256 … before the end. */
function stops(start: number, end: number): number[] {
  const positions: number[] = []
  if (end > start) positions.push(end)
  for (let distance = checkpointDistance; end - distance > start; distance *= 2) {
    positions.unshift(end - distance)
  }
  return positions
}

/**
 * Leaves out each state whose work the next older one can do: for every depth the kept states
 * still bound the fold. Distances grow alike, so that what is bounded stays so.
 */
function thinned(states: readonly Checkpoint[]): Checkpoints {
  const tail = states[0] ?? beginning
  const kept: Checkpoint[] = []
  let newer = 0
  for (const [index, state] of states.entries()) {
    if (index === 0) continue
    const older = states[index + 1]
    const distance = tail.position - (older?.position ?? 0)
    const isSpare = older !== undefined && distance < 2 * newer + checkpointDistance + 2
    if (isSpare) continue
    kept.push(state)
    newer = tail.position - state.position
  }
  return { ...tail, older: kept }
}

function joined(parts: readonly Touched[]): Touched {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  const stores = new Set<StoreId>()
  const keys = new Set<string>()
  const outcomes: EntryOutcome[] = []
  for (const part of parts) {
    for (const store of part.stores) stores.add(store)
    for (const key of part.keys) keys.add(key)
    for (const outcome of part.outcomes) outcomes.push(outcome)
  }
  return { stores, keys, outcomes }
}
