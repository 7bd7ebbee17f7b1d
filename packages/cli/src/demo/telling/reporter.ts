/**
 * Hears one member and passes on what is news. Being operational is none at the start nor after
 * joining, only after having been something else. That a store ended whose name another took over
 * just before is no ejection: the member came back with a new one.
 */
import { type Happening, type Words, wordsFor } from './happening.ts'
import type { Timeline } from './timeline.ts'

export class Reporter {
  readonly #name: string
  readonly #timeline: Timeline
  readonly #stores = new Map<string, string>()
  #state = 'operational'

  constructor(name: string, timeline: Timeline) {
    this.#name = name
    this.#timeline = timeline
  }

  hear(happening: Happening): void {
    const words = this.#replacement(happening) ?? wordsFor(happening)
    if (words === undefined) return
    if (happening.kind === 'state') {
      if (words.before === this.#state) return
      this.#state = words.before
    }
    this.#timeline.tell(this.#name, words)
  }

  /** Keeps who holds which name. */
  #replacement(happening: Happening): Words | undefined {
    if (happening.kind === 'member-joined') this.#stores.set(happening.name, happening.store)
    if (happening.kind !== 'member-ejected') return undefined
    const { name, store } = happening
    const holder = this.#stores.get(name)
    if (holder === undefined || holder === store) return undefined
    return { tone: 'plain', before: '', about: name, after: 'replaces the former one of its name' }
  }
}
