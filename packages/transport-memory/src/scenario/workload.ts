/**
 * What users do, as operations that a plan names. What an operation picks is keyed by its place in
 * the plan and by how many picks it made before, never by what is left of the plan; among members
 * that run the pick goes by rank, so that one more or one less changes it only if it was picked.
 */
import type { Member } from '@quorate/core'
import { type Choices, oneOf, type Use } from '../plan/index.ts'
import type { RunView } from './run-view.ts'

/** One thing users do. */
export interface Op extends Use {
  readonly run: () => unknown
}

/** An operation: its name, what it does, and how often it is drawn against others (default 1). */
export const op = (name: string, run: () => unknown, weight: number = 1): Op => ({
  name,
  run,
  weight,
})

/** What an operation may draw. */
export interface Pick {
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

export interface WorkloadTools<App> {
  readonly pick: Pick
  /** The application of a member that runs; passes the operation over if it does not. */
  app(name: string): App
  /** A member that runs; passes the operation over if it does not. */
  member(name: string): Member
  readonly run: RunView<App>
}

/** Thrown by tools to end an operation that makes no sense now. */
export class PassedOver extends Error {
  override readonly name: string = 'PassedOver'
}

/** The picks of one operation after another. */
export class Picks implements Pick {
  readonly #choices: Choices
  readonly #names: readonly string[]
  readonly #up: () => readonly string[]
  #id = 0
  #nth = 0
  #told: string[] = []
  #used = new Set<string>()

  constructor(choices: Choices, names: readonly string[], up: () => readonly string[]) {
    this.#choices = choices
    this.#names = names
    this.#up = up
  }

  /** The picks of this operation from now on. */
  begin(id: number): void {
    this.#id = id
    this.#nth = 0
    this.#told = []
    this.#used = new Set()
  }

  /** What was picked since. */
  get told(): readonly string[] {
    return this.#told
  }

  /** Whose member or application was used since: what they were asked ends with them. */
  get used(): ReadonlySet<string> {
    return this.#used
  }

  use(name: string): void {
    this.#used.add(name)
  }

  up(): string {
    const picked = this.#choices.among(this.#up(), 'pick', this.#id, this.#nth++)
    if (picked === undefined) throw new PassedOver('nobody runs')
    return this.#tell(picked)
  }

  name(): string {
    return this.#tell(this.of(this.#names))
  }

  int(bound: number): number {
    return this.#choices.int(bound, 'pick', this.#id, this.#nth++)
  }

  of<T>(list: readonly T[]): T {
    return oneOf(this.#choices, list, 'pick', this.#id, this.#nth++)
  }

  key(prefix: string, count: number): string {
    return this.#tell(`${prefix}-${this.int(count)}`)
  }

  chance(probability: number): boolean {
    return this.#choices.chance(probability, 'pick', this.#id, this.#nth++)
  }

  fresh(): string {
    return this.#tell(`#${this.#id - freshFrom}.${this.#nth++}`)
  }

  #tell(picked: string): string {
    this.#told.push(picked)
    return picked
  }
}

/** Where the ids of uses begin: short names for values. */
const freshFrom = 1_000_000

/** Picks that are told whom an operation uses. */
export interface UsedPick extends Pick {
  use(name: string): void
}

/** What a workload is made from in a run. */
export const toolsFor = <App>(picks: UsedPick, run: RunView<App>): WorkloadTools<App> => {
  const runs = (name: string): void => {
    if (!run.up.includes(name)) throw new PassedOver(`${name} does not run`)
    picks.use(name)
  }
  return {
    pick: picks,
    run,
    app: (name) => {
      runs(name)
      return run.app(name)
    },
    member: (name) => {
      runs(name)
      return run.member(name)
    },
  }
}
