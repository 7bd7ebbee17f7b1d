/**
 * The last inputs of a member, for `replay`: while all since start-up are there, they rebuild it
 * exactly.
 */
import type { KernelConfig } from '../kernel/index.ts'
import type { Input } from '../model/index.ts'

/** What a flight recorder holds: `replay(config, inputs)` rebuilds the member. */
export interface Recording {
  /** What the member ran with, its settings as they fit its transport. */
  readonly config: KernelConfig
  /** Oldest first. */
  readonly inputs: readonly Input[]
  /** Every input since start-up is there, so that a replay gives this member. */
  readonly isComplete: boolean
}

export class FlightRecorder {
  readonly #config: KernelConfig
  readonly #capacity: number
  readonly #inputs: Input[] = []
  #recorded = 0

  /** `capacity`: inputs kept; 0 records nothing. */
  constructor(config: KernelConfig, capacity: number) {
    this.#config = config
    this.#capacity = capacity
  }

  record(input: Input): void {
    if (this.#capacity === 0) return
    this.#inputs[this.#recorded % this.#capacity] = input
    this.#recorded++
  }

  recording(): Recording {
    const isComplete = this.#capacity > 0 && this.#recorded <= this.#capacity
    const config = this.#config
    if (isComplete) return { config, inputs: [...this.#inputs], isComplete }
    const start = this.#capacity === 0 ? 0 : this.#recorded % this.#capacity
    const inputs = [...this.#inputs.slice(start), ...this.#inputs.slice(0, start)]
    return { config, inputs, isComplete }
  }
}
