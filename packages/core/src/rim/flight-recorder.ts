/**
 * The last inputs of a member, for `replay`: while all since start-up are there, they rebuild it
 * exactly.
 */
import type { Input } from '../model/index.ts'

/** What a flight recorder holds. */
export interface Recording {
  /** Oldest first. */
  readonly inputs: readonly Input[]
  /** Every input since start-up is there, so that a replay gives this member. */
  readonly isComplete: boolean
}

export class FlightRecorder {
  readonly #capacity: number
  readonly #inputs: Input[] = []
  #recorded = 0

  /** `capacity`: inputs kept; 0 records nothing. */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  record(input: Input): void {
    if (this.#capacity === 0) return
    this.#inputs[this.#recorded % this.#capacity] = input
    this.#recorded++
  }

  recording(): Recording {
    const isComplete = this.#capacity > 0 && this.#recorded <= this.#capacity
    if (isComplete) return { inputs: [...this.#inputs], isComplete }
    const start = this.#capacity === 0 ? 0 : this.#recorded % this.#capacity
    return { inputs: [...this.#inputs.slice(start), ...this.#inputs.slice(0, start)], isComplete }
  }
}
