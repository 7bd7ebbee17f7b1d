/**
 * What is not durable never was, once the log store says that it will not be: a write that is
 * refused must not be read, nor an ejection obeyed, and a store that was to be renewed is who it
 * was. Nobody was told of it (R1); what of it was read here is told as revised, and who came or
 * went by it (S16). It must never give its ids again, for a copy of the disk may have the entries:
 * what is written next is in another run (S1).
 */
import { countOf, restrictedTo } from '../../log/index.ts'
import { type Effect, type Notice, streamOf } from '../../model/index.ts'
import { advance, changesBetween, type Self } from '../../state/index.ts'
import { emptyVector } from '../../time/index.ts'
import type { Step } from '../commit.ts'
import { type Kernel, kernelWith } from '../kernel.ts'

/** The kernel as far as its log is durable; nothing is pending any more. */
export function asFarAsDurable(kernel: Kernel): Step {
  const { log, position } = restrictedTo(kernel.log, kernel.durable)
  if (log === kernel.log) return { kernel: kernelWith(kernel, { pending: [] }), effects: [] }
  const { checkpoints } = advance(kernel.checkpoints, log.ordered, position)
  const self = selfIn(kernel, log)
  const restricted = kernelWith(kernel, {
    log,
    checkpoints,
    savedAt: Math.min(kernel.savedAt, log.ordered.length),
    self,
    pending: [],
    known: self.run === undefined ? emptyVector : kernel.known,
  })
  return { kernel: restricted, effects: changesOf(kernel, restricted) }
}

/** Who goes on with this log, in the run of before if nothing of that was taken back. */
function selfIn({ self, log: before, pending }: Kernel, log: Kernel['log']): Self {
  const renewed = pending.find(({ renews }) => renews !== undefined)
  // The disk has the log of the store before.
  if (renewed !== undefined) return { ...self, store: renewed.renews, run: undefined }
  const { store, run } = self
  if (store === undefined || run === undefined) return self
  const stream = streamOf(store, run)
  return countOf(log, stream) === countOf(before, stream) ? self : { ...self, run: undefined }
}

function changesOf(kernel: Kernel, restricted: Kernel): readonly Effect[] {
  const before = kernel.checkpoints.state
  const after = restricted.checkpoints.state
  const touched = {
    stores: new Set([...before.stores.keys(), ...after.stores.keys()]),
    keys: new Set([...before.values.keys(), ...after.values.keys()]),
    outcomes: [],
  }
  const { roster, keys } = changesBetween({ before, after, touched, own: kernel.self.store })
  const revised = keys.map((change): Notice => ({ kind: 'revised', ...change }))
  return [...roster, ...revised].map((notice): Effect => ({ kind: 'publish', notice }))
}
