/**
 * When the folded state is kept beside the log, so that a start folds no more than what came since.
 * A cache: nothing waits for it and nothing rests on it. Of a state some way behind the end, for
 * what comes late comes near the end, and a checkpoint that it comes below is void. Never of what
 * is not durable. It is kept when the log has grown by `checkpointEntries`, and by as many entries
 * as the state has records, so that it costs each of them little; and of a state so large that a
 * member would stand still for it, at a start only.
 */
import { placeOf } from '../../log/index.ts'
import { type LogLoaded, marked } from '../../model/index.ts'
import { advance, type Checkpoint, emptyCheckpoints, restored, savedOf } from '../../state/index.ts'
import type { Step } from '../commit.ts'
import { type Kernel, kernelWith } from '../kernel.ts'

/** The share of `checkpointEntries` that a checkpoint stays behind the end, at least. */
const behindShare = 1 / 4
/** Records of the largest state that is kept while a member runs. */
const savedRecordsMax = 200_000

/** The kernel, and the checkpoint to be kept now if there is one. */
export function withSaving(kernel: Kernel, recordsMax: number = savedRecordsMax): Step {
  const { checkpoints, savedAt, log, config } = kernel
  const { checkpointEntries } = config.settings.writes
  const { length } = log.ordered
  if (length - savedAt < checkpointEntries) return nothing(kernel)
  const behind = checkpointEntries * behindShare
  const chosen = checkpoints.older.find(({ position }) => length - position >= behind)
  const records = chosen === undefined ? 0 : recordsIn(chosen)
  if (records === 0 || records > Math.min(recordsMax, length - savedAt)) return nothing(kernel)
  if (chosen === undefined || !isDurableTo(kernel, chosen.position)) return nothing(kernel)
  const checkpoint = savedOf(chosen, log)
  const saved = kernelWith(kernel, { savedAt: length })
  return { kernel: saved, effects: [{ kind: 'save-checkpoint', checkpoint }] }
}

const nothing = (kernel: Kernel): Step => ({ kernel, effects: [] })

const recordsIn = ({ state }: Checkpoint): number =>
  state.values.size + state.stores.size + state.outcomes.size

function isDurableTo({ log, durable }: Kernel, position: number): boolean {
  for (const [stream, entries] of log.streams.entries()) {
    const next = entries.at(durable.get(stream) ?? 0)
    if (next !== undefined && placeOf(log.ordered, next) < position) return false
  }
  return true
}

/** Folds a log that was loaded, from what was kept of it as far as that is of this log. */
export function foldLoaded(kernel: Kernel, { checkpoint }: LogLoaded): Step {
  const { log } = kernel
  const kept = checkpoint === undefined ? undefined : restored(checkpoint, log)
  const from = kept?.ok === true ? kept.checkpoints : emptyCheckpoints
  const { checkpoints } = advance(from, log.ordered, from.position)
  const loaded = kernelWith(kernel, { checkpoints, savedAt: from.position })
  const folded = withSaving(loaded, Number.POSITIVE_INFINITY)
  if (kept?.ok !== false) return folded
  return { ...folded, effects: [marked('kernel.checkpoint-unfit'), ...folded.effects] }
}
