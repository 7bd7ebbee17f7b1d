/**
 * What an operation of a workload may draw. A picker decides nothing but by its draws, each keyed
 * by the operation's place in the plan; it must be asked before the operation awaits anything.
 */
export interface Picker {
  /** The name of a member that runs; passes the operation over if none does. */
  up(): string
  /** The name of any member, whether it runs or not. */
  name(): string
  /** A whole number in [0, bound). */
  int(bound: number): number
  /** One of a list. */
  of<T>(list: readonly T[]): T
  /** `prefix-0` to `prefix-(count - 1)`. */
  key(prefix: string, count: number): string
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean
  /** A value no other operation of the run has. */
  fresh(): string
}
