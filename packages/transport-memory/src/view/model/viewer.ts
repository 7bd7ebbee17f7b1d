/**
 * What is looked at: a stretch of time, a cursor in it, the step it stands on, a filter. The only
 * place where that changes; whoever draws is told, and asks.
 */
import type { Filter } from './filter.ts'
import { firstFilter } from './filter.ts'
import type { Run } from './run.ts'
import type { Step, Thing } from './steps.ts'
import { stepsOf } from './steps.ts'
import { firstAfter } from './times.ts'

/** The shortest stretch that can be looked at, in virtual milliseconds. */
const stretchMinMs = 2

export class Viewer {
  readonly run: Run
  readonly #listeners: (() => void)[] = []
  #filter: Filter = firstFilter
  #steps: readonly Step[]
  #from = 0
  #to: number
  #cursor = 0
  #step = 0

  constructor(run: Run) {
    this.run = run
    this.#to = run.endMs
    this.#steps = stepsOf(run, this.#filter)
    this.#standAt(run.record.failure?.atMs ?? 0)
  }

  get filter(): Filter {
    return this.#filter
  }

  get steps(): readonly Step[] {
    return this.#steps
  }

  /** The stretch of time looked at, in virtual milliseconds. */
  get stretch(): { readonly from: number; readonly to: number } {
    return { from: this.#from, to: this.#to }
  }

  get cursor(): number {
    return this.#cursor
  }

  /** Which step the cursor stands on; -1: before the first. */
  get step(): number {
    return this.#step
  }

  get current(): Step | undefined {
    return this.#steps[this.#step]
  }

  /** When the step before was, of those at another time. */
  get before(): number {
    let place = Math.min(this.#step, this.#steps.length - 1)
    const at = this.current?.at ?? this.#cursor
    while (place >= 0 && (this.#steps[place]?.at ?? 0) >= at) place--
    return this.#steps[place]?.at ?? -1
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** Puts the cursor at a time, and keeps it in sight. */
  moveTo(ms: number): void {
    this.#standAt(ms)
    this.#reveal()
    this.#changed()
  }

  /** The next step, or the one so many on; negative: back. */
  stepBy(count: number): void {
    this.#standOn(this.#step + count)
  }

  /** The next step worth stopping at; -1: the one before. */
  toInteresting(direction: 1 | -1): void {
    let place = this.#step + direction
    while (this.#steps[place]?.isInteresting === false) place += direction
    if (this.#steps[place] !== undefined) this.#standOn(place)
  }

  /** Puts the cursor on something that is shown. */
  select(thing: Thing, isArrival: boolean = false): void {
    const place = this.#steps.findIndex(
      (step) => step.thing === thing && step.isArrival === isArrival,
    )
    if (place >= 0) this.#standOn(place)
  }

  /** Shows less time (a factor below 1) or more, `around` staying where it is. */
  zoom(factor: number, around: number = this.#cursor): void {
    const shown = this.#to - this.#from
    const wanted = Math.min(Math.max(shown * factor, stretchMinMs), this.run.endMs)
    const left = ((around - this.#from) / shown) * wanted
    this.#look(around - left, wanted)
    this.#changed()
  }

  /** Looks at all of the run. */
  fit(): void {
    this.#look(0, this.run.endMs)
    this.#changed()
  }

  /** Looks at a stretch of time. */
  lookAt(from: number, to: number): void {
    this.#look(from, Math.max(to - from, stretchMinMs))
    this.#changed()
  }

  pan(ms: number): void {
    this.#look(this.#from + ms, this.#to - this.#from)
    this.#changed()
  }

  show(filter: Filter): void {
    this.#filter = filter
    this.#steps = stepsOf(this.run, filter)
    this.#standAt(this.#cursor)
    this.#changed()
  }

  #standAt(ms: number): void {
    this.#cursor = Math.min(Math.max(ms, 0), this.run.endMs)
    this.#step = firstAfter(this.#steps, this.#cursor) - 1
  }

  #standOn(place: number): void {
    if (this.#steps.length === 0) return
    this.#step = Math.min(Math.max(place, 0), this.#steps.length - 1)
    this.#cursor = this.current?.at ?? this.#cursor
    this.#reveal()
    this.#changed()
  }

  #reveal(): void {
    const shown = this.#to - this.#from
    const margin = shown * 0.08
    if (this.#cursor < this.#from + margin) this.#look(this.#cursor - margin, shown)
    if (this.#cursor > this.#to - margin) this.#look(this.#cursor - shown + margin, shown)
  }

  #look(from: number, shown: number): void {
    const length = Math.min(shown, this.run.endMs)
    this.#from = Math.min(Math.max(from, 0), this.run.endMs - length)
    this.#to = this.#from + length
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
