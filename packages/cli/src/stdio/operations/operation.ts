/**
 * One thing a driver can ask of a member: which arguments it takes, and what it does. The answer
 * is JSON; trouble is a `ClusterError`.
 */
import type { Plain } from '../../json/plain.ts'
import type { MemberRun } from '../../run/member-run.ts'
import { type Given, readArguments, type Shape } from '../argument.ts'

export interface Operation {
  readonly argumentNames: readonly string[]
  /** @throws ClusterError `invalid-option` for wrong arguments, and whatever the member says. */
  run(run: MemberRun, given: { readonly [name: string]: Plain }): Promise<Plain>
}

/** An operation from its arguments and what it does with them. */
export function operation<S extends Shape>(
  shape: S,
  perform: (run: MemberRun, given: Given<S>) => Plain | Promise<Plain>,
): Operation {
  return {
    argumentNames: Object.keys(shape),
    run: async (run, given) => perform(run, readArguments(shape, given)),
  }
}

export type Operations = { readonly [name: string]: Operation }
