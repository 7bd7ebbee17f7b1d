/**
 * A failing run to keep: the plan as data, what failed and where, and the hash of the run. Plain
 * JSON, so that it can be attached to a report and survives a change of whatever drew the plan.
 * What is read back is checked field by field.
 */
import type { Plan } from '../plan/index.ts'
import type { Failure } from '../run/index.ts'
import { wrongWithPlan } from './capsule-check.ts'

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

/** @throws BadCapsule saying what is wrong with it. */
export function parseCapsule(text: string): Capsule {
  const parsed = parsedJson(text)
  const { format, title, plan, failure, hash } = parsed as {
    readonly [Key in keyof Capsule]?: unknown
  }
  if (format !== 1) throw new BadCapsule(`its format is ${String(format)}, not 1`)
  if (typeof title !== 'string' || typeof hash !== 'string')
    throw new BadCapsule('it has no title or no hash')
  const wrong = wrongWithPlan(plan)
  if (wrong !== undefined) throw new BadCapsule(`its plan: ${wrong}`)
  if (typeof failure !== 'object' || failure === null || !('invariant' in failure))
    throw new BadCapsule('it does not say what failed')
  return parsed as Capsule
}

function parsedJson(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null) return parsed
  } catch (error) {
    throw new BadCapsule(`it is no JSON: ${(error as Error).message}`)
  }
  throw new BadCapsule('it is no object')
}
