/** Two decisions on one input as one. It decides nothing itself. */
import type { Decision } from '../../state/index.ts'
import type { MembershipLocal } from './membership-local.ts'

/** Decides on the same input once more, in the light of what was decided on it so far. */
export function andThen(
  first: Decision<MembershipLocal>,
  decide: (local: MembershipLocal) => Decision<MembershipLocal>,
): Decision<MembershipLocal> {
  const next = decide(first.local)
  if (first.effects.length === 0 && first.events.length === 0 && first.then.length === 0)
    return first.adopt === undefined ? next : { ...next, adopt: first.adopt }
  return {
    local: next.local,
    events: [...first.events, ...next.events],
    admitted: undefined,
    adopt: first.adopt ?? next.adopt,
    strange: undefined,
    effects: [...first.effects, ...next.effects],
    then: [...first.then, ...next.then],
  }
}
