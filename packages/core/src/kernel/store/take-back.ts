/**
 * What is not durable never was, once the log store says that it will not be: a write that is
 * refused must not be read, nor an ejection obeyed, and who was to begin a log, as a founder, a
 * renewed store or one that was let in elsewhere, is who it was. Nobody was told of it (R1); what
 * of it was read here is told as revised, and who came or went by it (S16). It must never give its
 * ids again, for a copy of the disk may have the entries: what is written next is in another run
 * (S1).
 */
import { countOf, type EventLog, restrictedTo } from '../../log/index.ts'
import { loseJoin, recastMembership } from '../../membership/index.ts'
import { type Effect, type Notice, streamOf } from '../../model/index.ts'
import { advance, changesBetween, type Checkpoints, type Self } from '../../state/index.ts'
import { emptyVector } from '../../time/index.ts'
import type { Step } from '../commit.ts'
import { type Kernel, kernelWith, whyNotStored } from '../kernel.ts'

/** The kernel as far as its log is durable; nothing is pending any more. */
export function asFarAsDurable(now: Kernel): Step {
  const { kernel, effects } = withoutAdopted(now)
  const { log, position } = restrictedTo(kernel.log, kernel.durable)
  const restricted =
    log === kernel.log
      ? kernelWith(kernel, { pending: [] })
      : withLog(kernel, log, advance(kernel.checkpoints, log.ordered, position).checkpoints)
  return { kernel: restricted, effects: [...effects, ...changesOf(now, restricted)] }
}

/** With the log back that was set aside for one that is not taken; so the join is off, and told. */
function withoutAdopted(kernel: Kernel): Step {
  const adopted = kernel.pending.find(({ aside }) => aside !== undefined)
  const refused = whyNotStored(kernel)
  if (adopted?.aside === undefined || adopted.before === undefined || refused === undefined)
    return { kernel, effects: [] }
  const { aside } = adopted
  const { store, cluster, run } = adopted.before
  const left = new Set(kernel.pending.map(({ batch }) => batch))
  const durable = new Map(aside.durable)
  for (const { batch, counts } of aside.pending)
    if (!left.has(batch)) for (const [stream, count] of counts) durable.set(stream, count)
  const lost = loseJoin(kernel.membership, kernel.self.store, refused)
  const back = kernelWith(kernel, {
    self: { ...kernel.self, store, cluster, run },
    log: aside.log,
    known: aside.known,
    durable,
    pending: aside.pending.filter(({ batch }) => left.has(batch)),
    checkpoints: aside.checkpoints,
    savedAt: aside.savedAt,
    hlc: aside.hlc,
    membership: recastMembership(lost.local),
  })
  return { kernel: back, effects: lost.effects }
}

function withLog(kernel: Kernel, log: EventLog, checkpoints: Checkpoints): Kernel {
  const self = selfIn(kernel, log)
  return kernelWith(kernel, {
    log,
    checkpoints,
    savedAt: Math.min(kernel.savedAt, log.ordered.length),
    self,
    pending: [],
    known: self.run === undefined ? emptyVector : kernel.known,
  })
}

/** Who goes on with this log, in the run of before if nothing of that was taken back. */
function selfIn({ self, log: before, pending }: Kernel, log: EventLog): Self {
  const begun = pending.find((batch) => batch.before !== undefined)
  // The disk has the log of the store before, or none.
  if (begun?.before !== undefined)
    return { ...self, store: begun.before.store, cluster: begun.before.cluster, run: undefined }
  const { store, run } = self
  if (store === undefined || run === undefined) return self
  const stream = streamOf(store, run)
  return countOf(log, stream) === countOf(before, stream) ? self : { ...self, run: undefined }
}

/** What was told of and is not so any more; of a log that was set aside nobody was told. */
function changesOf(kernel: Kernel, restricted: Kernel): readonly Effect[] {
  const before = kernel.checkpoints.state
  const after = restricted.checkpoints.state
  if (before === after) return []
  const touched = {
    stores: new Set(before.stores.keys()),
    keys: new Set(before.values.keys()),
    outcomes: [],
  }
  const { roster, keys } = changesBetween({ before, after, touched, own: kernel.self.store })
  const revised = keys.map((change): Notice => ({ kind: 'revised', ...change }))
  return [...roster, ...revised].map((notice): Effect => ({ kind: 'publish', notice }))
}
