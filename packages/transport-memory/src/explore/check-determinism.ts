/**
 * Whether a plan gives the same run again: what depends on anything but the plan (a real clock,
 * what an earlier run left behind) shows as another trace hash. And which plans are run once more,
 * with another order of what happens at one instant: what relies on an order shows as a failure.
 */
import { belowOf, keyOf } from '../random.ts'
import type { Plan } from '../plan/index.ts'
import type { Failure, Outcome } from '../run/index.ts'

/** Every so manieth plan that holds is run once more, chosen by its seed: as it is, and salted. */
const againEvery = 20

export const isRunTwice = (plan: Plan): boolean => isChosen(plan, 'twice')

export const isRunSalted = (plan: Plan): boolean =>
  plan.surroundings.ties === 'keyed' && isChosen(plan, 'salted')

/** The same, but for the order of what happens at one instant: another run that must hold too. */
export function salted(plan: Plan): Plan {
  const { surroundings } = plan
  return { ...plan, surroundings: { ...surroundings, salt: surroundings.salt + 1 } }
}

const isChosen = ({ seed }: Plan, purpose: string): boolean =>
  belowOf(keyOf(seed, purpose), againEvery) === 0

/** What it says if a second run of the plan was another one. */
export async function repeats(
  plan: Plan,
  first: Pick<Outcome, 'hash' | 'virtualMs'>,
  run: (plan: Plan) => Promise<Outcome>,
): Promise<Failure | undefined> {
  const second = await run(plan)
  if (second.hash === first.hash) return undefined
  const detail = `the same plan gave ${first.hash} and then ${second.hash}`
  return { invariant: 'determinism', detail, atMs: Math.min(first.virtualMs, second.virtualMs) }
}
