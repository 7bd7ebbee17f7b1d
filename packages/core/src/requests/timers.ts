/**
 * The three timers of requests, one each for all requests: a timer per request would cost more
 * than the request. A timer stands at the earliest moment it is needed for, is never disarmed, and
 * when it fires with nothing due it is armed anew or left off.
 */
import type { Effect, Millis, TimerKey } from '../model/index.ts'
import type { PendingRequest, RequestsLocal } from './local.ts'

export const deadlineTimer: TimerKey = 'requests/deadline'
export const resendTimer: TimerKey = 'requests/resend'
export const forgetTimer: TimerKey = 'requests/forget'

export const deadlineOf = (request: PendingRequest): Millis => request.askedAt + request.timeoutMs

export const arm = (timer: TimerKey, deadline: Millis): Effect => ({ kind: 'arm', timer, deadline })

/**
 * Whether sending it again cannot run it twice: reading twice is reading once, and data is run by
 * one named life at most, which knows what it ran (Q2, Q3).
 */
export const isRepeatable = (request: PendingRequest): boolean =>
  !request.isOwn && (request.subject !== 'data' || request.incarnation !== 0)

export interface Armed {
  readonly local: RequestsLocal
  readonly effects: readonly Effect[]
}

/** Adds a request, and the timers that do not stand early enough for it. */
export function withPending(local: RequestsLocal, request: PendingRequest): Armed {
  const effects: Effect[] = []
  let { deadlineAt, resendAt } = local
  const deadline = deadlineOf(request)
  if (deadlineAt === undefined || deadline < deadlineAt) {
    deadlineAt = deadline
    effects.push(arm(deadlineTimer, deadline))
  }
  if (resendAt === undefined && isRepeatable(request)) {
    resendAt = request.sentAt + local.config.resendAfterMs
    effects.push(arm(resendTimer, resendAt))
  }
  const pending = local.pending.with(request.id, request)
  return { local: { ...local, pending, deadlineAt, resendAt }, effects }
}
