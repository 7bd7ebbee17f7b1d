/**
 * A failing run to keep: the plan as data, what failed and where, and the hash of the run. Plain
 * JSON, so that it can be attached to a report and survives a change of whatever drew the plan.
 * What is read back is checked field by field.
 */
import type { Plan } from '../plan/index.ts'
import type { Failure } from '../run/index.ts'
import { isAmount, isFields, isText, type Shape, wrongIn, wrongWithPlan } from './capsule-check.ts'

export interface Capsule {
  readonly format: 1
  /** The name of the simulation. */
  readonly title: string
  readonly plan: Plan
  readonly failure: Failure
  /** Trace hash of the run of this plan, on this commit. */
  readonly hash: string
  readonly commit: string
  readonly node: string
}

/** Text that is no capsule, or one of another format. */
export class BadCapsule extends Error {
  override readonly name: string = 'BadCapsule'
}

export const capsuleText = (capsule: Capsule): string =>
  `${JSON.stringify(capsule, undefined, 2)}\n`

const capsuleShape: Shape = {
  format: (value) => value === 1,
  title: isText,
  plan: isFields,
  failure: isFields,
  hash: isText,
  commit: isText,
  node: isText,
}

const failureShape: Shape = { invariant: isText, detail: isText, atMs: isAmount }

/** @throws BadCapsule saying what is wrong with it. */
export function parseCapsule(text: string): Capsule {
  const parsed = parsedJson(text)
  const wrong = wrongIn(parsed, capsuleShape)
  if (wrong !== undefined) throw new BadCapsule(`its ${wrong}`)
  const capsule = parsed as unknown as Capsule
  const wrongPlan = wrongWithPlan(capsule.plan)
  if (wrongPlan !== undefined) throw new BadCapsule(`its plan: ${wrongPlan}`)
  const wrongFailure = wrongIn({ ...capsule.failure }, failureShape)
  if (wrongFailure !== undefined) throw new BadCapsule(`its failure: ${wrongFailure}`)
  return capsule
}

function parsedJson(text: string): { readonly [field: string]: unknown } {
  try {
    const parsed: unknown = JSON.parse(text)
    if (isFields(parsed)) return parsed
  } catch (error) {
    throw new BadCapsule(`it is no JSON: ${(error as Error).message}`)
  }
  throw new BadCapsule('it is no object')
}
