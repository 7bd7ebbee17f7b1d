/**
 * The heart: one input in, the next kernel and the effects out. Pure. A stale timer ends here; a
 * command is gated; each protocol the input concerns decides; every decision is committed; if the
 * folded state changed, membership brings its live view in line; then news and digests ride along
 * on what is sent. There is no second way in.
 */
import {
  decideMembership,
  type MembershipLocal,
  recastMembership,
  reconcileMembership,
  rideAlong,
} from '../membership/index.ts'
import { type Effect, type Input, invariant, marked, type Stamp } from '../model/index.ts'
import {
  decideReplication,
  isPing,
  piggyback,
  recastReplication,
  type ReplicationLocal,
} from '../replication/index.ts'
import { decideRequests, recastRequests, type RequestsLocal } from '../requests/index.ts'
import { decideWrites, type WritesLocal } from '../writes/index.ts'
import { commit, renew, type Step } from './commit.ts'
import { gate } from './gate.ts'
import { entriesStored, start, storeFailed } from './from-store.ts'
import { contextOf, type Kernel, kernelWith } from './kernel.ts'
import { isSameHealth, lifecycleOf } from './lifecycle.ts'
import { type Protocol, protocolsFor } from './route.ts'
import { askForRoom, awaitDurable, needsRoom, roomTimer, storeFull } from './store/index.ts'
import { isStale, timersAfter } from './timers.ts'

/** Rounds that membership may take to settle after one change of the folded state. */
const reconcileRoundsMax = 4

export function step(kernel: Kernel, input: Input): Step {
  if (input.kind === 'timer-fired' && isStale(kernel.timers, input))
    return { kernel, effects: [marked('kernel.timer-stale')] }
  const decided = decide(fired(kernel, input), input)
  const renewed = renew(decided, input)
  const reconciled = reconcile(kernel, renewed, input)
  return finish(kernel, reconciled, input)
}

function fired(kernel: Kernel, input: Input): Kernel {
  if (input.kind !== 'timer-fired') return kernel
  return kernelWith(kernel, { timers: kernel.timers.without(input.timer) })
}

function decide(kernel: Kernel, input: Input): Step {
  switch (input.kind) {
    case 'log-loaded':
      return start(kernel, input)
    case 'entries-stored':
      return entriesStored(kernel, input)
    case 'store-failed':
      return storeFailed(kernel, input)
    case 'store-full':
      return storeFull(kernel, input)
    case 'timer-fired':
      return input.timer === roomTimer ? askForRoom(kernel, input) : consultAll(kernel, input)
    case 'message-received':
      if (!kernel.storeRoom.isFull || !needsRoom(input.message)) return consultAll(kernel, input)
      return { kernel, effects: [marked('kernel.delta-unkept')] }
    case 'command-issued': {
      const refusal = gate(kernel, input.command)
      if (refusal === undefined) return consultAll(kernel, input)
      const outcome = { ok: false, refusal } as const
      return { kernel, effects: [{ kind: 'settle', id: input.id, outcome }] }
    }
    default:
      return consultAll(kernel, input)
  }
}

function consultAll(kernel: Kernel, input: Input): Step {
  const protocols = protocolsFor(input)
  const [only] = protocols
  if (protocols.length === 1 && only !== undefined) return consult(kernel, only, input)
  let next: Step = { kernel, effects: [] }
  for (const protocol of protocols) next = after(next, consult(next.kernel, protocol, input))
  return next
}

function consult(kernel: Kernel, protocol: Protocol, input: Input): Step {
  const context = contextOf(kernel, input)
  switch (protocol) {
    case 'membership': {
      const decision = decideMembership(kernel.membership, context, input)
      return commit(withMembership(kernel, decision.local), decision, input)
    }
    case 'replication': {
      const decision = decideReplication(kernel.replication, context, input)
      return commit(withReplication(kernel, decision.local), decision, input)
    }
    case 'writes': {
      const decision = decideWrites(kernel.writes, context, input)
      return commit(withWrites(kernel, decision.local), decision, input)
    }
    case 'requests': {
      const decision = decideRequests(kernel.requests, context, input)
      return commit(withRequests(kernel, decision.local), decision, input)
    }
  }
}

