/** Texts that repeat, each kept once and named by a number: what makes a record small. */
import type { Word } from '../run-record.ts'

/** Texts kept; what comes later is all one word. */
export const wordsMax = 50_000

export class Words {
  readonly #places = new Map<string, Word>()
  readonly #texts: string[] = []

  /** The word for a text. */
  of(text: string): Word {
    const known = this.#places.get(text)
    if (known !== undefined) return known
    if (this.#texts.length >= wordsMax - 1) return this.#overflow()
    return this.#add(text)
  }

  /** Every text, by its word. */
  all(): readonly string[] {
    return [...this.#texts]
  }

  #overflow(): Word {
    return this.#places.get('…') ?? this.#add('…')
  }

  #add(text: string): Word {
    const word = this.#texts.push(text) - 1
    this.#places.set(text, word)
    return word
  }
}
