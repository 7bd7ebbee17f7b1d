/**
 * Hears one member and passes on what is news. Being operational is none at the start nor after
 * joining, only after having been something else.
 */
import { type Happening, wordsFor } from './happening.ts'
import type { Timeline } from './timeline.ts'

export class Reporter {
  readonly #name: string
  readonly #timeline: Timeline
  #state = 'operational'

  constructor(name: string, timeline: Timeline) {
    this.#name = name
    this.#timeline = timeline
  }

  hear(happening: Happening): void {
    const words = wordsFor(happening)
    if (words === undefined) return
    if (happening.kind === 'state') {
      if (words.before === this.#state) return
      this.#state = words.before
    }
    this.#timeline.tell(this.#name, words)
  }
}
