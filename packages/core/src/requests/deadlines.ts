/**
 * How requests end or go on without an answer: the deadline, the repeat, and hints that nobody is
 * there. A deadline settles at its moment, never before and never not (Q1); a repeat is the same
 * request again, and only where it cannot run twice (Q2).
 */
import {
  type Address,
  type Effect,
  marked,
  type Millis,
  type RefusalKind,
  refuse,
} from '../model/index.ts'
import { type Context, decided, type Decision } from '../state/index.ts'
import type { Explanation, PendingRequest, RequestsLocal } from './local.ts'
import { forNextLife, sendRequest } from './request.ts'
import { arm, deadlineOf, deadlineTimer, isRepeatable, resendTimer } from './timers.ts'

type Decided = Decision<RequestsLocal>

/** Settles what is due, and arms the timer for what is left. */
export function expireRequests(local: RequestsLocal, context: Context): Decided {
  const effects: Effect[] = []
  const addresses = new Set<Address>()
  let { pending } = local
  let deadlineAt: Millis | undefined
  for (const request of local.pending.values()) {
    const deadline = deadlineOf(request)
    if (deadline <= context.at) {
      pending = pending.without(request.id)
      effects.push(silent(request, local.explained.get(request.address)))
    } else {
      deadlineAt = Math.min(deadline, deadlineAt ?? deadline)
      addresses.add(request.address)
    }
  }
  if (deadlineAt !== undefined) effects.push(arm(deadlineTimer, deadlineAt))
  const explained = onlyOf(local.explained, addresses)
  return decided({ ...local, pending, deadlineAt, explained }, { effects })
}

function silent(request: PendingRequest, explanation: Explanation | undefined): Effect {
  const who = request.name ?? request.address
  const detail = `no answer from ${who} within ${request.timeoutMs} ms`
  const explains = explanation !== undefined && explanation.at >= request.askedAt
  const outcome = explains
    ? refuse(explanation.kind, `${detail}: ${explanation.kind} at ${request.address}`)
    : refuse('network-error', detail)
  return { kind: 'settle', id: request.command, outcome }
}

function onlyOf(
  explained: ReadonlyMap<Address, Explanation>,
  addresses: ReadonlySet<Address>,
): ReadonlyMap<Address, Explanation> {
  if (explained.size === 0) return explained
  return new Map([...explained].filter(([address]) => addresses.has(address)))
}

/** Repeats what waited long enough. */
export function resendRequests(local: RequestsLocal, context: Context): Decided {
  const { resendAfterMs } = local.config
  const effects: Effect[] = []
  let { pending } = local
  let resendAt: Millis | undefined
  for (const request of local.pending.values()) {
    if (!isRepeatable(request)) continue
    if (request.nextLife === 'awaited') {
      const next = forNextLife(request, context)
      if (next.nextLife === 'asked') {
        pending = pending.with(request.id, next)
        effects.push(sendRequest(next))
      }
      resendAt = Math.min(context.at + resendAfterMs, resendAt ?? Number.POSITIVE_INFINITY)
      continue
    }
    const isDue = request.sentAt + resendAfterMs <= context.at
    const sentAt = isDue ? context.at : request.sentAt
    if (isDue) {
      pending = pending.with(request.id, { ...request, sentAt })
      effects.push(sendRequest(request), marked('requests.resent'))
    }
    resendAt = Math.min(sentAt + resendAfterMs, resendAt ?? Number.POSITIVE_INFINITY)
  }
  if (resendAt !== undefined) effects.push(arm(resendTimer, resendAt))
  return decided({ ...local, pending, resendAt }, { effects })
}

/** The transport says that nobody listens there: no request to there will be answered. */
export function failUnreachable(local: RequestsLocal, address: Address): Decided {
  const effects: Effect[] = []
  let { pending } = local
  for (const request of local.pending.values()) {
    if (request.isOwn || request.address !== address) continue
    pending = pending.without(request.id)
    const outcome = refuse('network-error', `nobody listens at ${address}`)
    effects.push({ kind: 'settle', id: request.command, outcome })
  }
  return effects.length === 0 ? decided(local) : decided({ ...local, pending }, { effects })
}

/** Keeps what explains silence from an address; the deadlines there will tell it (Q6). */
export function explainSilence(
  local: RequestsLocal,
  context: Context,
  hint: { readonly address: Address; readonly kind: RefusalKind },
): Decided {
  if (local.pending.size === 0) return decided(local)
  const explained = new Map(local.explained)
  explained.delete(hint.address)
  explained.set(hint.address, { kind: hint.kind, at: context.at })
  const [oldest] = explained.keys()
  if (explained.size > explainedMax && oldest !== undefined) explained.delete(oldest)
  return decided({ ...local, explained })
}

/** Addresses whose silence is explained at most, the newest: a hint costs no more than these. */
export const explainedMax = 64
