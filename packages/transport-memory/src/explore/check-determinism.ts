/**
 * Whether a plan gives the same run again: what depends on anything but the plan (a real clock, the
 * order of an object's keys, what an earlier run left behind) shows as another trace hash.
 */
import type { Plan } from '../plan/index.ts'
import type { Failure, Outcome } from '../run/index.ts'

/** Every so manieth plan that holds is run twice, chosen by its seed. */
export const twiceEvery = 20

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
