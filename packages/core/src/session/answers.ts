/**
 * How many nonce answers go out: a flood of hellos must not be answered one for one (F10). Hellos
 * that do not prove the secret have a small budget of their own, so that whoever can send to this
 * address uses up none of what honest askers need.
 */
import type { Millis } from '../model/index.ts'

/** Nonce answers a second to those that prove the secret. */
export const answersPerSecondMax = 1000

/** Nonce answers a second to hellos that do not prove it: enough to see the mistake. */
export const unprovenAnswersPerSecondMax = 20

export class AnswerBudget {
  #since: Millis = 0
  #proven = 0
  #unproven = 0

  /** Whether one more answer may go out now; it counts as sent if so. */
  spend(at: Millis, kind: 'proven' | 'unproven'): boolean {
    if (at - this.#since >= 1000) {
      this.#since = at
      this.#proven = 0
      this.#unproven = 0
    }
    return kind === 'proven'
      ? ++this.#proven <= answersPerSecondMax
      : ++this.#unproven <= unprovenAnswersPerSecondMax
  }
}
