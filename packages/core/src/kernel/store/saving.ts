/**
 * When the folded state is kept beside the log, so that a start folds no more than what came since.
 * A cache: nothing waits for it and nothing rests on it. Of a state some way behind the end, for
 * what comes late comes near the end, and a checkpoint that it comes below is void. Never of what
 * is not durable. It is kept when the log has grown by `checkpointEntries`, and by as many entries
 * as the state has records, so that it costs each of them little; and when a member stops. Of a
 * state so large that a member would stand still for it, it is kept at a start only. While a log is
 * begun none is kept: it would be beside the one that is set aside.
 */
import { placeOf } from '../../log/index.ts'
import { type LogLoaded, marked, type SavedCheckpoint } from '../../model/index.ts'
import { advance, type Checkpoint, emptyCheckpoints, restored, savedOf } from '../../state/index.ts'
import type { Step } from '../commit.ts'
import { type Kernel, kernelWith } from '../kernel.ts'

/**
 * How far a checkpoint stays behind the end: this share of `checkpointEntries`, and of the log, for
 * what comes below it costs a fold of all that is before.
 */
const behindShare = 1 / 8
const behindOfLog = 1 / 64
/** Records of the largest state that is kept while a member runs. */
const savedRecordsMax = 200_000

/** The kernel, and the checkpoint to be kept now if there is one. */
export function withSaving(kernel: Kernel, recordsMax: number = savedRecordsMax): Step {
  const { savedAt, log, config } = kernel
  const { length } = log.ordered
  const isDue = length - savedAt >= config.settings.writes.checkpointEntries
  const chosen = isDue && !isBeginning(kernel) ? farBehind(kernel) : undefined
  const isSmall = recordsIn(chosen) <= Math.min(recordsMax, length - savedAt)
  if (chosen === undefined || !isSmall || !isDurableTo(kernel, chosen.position))
    return { kernel, effects: [] }
  const checkpoint = savedOf(chosen, log)
  const saved = kernelWith(kernel, { savedAt: length })
  return { kernel: saved, effects: [{ kind: 'save-checkpoint', checkpoint }] }
}

/** What to keep when a member stops, if that spares the next start something. */
export function lastCheckpoint(kernel: Kernel): SavedCheckpoint | undefined {
  const chosen = isBeginning(kernel) ? undefined : farBehind(kernel)
  if (chosen === undefined || chosen.position <= kernel.savedAt) return undefined
  const isSmall = recordsIn(chosen) <= savedRecordsMax
  return isSmall && isDurableTo(kernel, chosen.position) ? savedOf(chosen, kernel.log) : undefined
}

/** The log that the kernel has is not in its place yet, and that before still is. */
const isBeginning = ({ pending }: Kernel): boolean =>
  pending.some(({ before }) => before !== undefined)

/** The latest state that is far enough behind the end. */
function farBehind({ checkpoints, log, config }: Kernel): Checkpoint | undefined {
  const { length } = log.ordered
  const { checkpointEntries } = config.settings.writes
  const behind = Math.max(checkpointEntries * behindShare, length * behindOfLog)
  const far = checkpoints.older.find(({ position }) => length - position >= behind)
  return far === undefined || far.position === 0 ? undefined : far
}

const recordsIn = (checkpoint: Checkpoint | undefined): number =>
  checkpoint === undefined
    ? 0
    : checkpoint.state.values.size + checkpoint.state.stores.size + checkpoint.state.outcomes.size

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
