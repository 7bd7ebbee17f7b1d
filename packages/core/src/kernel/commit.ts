/**
 * Carries a protocol's decision into the kernel: installs admitted entries, stamps and authors
 * events (S3: the clock rises along a stream and along causality), folds, tells what changed, and
 * makes one `append` whose `then` waits for the disk (R1: nothing is said to another member before
 * what it rests on is durable).
 */
import { append as appendTo, authorEntry, emptyLog, runStarted } from '../log/index.ts'
import { renewalOf } from '../membership/index.ts'
import {
  type Append,
  type ClusterEvent,
  type CommandId,
  drawId,
  type Effect,
  invariant,
  type LogEntry,
  type LogIdentity,
  marked,
  type Millis,
  type Notice,
  type RunId,
  runIdBytes,
  type Stamp,
  type StartLog,
  streamOf,
  type StreamId,
  succeed,
} from '../model/index.ts'
import { disseminate } from '../replication/index.ts'
import {
  type Admitted,
  advance,
  type Authored,
  type Decision,
  emptyCheckpoints,
  isMember,
  type Self,
  whyNotLog,
} from '../state/index.ts'
import { emptyVector, receive, tick, zeroHlc } from '../time/index.ts'
import {
  contextOf,
  type Kernel,
  kernelWith,
  nothingBegun,
  roomEnough,
  whyNotStored,
} from './kernel.ts'
import { noticesOf } from './notices.ts'

export interface Step {
  readonly kernel: Kernel
  readonly effects: readonly Effect[]
}

/** `decision` without the local state, which `step.ts` has already put in its place. */
export function commit(decided: Kernel, given: Decision<unknown>, stamp: Stamp): Step {
  const kernel = given.strange === undefined ? decided : estranged(decided, given.strange)
  const decision = whyNotStored(kernel) === undefined ? given : withoutEvents(given)
  if (decision.adopt !== undefined) return adopt(kernel, decision, decision.adopt)
  if (decision.admitted === undefined && decision.events.length === 0)
    return { kernel, effects: joined(decision.effects, decision.then) }
  const admitted =
    decision.admitted === undefined ? kernel : install(kernel, decision.admitted, stamp.wall)
  const authored = author(admitted, decision.events, stamp)
  const position = decision.admitted?.position ?? kernel.log.ordered.length
  const folded = fold(kernel, authored.kernel, position)
  const entries = [...(decision.admitted?.entries ?? []), ...authored.entries]
  return append(folded, entries, { decision, authored, stamp })
}

/** With a store that failed or is full nothing is logged: it could not be told to anybody (R1). */
const withoutEvents = (decision: Decision<unknown>): Decision<unknown> =>
  decision.events.length === 0 ? decision : { ...decision, events: [], then: [] }

/** Most decisions have nothing that waits, or nothing that does not. */
function joined(first: readonly Effect[], second: readonly Effect[]): readonly Effect[] {
  if (second.length === 0) return first
  return first.length === 0 ? second : [...first, ...second]
}

/**
 * The log before is set aside; who waits for the disk because of it waits on, and is told. Its
 * clock goes with it: nothing in the new log rests on it, and it may be one nobody would take. All
 * of it comes back if the disk does not take the new one.
 */
function adopt(kernel: Kernel, decision: Decision<unknown>, identity: LogIdentity): Step {
  const adopted: Kernel = kernelWith(kernel, {
    self: { ...kernel.self, ...identity, run: undefined },
    log: emptyLog,
    known: emptyVector,
    durable: emptyVector,
    pending: kernel.pending.map((batch) => ({ ...batch, counts: emptyVector })),
    storeRoom: roomEnough,
    checkpoints: emptyCheckpoints,
    savedAt: 0,
    hlc: zeroHlc,
  })
  const batch = kernel.nextBatch
  const start: StartLog = { kind: 'start-log', identity, batch, entries: [], news: [], then: [] }
  const effects = [start, ...decision.effects, ...decision.then]
  if (kernel.pending.length > 0) effects.push(marked('kernel.adopted-pending'))
  return { kernel: withPending(adopted, start, { before: kernel.self, aside: kernel }), effects }
}

/** The same step with a log that begins with what it appends, whole or not at all. */
export function asBeginning(step: Step, identity: LogIdentity, before: Self): Step {
  const pending = step.kernel.pending.map((batch) => ({ ...batch, before }))
  const effects = step.effects.map((effect): Effect => {
    if (effect.kind !== 'append') return effect
    const { batch, entries, then } = effect
    return { kind: 'start-log', identity, batch, entries, news: entries, then }
  })
  return { kernel: kernelWith(step.kernel, { pending }), effects }
}

function install(kernel: Kernel, admitted: Admitted, wall: Millis): Kernel {
  const { store } = kernel.self
  let { hlc } = kernel
  let strange: LogEntry | undefined
  for (const entry of admitted.entries) {
    hlc = receive(hlc, entry.hlc, wall)
    if (entry.store === store) strange ??= entry
  }
  const installed = kernelWith(kernel, { log: admitted.log, hlc })
  return strange === undefined ? installed : estranged(installed, strange)
}

/** Another process writes to the own store, perhaps in the own run: that one is left to it. */
function estranged(kernel: Kernel, entry: LogEntry): Kernel {
  const strange = kernel.strange?.store === entry.store ? kernel.strange : entry
  return kernelWith(kernel, { strange, self: { ...kernel.self, run: undefined } })
}

/**
 * A store of which others hold what this process did not know is handed on to a new one, at once
 * if it may log at all (`membership/renewal.ts`). All that waits for the disk waits on: the new log
 * holds it too.
 */
