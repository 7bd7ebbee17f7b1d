/**
 * Lets virtual time pass, always in the same small steps, whether as fast as possible or at the
 * pace of a real clock: what happens is the same either way.
 */
import type { World } from '@quorate/transport-memory'

export interface PaceOptions {
  readonly world: World
  /** Called after each step: time has passed. */
  readonly onStep: () => void
  /** Waits until so much real time has passed as virtual; default: does not wait. */
  readonly keepUp: ((virtualMs: number) => Promise<void>) | undefined
}

const stepMs = 10

export class Pace {
  readonly #options: PaceOptions

  constructor(options: PaceOptions) {
    this.#options = options
  }

  async pass(ms: number): Promise<void> {
    const end = this.#options.world.now + ms
    while (this.#options.world.now < end) await this.#step()
  }

  /** Whether it became so within that many milliseconds. */
  async until(isSo: () => Promise<boolean>, withinMs: number): Promise<boolean> {
    const end = this.#options.world.now + withinMs
    while (!(await isSo())) {
      if (this.#options.world.now >= end) return false
      await this.#step()
    }
    return true
  }

  /** Lets time pass until the promise is settled; every promise of a member has a deadline. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false
    const settled = (): void => {
      isSettled = true
    }
    promise.then(settled, settled)
    await this.#options.world.drain()
    while (!isSettled) await this.#step()
    return promise
  }

  async #step(): Promise<void> {
    const { world, onStep, keepUp } = this.#options
    await world.advance(stepMs)
    onStep()
    await keepUp?.(world.now)
  }
}
