/**
 * Where a member stands by its own log when it starts: whether it goes on as who it was, and why
 * not. Decides nothing by what others say.
 */
import type { Member, Refusal } from '@quorate/core'

/** By its log it is a member of a cluster. */
export const isMember = ({ state: { state } }: Member): boolean =>
  state === 'operational' || state === 'degraded'

/** By its log it is a member of a cluster that this contact is a member of. */
export const isMemberWith = (member: Member, contact: string): boolean =>
  isMember(member) && member.members().some(({ address }) => address === contact)

/** A member without a contact has no cluster to go on in. */
export function whyOut({ name, state: { reasons } }: Member): Refusal {
  const why = reasons.length === 0 ? 'was never let in' : `is out: ${reasons.join(', ')}`
  return { kind: 'not-joined', detail: `by its log ${name} ${why}; it needs a contact to join` }
}

/** A join would set aside what only this log may hold: somebody has to say that it may. */
export const otherCluster = ({ name }: Member, contact: string): Refusal => ({
  kind: 'cluster-config',
  detail:
    `the log has ${name} in a cluster without ${contact}, which does not list it: ` +
    'start it without a contact to go on there, or with an empty folder to join',
})