export function renew(decided: Step, stamp: Stamp): Step {
  const { kernel } = decided
  const { self, strange, log } = kernel
  const { store, cluster } = self
  if (strange === undefined || strange.store !== store || cluster === undefined) return decided
  const context = contextOf(kernelWith(kernel, { self: { ...self, run: undefined } }), stamp)
  if (whyNotStored(kernel) !== undefined || !isMember(context.state, store)) return decided
  if (whyNotLog(context) !== undefined) return decided
  const renewal = renewalOf({ ...context, identity: { store, cluster }, address: self.address })
  if (renewal === undefined) return decided
  const { identity, news } = renewal
  const renewed: Kernel = kernelWith(kernel, {
    self: { ...self, ...identity, run: undefined },
    known: emptyVector,
    log: renewal.log,
    savedAt: 0,
    hlc: renewal.log.ordered.last()?.hlc ?? kernel.hlc,
  })
  const folded = fold(kernel, renewed, log.ordered.length)
  const entry = { stream: strange.stream, seq: strange.seq }
  const notice: Notice = { kind: 'store-renewed', was: store, now: identity.store, entry }
  const told: Effect = { kind: 'publish', notice }
  const effect: StartLog = {
    kind: 'start-log',
    identity,
    batch: kernel.nextBatch,
    entries: [...renewal.log.ordered],
    news,
    then: [told, ...disseminate(kernel.replication, context, news)],
  }
  const mark = marked('kernel.store-renewed')
  const effects = [...decided.effects, ...folded.effects, mark, effect]
  const begun = { before: self, aside: undefined }
  return { kernel: withPending(folded.kernel, effect, begun), effects }
}

interface AuthoredEntries {
  readonly kernel: Kernel
  readonly entries: readonly LogEntry[]
  readonly settles: ReadonlyMap<CommandId, LogEntry>
}

function author(kernel: Kernel, events: readonly Authored[], stamp: Stamp): AuthoredEntries {
  const entries: LogEntry[] = []
  const settles = new Map<CommandId, LogEntry>()
  if (events.length === 0) return { kernel, entries, settles }
  let next = withRun(kernel, stamp)
  for (const authored of [...opening(kernel), ...events]) {
    const written = write(next, authored.event, stamp)
    next = written.kernel
    entries.push(written.entry)
    if (authored.settles !== undefined) settles.set(authored.settles, written.entry)
  }
  return { kernel: next, entries, settles }
}

/** A run that continues a store says where the run before it ended. */
function opening({ self, log }: Kernel): readonly Authored[] {
  const event = self.run === undefined ? runStarted(log, self.store) : undefined
  return event === undefined ? [] : [{ event, settles: undefined }]
}

function write(kernel: Kernel, event: ClusterEvent, stamp: Stamp): Written {
  const { store, run } = kernel.self
  invariant(store !== undefined && run !== undefined, 'only a store with a run writes')
  const hlc = tick(kernel.hlc, stamp.wall)
  const { entry, known } = authorEntry({
    log: kernel.log,
    stream: streamOf(store, run),
    hlc,
    view: 0,
    event,
    hash: kernel.config.hash,
    known: kernel.known,
  })
  return { kernel: kernelWith(kernel, { log: appendTo(kernel.log, entry), known, hlc }), entry }
}

interface Written {
  readonly kernel: Kernel
  readonly entry: LogEntry
}

/** The run of this process, minted at its first write. */
function withRun(kernel: Kernel, stamp: Stamp): Kernel {
  if (kernel.self.run !== undefined) return kernel
  const draw = { label: 'run', bytes: runIdBytes }
  const run = drawId(kernel.config.hash, stamp.entropy, draw) as RunId
  return kernelWith(kernel, { self: { ...kernel.self, run } })
}

function fold(before: Kernel, kernel: Kernel, position: number): Step {
  const advanced = advance(before.checkpoints, kernel.log.ordered, position)
  const after = kernelWith(kernel, { checkpoints: advanced.checkpoints })
  return { kernel: after, effects: noticesOf({ before, after, position, advanced }) }
}

interface Appending {
  readonly decision: Decision<unknown>
  readonly authored: AuthoredEntries
  readonly stamp: Stamp
}

function append(folded: Step, entries: readonly LogEntry[], parts: Appending): Step {
  const { decision, authored, stamp } = parts
  const { kernel } = folded
  // Kept in memory, and nobody is told: neither this log nor another member may rest on it (R1).
  if (kernel.storeFailure !== undefined)
    return { kernel, effects: [...folded.effects, ...decision.effects] }
  const settles = [...authored.settles].map(([id, entry]): Effect => {
    const outcome = succeed({ stream: entry.stream, seq: entry.seq })
    return { kind: 'settle', id, outcome }
  })
  const context = contextOf(kernel, stamp)
  const pushes = disseminate(kernel.replication, context, authored.entries)
  const effect: Append = {
    kind: 'append',
    batch: kernel.nextBatch,
    entries,
    then: [...settles, ...decision.then, ...pushes],
  }
  return {
    kernel: withPending(kernel, effect),
    effects: [...folded.effects, ...decision.effects, effect],
  }
}

function withPending(kernel: Kernel, effect: Append | StartLog, begun = nothingBegun): Kernel {
  const counts = new Map<StreamId, number>()
  const news = effect.kind === 'append' ? effect.entries : effect.news
  for (const entry of news) counts.set(entry.stream, entry.seq + 1)
  const settles = effect.then.flatMap((then) => (then.kind === 'settle' ? [then.id] : []))
  const pending = { batch: effect.batch, counts, settles, ...begun }
  return kernelWith(kernel, {
    nextBatch: kernel.nextBatch + 1,
    pending: [...kernel.pending, pending],
  })
}
