/**
 * Where a member is in its life: derived from the fold, the live view and the store's health,
 * never set by hand. The statechart in `rim/machine.ts` follows it.
 */
import { isIsolated, type MembershipLocal } from '../membership/index.ts'
import type { MemberName, StoreId } from '../model/index.ts'
import { failedOf, recordOf, supersederOf, voidAdmissionOf } from '../state/index.ts'
import { joiningStatus, type Kernel, type LifecycleReason, type LifecycleStatus } from './kernel.ts'

const operational: LifecycleStatus = { state: 'operational', reasons: [] }

/** Its log has no place for it, and takes none, or none for want of room. */
const unfounded: LifecycleStatus = { state: 'joining', reasons: ['store-failed'] }
const roomless: LifecycleStatus = { state: 'joining', reasons: ['store-full'] }

const ejected = (reason: LifecycleReason): LifecycleStatus => ({
  state: 'ejected',
  reasons: [reason],
})

/** Another process has gone on with this store. */
const superseded = ({ checkpoints }: Kernel, store: StoreId): LifecycleStatus | undefined =>
  supersederOf(checkpoints.state, store) === undefined ? undefined : ejected('superseded')

/** The status of a kernel; the one it has already, if that still holds. */
export function lifecycleOf(kernel: Kernel): LifecycleStatus {
  const next = derive(kernel)
  const now = kernel.lifecycle
  return next.state === now.state && next.reasons.join() === now.reasons.join() ? now : next
}

function derive(kernel: Kernel): LifecycleStatus {
  const { store, name } = kernel.self
  if (!kernel.isLoaded) return joiningStatus
  if (store === undefined) return joiningOf(kernel)
  const record = recordOf(kernel.checkpoints.state, store)
  if (record === undefined) return unlisted(kernel, store)
  if (record.status !== 'member') return superseded(kernel, store) ?? ejected(record.status)
  const reasons = reasonsOf(kernel, record.name !== name ? record.name : undefined)
  return reasons.length === 0 ? operational : { state: 'degraded', reasons }
}

/** In no roster: not yet, not ever since the store takes nothing, or not after all. */
function unlisted(kernel: Kernel, store: StoreId): LifecycleStatus {
  const { checkpoints } = kernel
  const isVoid = voidAdmissionOf(checkpoints.state, store) !== undefined
  if (isVoid) return superseded(kernel, store) ?? ejected('not-admitted')
  return joiningOf(kernel)
}

function joiningOf({ storeFailure, storeRoom }: Kernel): LifecycleStatus {
  if (storeFailure !== undefined) return unfounded
  return storeRoom.isFull ? roomless : joiningStatus
}

function reasonsOf(kernel: Kernel, displaced: MemberName | undefined): LifecycleReason[] {
  const state = kernel.checkpoints.state
  const { live, answeringCount } = kernel.membership
  const reasons: LifecycleReason[] = []
  if (failedOf(state).length >= state.replicationFactor) reasons.push('too-many-failed')
  if ((answeringCount + 1) * 2 <= live.size + 1) reasons.push('no-quorum')
  if (isIsolated(kernel.membership) && live.size > 0) reasons.push('isolated')
  if (displaced !== undefined) reasons.push('displaced')
  if (kernel.storeFailure !== undefined) reasons.push('store-failed')
  else if (kernel.storeRoom.isFull) reasons.push('store-full')
  return reasons
}

/** Whether the lifecycle is derived of the same: it counts who answers, not when they did. */
export const isSameHealth = (a: MembershipLocal, b: MembershipLocal): boolean =>
  a.answeringCount === b.answeringCount && a.live.size === b.live.size && a.link === b.link
