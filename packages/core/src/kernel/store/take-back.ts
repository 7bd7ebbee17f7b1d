/**
 * What is not durable never was, once the log store says that it will not be: a write that is
 * refused must not be read, nor an ejection obeyed. Nobody was told of it (R1), so its ids may be
 * given again; what of it was read here is told as revised, and who came or went by it (S16).
 */
import { countOf, knownBy, restrictedTo } from '../../log/index.ts'
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
  const self = selfIn(kernel.self, log)
  const restricted = kernelWith(kernel, {
    log,
    checkpoints,
    savedAt: Math.min(kernel.savedAt, log.ordered.length),
    self,
    pending: [],
    known: self.store && self.run ? knownBy(log, streamOf(self.store, self.run)) : emptyVector,
  })
  return { kernel: restricted, effects: changesOf(kernel, restricted) }
}

/** A run of which nothing is left begins anew, as another one: it has to say what it continues. */
function selfIn(self: Self, log: Kernel['log']): Self {
  const { store, run } = self
  if (store === undefined || run === undefined) return self
  return countOf(log, streamOf(store, run)) > 0 ? self : { ...self, run: undefined }
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
