/**
 * What of fast-check is needed to make plans, as types of our own: the library is handed in by who
 * has it and is no dependency. It decides nothing, and names nothing that fast-check does not have.
 */

import type { Plan } from './plan.ts'

/** Values that are drawn, and made smaller when a property fails. */
export interface Drawn<T> {
  map<U>(change: (value: T) => U): Drawn<U>
}

/** `fc`; `Made` is what it makes of a plan: `fc.Arbitrary<Plan>`. */
export interface FastCheck<Made> {
  constant(plan: Plan): Made
  boolean(): Drawn<boolean>
  integer(bounds: { readonly min: number; readonly max: number }): Drawn<number>
  constantFrom<T>(...values: readonly T[]): Drawn<T>
  noShrink<T>(drawn: Drawn<T>): Drawn<T>
  record<T>(fields: { readonly [Field in keyof T]: Drawn<T[Field]> }): Drawn<T>
  uniqueArray<T>(
    drawn: Drawn<T>,
    options: { readonly maxLength: number; readonly selector: (value: T) => unknown },
  ): Drawn<T[]>
}