// Most inputs change nothing of a protocol's local state: then the kernel stays as it is.
function withMembership(kernel: Kernel, local: MembershipLocal): Kernel {
  if (local === kernel.membership) return kernel
  const next = kernelWith(kernel, { membership: recastMembership(local) })
  const { self } = kernel
  if (local.life <= self.incarnation) return next
  return kernelWith(next, { self: { ...self, incarnation: local.life } })
}

const withReplication = (kernel: Kernel, local: ReplicationLocal): Kernel =>
  local === kernel.replication
    ? kernel
    : kernelWith(kernel, { replication: recastReplication(local) })

const withWrites = (kernel: Kernel, local: WritesLocal): Kernel =>
  local === kernel.writes ? kernel : kernelWith(kernel, { writes: local })

const withRequests = (kernel: Kernel, local: RequestsLocal): Kernel =>
  local === kernel.requests ? kernel : kernelWith(kernel, { requests: recastRequests(local) })

/** Membership follows the roster; what it logs on the way changes the roster in turn. */
function reconcile(before: Kernel, decided: Step, stamp: Stamp): Step {
  let settled = decided
  let seen = before
  for (let round = 0; hasRosterNews(seen, settled.kernel); round++) {
    invariant(round < reconcileRoundsMax, 'membership settles after a change of the roster')
    seen = settled.kernel
    const kernel = kernelWith(seen, { lifecycle: lifecycleOf(seen) })
    const decision = reconcileMembership(kernel.membership, contextOf(kernel, stamp))
    const followed = { ...decision, then: [] }
    settled = after(settled, commit(withMembership(kernel, decision.local), followed, stamp))
    // What membership answers rests on the change itself: it waits for that to be durable.
    settled = awaitDurable(settled, decision.then)
  }
  return settled
}

const hasRosterNews = (before: Kernel, now: Kernel): boolean =>
  before.checkpoints.state.stores !== now.checkpoints.state.stores ||
  before.checkpoints.state.names !== now.checkpoints.state.names ||
  before.isLoaded !== now.isLoaded

function finish(before: Kernel, settled: Step, stamp: Stamp): Step {
  const told = withNews(settled)
  const ridden = told.effects.some(isPing) ? withDigests(told, stamp) : told
  const timers = timersAfter(ridden.kernel.timers, ridden.effects)
  const timed = timers === ridden.kernel.timers ? ridden.kernel : { ...ridden.kernel, timers }
  return { kernel: withLifecycle(before, timed), effects: ridden.effects }
}

function withNews(settled: Step): Step {
  const { kernel, effects } = settled
  const ridden = rideAlong(kernel.membership, effects)
  if (ridden.effects === effects) return settled
  return { kernel: withMembership(kernel, ridden.local), effects: ridden.effects }
}

function withDigests({ kernel, effects }: Step, stamp: Stamp): Step {
  const ridden = piggyback(kernel.replication, contextOf(kernel, stamp), effects)
  return { kernel: withReplication(kernel, ridden.local), effects: ridden.effects }
}

function withLifecycle(before: Kernel, kernel: Kernel): Kernel {
  const isSame =
    isSameHealth(before.membership, kernel.membership) &&
    before.checkpoints === kernel.checkpoints &&
    before.self === kernel.self &&
    before.storeFailure === kernel.storeFailure &&
    before.storeRoom === kernel.storeRoom &&
    before.isLoaded === kernel.isLoaded
  if (isSame) return kernel
  const lifecycle = lifecycleOf(kernel)
  return lifecycle === kernel.lifecycle ? kernel : kernelWith(kernel, { lifecycle })
}

function after(first: Step, second: Step): Step {
  if (first.effects.length === 0) return second
  const effects: Effect[] = [...first.effects, ...second.effects]
  return { kernel: second.kernel, effects }
}
