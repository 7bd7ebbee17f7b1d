/**
 * Turns what members tell at about the same time into as few lines as say it all: one member's
 * "cannot reach d", "cannot reach e" is one line about d and e, and what several members tell alike
 * is one line that names them. Loses nothing, and keeps the order in which each member told.
 */
import type { Tone, Words } from './happening.ts'
import { listed } from './names.ts'

const aboutMax = 8

/** One member told one thing. */
export interface Telling {
  readonly at: number
  readonly by: string
  readonly words: Words
}

/** One line of the timeline. */
export interface Line {
  readonly at: number
  readonly by: readonly string[]
  readonly tone: Tone
  readonly text: string
}

export const condense = (tellings: readonly Telling[]): readonly Line[] =>
  bySameText(bySameSubject(tellings))

interface Gathered extends Telling {
  readonly about: readonly string[]
}

/** What one member tells of several others in the same words. */
function bySameSubject(tellings: readonly Telling[]): readonly Gathered[] {
  const gathered = new Map<string, Gathered>()
  for (const telling of tellings) {
    const { by, words } = telling
    const key = JSON.stringify([by, words.before, words.after, words.about === undefined])
    const about = [...(gathered.get(key)?.about ?? []), ...asList(words.about)]
    gathered.set(key, { ...(gathered.get(key) ?? telling), about: [...new Set(about)].toSorted() })
  }
  return [...gathered.values()]
}

/** A member is added to an earlier line only if it has told nothing since. */
function bySameText(gathered: readonly Gathered[]): readonly Line[] {
  const lines: Line[] = []
  for (const { at, by, words, about } of gathered) {
    const text = textOf(words, about)
    const index = lines.findLastIndex((line) => line.text === text)
    const since = lines.slice(index + 1)
    const line = lines[index]
    if (line === undefined || since.some((each) => each.by.includes(by)))
      lines.push({ at, by: [by], tone: words.tone, text })
    else lines[index] = { ...line, by: [...line.by, by].toSorted() }
  }
  return lines
}

function textOf({ before, after = '' }: Words, about: readonly string[]): string {
  const phrase = about.length > 1 ? plural(after) : after
  return [before, listed(about, aboutMax), phrase].filter((part) => part !== '').join(' ')
}

const plural = (text: string): string =>
  text.replace(/^is a member\b/, 'are members').replace(/^is\b/, 'are')

const asList = (name: string | undefined): readonly string[] => (name === undefined ? [] : [name])
