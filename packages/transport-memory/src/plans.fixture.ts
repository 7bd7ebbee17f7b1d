/**
 * Plans to cut down without running them: any that the swarm draws. What fails is a property of the
 * plan itself, so that thousands can be tried. Nothing is checked here.
 */
import fc from 'fast-check'
import { fault, faultKinds, furtherKinds, type Plan, planOf, type PlanShape } from './plan/index.ts'
import { capsuleText, parseCapsule } from './simulate/index.ts'

const shape: PlanShape = {
  members: 'any',
  start: 'either',
  runMs: 300_000,
  faults: fault.only(...faultKinds, ...furtherKinds),
  uses: [
    { name: 'put', weight: 2 },
    { name: 'eject', weight: 1 },
  ],
  usesPerMinute: 12,
  pctDepth: 3,
}

export const anyPlan: fc.Arbitrary<Plan> = fc.nat().map((seed) => planOf(`any ${seed}`, shape))

/** What is wrong with a plan once it was written and read again; undefined: nothing. */
export function wrongWith(plan: Plan): string | undefined {
  const failure = { invariant: '', detail: '', atMs: 0 }
  const about = { title: '', hash: '', commit: '', node: '' }
  try {
    parseCapsule(capsuleText({ format: 1, ...about, plan, failure }))
    return undefined
  } catch (error) {
    return String(error)
  }
}
