/**
 * What is wrong between members at the moment: cuts, clogs and other rules, kept in the order in
 * which every frame is put to them (cuts, then what was added, then the latency, which decides
 * about each). Decides no frame's fate itself, and knows members only by the addresses they have.
 * Each fault is taken back by itself: no undo touches what another call began.
 */
import type { Address } from '@quorate/core'
import { along } from './fault.ts'
import type { Addresses, Rule, SentFrame } from './fault.ts'
import { clog, Held, oneWay, partition } from './faults/index.ts'
import type { Timeline } from './time/index.ts'
import type { Trace, TraceKind } from './trace.ts'
import type { Undo } from './undo.ts'

/** A cut's direction. */
export interface CutOptions {
  /** Only what the first group sends is lost; default false. */
  readonly oneWay?: boolean
}

/** What links need to know. */
export interface LinksParts {
  readonly timeline: Timeline
  readonly trace: Trace
  /** Asked last: decides about every frame. */
  readonly latency: Rule
  /** The addresses these members have or will have; throws for a name that is not there. */
  readonly ownedBy: (group: readonly string[]) => Addresses
}

/** Two groups of members, by name. */
type Sides = readonly [readonly string[], readonly string[]]

/** One addition: the same rule added twice is two. */
interface Entry {
  readonly rule: Rule
}

export class Links {
  readonly #parts: LinksParts
  #cuts: readonly Entry[] = []
  #added: readonly Entry[] = []
  #rules: readonly Rule[]

  constructor(parts: LinksParts) {
    this.#parts = parts
    this.#rules = [parts.latency]
  }

  /** What every frame is put to, in order. */
  get rules(): readonly Rule[] {
    return this.#rules
  }

  cut([group, other]: Sides, options: CutOptions = {}): Undo {
    const { ownedBy } = this.#parts
    const rule = options.oneWay ? oneWay : partition
    const names = [group.join(), other.join()] as const
    const mend = this.#cut(rule(ownedBy(group), ownedBy(other)), names)
    this.#record('cut', names, options.oneWay ? 'one-way' : 'partition')
    return mend
  }

  isolate(name: string): Undo {
    const inside = this.#parts.ownedBy([name])
    const outside = (address: Address): boolean => !inside(address)
    const mend = this.#cut(partition(inside, outside), [name])
    this.#record('cut', [name], 'isolate')
    return mend
  }

  heal(): void {
    this.#cuts = []
    this.#arrange()
    this.#record('heal', [''])
  }

  clog([group, other]: Sides, forMs: number): Undo {
    const { ownedBy, timeline } = this.#parts
    const way = { from: ownedBy(group), to: ownedBy(other) }
    const undo = this.addRule(along(way, clog(timeline.now + forMs)))
    this.#record('clog', [group.join(), other.join()], `${forMs} ms`)
    return undo
  }

  hold(isMeant: ((frame: SentFrame) => boolean) | undefined): Held {
    const held = new Held({ isMeant, onEnd: () => undo() })
    const undo = this.addRule(held.rule)
    return held
  }

  addRule(rule: Rule): Undo {
    const entry = { rule }
    this.#added = [...this.#added, entry]
    this.#arrange()
    return () => this.#keepAdded((each) => each !== entry)
  }

  removeRule(rule: Rule): void {
    this.#keepAdded((each) => each.rule !== rule)
  }

  #cut(rule: Rule, names: readonly [string, string?]): Undo {
    const entry = { rule }
    this.#cuts = [...this.#cuts, entry]
    this.#arrange()
    return () => {
      if (!this.#cuts.includes(entry)) return
      this.#cuts = this.#cuts.filter((each) => each !== entry)
      this.#arrange()
      this.#record('heal', names)
    }
  }

  #keepAdded(isKept: (entry: Entry) => boolean): void {
    this.#added = this.#added.filter(isKept)
    this.#arrange()
  }

  #arrange(): void {
    const { latency } = this.#parts
    this.#rules = [...this.#cuts, ...this.#added, { rule: latency }].map(({ rule }) => rule)
  }

  #record(kind: TraceKind, [from, to]: readonly [string, string?], note?: string): void {
    const { timeline, trace } = this.#parts
    const ends = to === undefined ? { from } : { from, to }
    trace.record({ at: timeline.now, kind, ...ends, ...(note === undefined ? {} : { note }) })
  }
}
