/**
 * What the log store held becomes the log, and its fold goes on from what was kept of it. Decides
 * what of a kept state may be used. It must never make a log or a state that differs from what all
 * checks and a fold from the beginning give (S9): what was kept may only spare them.
 */
import { admit, type Admission, storedGuard } from '../../log/index.ts'
import { type LogLoaded, marked, type SavedCheckpoint, type StreamId } from '../../model/index.ts'
import { advance, type Checkpoints, emptyCheckpoints, restored } from '../../state/index.ts'
import type { Step } from '../commit.ts'
import { type Kernel, kernelWith } from '../kernel.ts'
import { withSaving } from './saving.ts'

/** What was loaded: its entries, and how far they were folded when that was kept. */
export interface Loaded {
  readonly admission: Admission
  readonly from: Checkpoints
  /** Something was kept that is not of this log, or of other rules. */
  readonly isUnfit: boolean
}

/**
 * Takes the entries into the log. Those that a checkpoint covers rest on nothing that it does not
 * cover, or the log it is of would not have held them: that is not looked up again, unless it turns
 * out to be of another log. (On the other content of a forked stream they may: without a checkpoint
 * those are left out until others bring them.)
 */
export function load({ log }: Kernel, { entries, checkpoint }: LogLoaded): Loaded {
  if (checkpoint !== undefined) {
    const admission = admit(log, entries, { ...storedGuard, closed: coveredBy(checkpoint) })
    const kept = restored(checkpoint, admission.log)
    if (kept.ok) return { admission, from: kept.checkpoints, isUnfit: false }
  }
  const admission = admit(log, entries, storedGuard)
  return { admission, from: emptyCheckpoints, isUnfit: checkpoint !== undefined }
}

const coveredBy = ({ streams }: SavedCheckpoint): ReadonlyMap<StreamId, number> =>
  new Map(streams.map(({ stream, count }) => [stream, count]))

/** Folds what came after `from`; the kernel holds the log already. */
export function foldLoaded(kernel: Kernel, { from, isUnfit }: Loaded): Step {
  const { checkpoints } = advance(from, kernel.log.ordered, from.position)
  const loaded = kernelWith(kernel, { checkpoints, savedAt: from.position })
  const folded = withSaving(loaded, Number.POSITIVE_INFINITY)
  if (!isUnfit) return folded
  return { ...folded, effects: [marked('kernel.checkpoint-unfit'), ...folded.effects] }
}
