/**
 * Ejecting a member, or leaving. It decides whether there is somebody to eject and says so in the
 * log; it must never touch the live view, which follows the roster. Invariants: M15 (settled once,
 * when durable), M23 (a name that is no member's is no error and no entry; nobody empties the
 * roster), M24 (not with a clock far from a majority's).
 */
import type { ClusterEvent, CommandId, Effect, MemberName, Outcome } from '../model/index.ts'
import { refuse, succeed } from '../model/index.ts'
import type { Context, Decision } from '../state/index.ts'
import { decided, isMember, memberNamed, rosterOf, whyNotLog } from '../state/index.ts'
import type { MembershipLocal } from './local/index.ts'

/** Ejects the member of a name: settles true once logged, false if there is none. */
export function ejectMember(
  local: MembershipLocal,
  context: Context,
  asked: { readonly id: CommandId; readonly name: MemberName },
): Decision<MembershipLocal> {
  const { id, name } = asked
  const { self, state } = context
  const settle = (outcome: Outcome<boolean>): Effect => ({ kind: 'settle', id, outcome })
  if (self.role === 'client') {
    const detail = `${self.name} is a client: only members eject`
    return decided(local, { effects: [settle(refuse('cluster-config', detail))] })
  }
  if (!isMember(state, self.store)) {
    const detail = `${self.name} is no member of a cluster now: it ejects nobody`
    return decided(local, { effects: [settle(refuse('not-joined', detail))] })
  }
  const record = memberNamed(state, name)
  if (record === undefined) return decided(local, { effects: [settle(succeed(false))] })
  if (rosterOf(state).length === 1) {
    const detail = `${name} is the last member: a cluster is never empty`
    return decided(local, { effects: [settle(refuse('cluster-state', detail))] })
  }
  const why = whyNotLog(context)
  if (why !== undefined) return decided(local, { effects: [settle({ ok: false, refusal: why })] })
  const event: ClusterEvent = { kind: 'member-ejected', name, store: record.store }
  return decided(local, { events: [{ event, settles: undefined }], then: [settle(succeed(true))] })
}
