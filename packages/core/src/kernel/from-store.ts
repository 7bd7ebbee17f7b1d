/**
 * What the log store tells. At start-up: what it held becomes the log, at once and whole; a member
 * with nothing founds a cluster of one, a member whose log is there goes on as the store it was.
 * Later: durable entries may be told to others from now on (R1); a failed append settles everyone
 * who waited for it with `store-failed`, and no further write is taken.
 */
import { admit, storedGuard, type RefusedEntry, vectorOf } from '../log/index.ts'
import {
  type ClusterId,
  clusterIdBytes,
  drawId,
  type Effect,
  type EntriesStored,
  formatEntryId,
  type LogIdentity,
  type LogLoaded,
  marked,
  type Notice,
  refuse,
  type StoreFailed,
  type StoreId,
  storeIdBytes,
  type StreamId,
} from '../model/index.ts'
import { decided, supersededBy, supersederOf } from '../state/index.ts'
import { receive } from '../time/index.ts'
import { asBeginning, commit, type Step } from './commit.ts'
import { type Kernel, kernelWith, type PendingBatch } from './kernel.ts'
import { growthOf } from './notices.ts'
import { asFarAsDurable, foldLoaded, withRoom, withSaving } from './store/index.ts'

export function start(kernel: Kernel, input: LogLoaded): Step {
  const self = { ...kernel.self, incarnation: incarnationOf(input) }
  const loaded: Kernel = kernelWith(kernel, { self, isLoaded: true })
  if (self.role === 'client') return { kernel: loaded, effects: [] }
  if (input.identity !== undefined) return resume(loaded, input, input.identity)
  return kernel.config.foundsCluster ? found(loaded, input) : { kernel: loaded, effects: [] }
}

/**
 * The wall clock, or above what every life before can have had that wrote anything: the clock may
 * have been set back, and each such life added a stream.
 */
function incarnationOf({ wall, identity, entries }: LogLoaded): number {
  const own = new Set<StreamId>()
  let last = 0
  for (const { store, stream, hlc } of entries) {
    if (store === identity?.store) own.add(stream)
    last = Math.max(last, hlc.l)
  }
  return Math.max(1, Math.floor(wall), own.size === 0 ? 0 : last + own.size)
}

/** A first start: a cluster of one, whose log holds that from its beginning. */
function found(kernel: Kernel, input: LogLoaded): Step {
  const { hash, replicationFactor } = kernel.config
  const draw = (label: string, bytes: number): string =>
    drawId(hash, input.entropy, { label, bytes })
  const identity: LogIdentity = {
    store: draw('store', storeIdBytes) as StoreId,
    cluster: draw('cluster', clusterIdBytes) as ClusterId,
  }
  const { name, address } = kernel.self
  const event = { kind: 'cluster-founded', name, address, replicationFactor } as const
  const founder: Kernel = kernelWith(kernel, { self: { ...kernel.self, ...identity } })
  const founded = decided(undefined, {
    events: [{ event: { ...event, cluster: identity.cluster }, settles: undefined }],
  })
  return asBeginning(commit(founder, founded, input), identity, kernel.self)
}

function resume(kernel: Kernel, input: LogLoaded, identity: LogIdentity): Step {
  const { log, refused } = admit(kernel.log, input.entries, storedGuard)
  const last = log.ordered.last()
  const hlc = last === undefined ? kernel.hlc : receive(kernel.hlc, last.hlc, input.wall)
  const self = { ...kernel.self, ...identity }
  const durable = vectorOf(log)
  const folded = foldLoaded(kernelWith(kernel, { self, log, hlc, durable }), input)
  const resumed = folded.kernel
  const by = supersederOf(resumed.checkpoints.state, identity.store)
  const superseded = by === undefined ? [] : [supersededBy(by, identity.store)]
  const notices: readonly Notice[] = [...growthOf(kernel, resumed), ...superseded]
  const told = notices.map((notice): Effect => ({ kind: 'publish', notice }))
  const unfit = refused.length === 0 ? [] : [misfits(input, refused)]
  return { kernel: resumed, effects: [...unfit, ...told, ...folded.effects] }
}

/** Not kept in memory; others may bring them again. */
function misfits(input: LogLoaded, refused: readonly RefusedEntry[]): Effect {
  const [first] = refused
  const which = first === undefined ? '' : `${formatEntryId(first.entry)}: ${first.reason}`
  const detail = `${refused.length} of ${input.entries.length} entries do not fit, first ${which}`
  return { kind: 'publish', notice: { kind: 'warning', code: 'store-failed', detail } }
}

export function entriesStored(kernel: Kernel, input: EntriesStored): Step {
  const first = kernel.pending[0]
  // Of a batch that failed with another before it, nothing is waited for any more.
  if (first === undefined || first.batch !== input.batch) return { kernel, effects: [] }
  const durable = withCounts(kernel.durable, first)
  const stored = withRoom(kernelWith(kernel, { durable, pending: kernel.pending.slice(1) }))
  const saving = withSaving(stored.kernel)
  return { kernel: saving.kernel, effects: [...stored.effects, ...saving.effects] }
}

function withCounts(
  durable: ReadonlyMap<StreamId, number>,
  batch: PendingBatch,
): ReadonlyMap<StreamId, number> {
  return new Map([...durable, ...batch.counts])
}

/**
 * Told once: from then on nothing is appended, and what still fails is what was under way, or a log
 * that was to begin, for one who was let in since. What is not durable never was: a write that is
 * refused now must not be read, nor an ejection obeyed.
 */
export function storeFailed(kernel: Kernel, input: StoreFailed): Step {
  const { storeFailure, pending } = kernel
  if (storeFailure !== undefined && pending.length === 0) return { kernel, effects: [] }
  const { reason } = input
  const warning: Notice = { kind: 'warning', code: 'store-failed', detail: reason }
  const told: readonly Effect[] =
    storeFailure === undefined ? [{ kind: 'publish', notice: warning }] : []
  const failed: Kernel = kernelWith(kernel, { storeFailure: storeFailure ?? reason })
  if (pending.length === 0) return { kernel: failed, effects: told }
  const outcome = refuse('store-failed', reason)
  const settles = pending.flatMap((batch) =>
    batch.settles.map((id): Effect => ({ kind: 'settle', id, outcome })),
  )
  const taken = asFarAsDurable(failed)
  const mark = marked('kernel.store-failed-pending')
  return { kernel: taken.kernel, effects: [...settles, ...told, mark, ...taken.effects] }
}
