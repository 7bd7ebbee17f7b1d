/**
 * What the log store answered. Durable entries may be told to others from now on (R1); a failed
 * append settles everyone who waited for it with `store-failed`, and no further write is taken.
 */
import {
  type Effect,
  type EntriesStored,
  refuse,
  type StoreFailed,
  type StreamId,
} from '../model/index.ts'
import type { Step } from './commit.ts'
import type { Kernel, PendingBatch } from './kernel.ts'

export function entriesStored(kernel: Kernel, input: EntriesStored): Step {
  const first = kernel.pending[0]
  // A batch of the log before a join is of no interest any more.
  if (first === undefined || first.batch !== input.batch) return { kernel, effects: [] }
  const durable = withCounts(kernel.durable, first)
  return { kernel: { ...kernel, durable, pending: kernel.pending.slice(1) }, effects: [] }
}

function withCounts(
  durable: ReadonlyMap<StreamId, number>,
  batch: PendingBatch,
): ReadonlyMap<StreamId, number> {
  return new Map([...durable, ...batch.counts])
}

export function storeFailed(kernel: Kernel, input: StoreFailed): Step {
  const outcome = refuse('store-failed', input.reason)
  const settles = kernel.pending.flatMap((pending) =>
    pending.settles.map((id): Effect => ({ kind: 'settle', id, outcome })),
  )
  const warning: Effect = {
    kind: 'publish',
    notice: { kind: 'warning', code: 'store-failed', detail: input.reason },
  }
  return {
    kernel: { ...kernel, storeFailure: input.reason, pending: [] },
    effects: [...settles, warning],
  }
}
