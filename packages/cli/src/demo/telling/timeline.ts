/**
 * The timeline of the demo: when, who, what, one line each. What several members tell at about the
 * same time is one line that names them all, at the time of the first. Knows no clock but the one
 * it is given and orders nothing by chance: the same story gives the same text.
 */
import { condense, type Telling } from './condense.ts'
import type { Tone, Words } from './happening.ts'
import { listed } from './names.ts'
import { type Colours, coloursOf, LinesWithStatus, type Screen } from '../../reports/screen.ts'

export interface TimelineOptions {
  readonly screen: Screen
  /** Milliseconds since the story began. */
  readonly now: () => number
  /** Show that time passes: it does so slowly. */
  readonly isSlow: boolean
}

/** How long others may take to tell the same and be named in the same line. */
const togetherMs = 250
const timeWidth = 8
const turnMs = 100
const namesMax = 6
const namesWidth = 2 * namesMax - 1
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const

export class Timeline {
  readonly #lines: LinesWithStatus
  readonly #now: () => number
  readonly #colours: Colours
  readonly #isSlow: boolean
  #pending: readonly Telling[] = []
  #chapters = 0

  constructor({ screen, now, isSlow }: TimelineOptions) {
    this.#lines = new LinesWithStatus(screen)
    this.#now = now
    this.#isSlow = isSlow
    this.#colours = coloursOf(screen)
  }

  /** A line of its own, outside the columns. */
  say(text: string): void {
    this.flush()
    this.#line(text)
  }

  /** Begins a part of the story: its name, and in a sentence what it shows. */
  chapter(name: string, sentence: string): void {
    this.flush()
    this.#chapters += 1
    this.#line('')
    this.#line(this.#colours.bold(`${this.#chapters}  ${name}`))
    this.#line(`   ${this.#colours.dim(sentence)}`)
  }

  /** What the story does, or makes a member do. */
  act(who: string, text: string): void {
    this.flush()
    this.#entry({ at: this.#now(), names: [who], text: `> ${text}` })
  }

  /** What came of it. */
  outcome(who: string, text: string): void {
    this.flush()
    this.#entry({ at: this.#now(), names: [who], text: `< ${text}` })
  }

  /** What a member tells by itself; written once others had the time to tell the same. */
  tell(by: string, words: Words): void {
    this.#pending = [...this.#pending, { at: this.#now(), by, words }]
  }

  /** To be called while time passes: writes what is old enough, and shows that time passes. */
  tick(): void {
    const oldest = this.#pending[0]
    if (oldest !== undefined && oldest.at <= this.#now() - togetherMs) this.flush()
    if (!this.#isSlow) return
    const turn = Math.floor(this.#now() / turnMs) % spinner.length
    this.#lines.status(this.#colours.dim(`${tenths(this.#now())}  ${spinner[turn] ?? ''}`))
  }

  /** Writes everything told so far. */
  flush(): void {
    const lines = condense(this.#pending)
    this.#pending = []
    for (const { at, by, tone, text } of lines)
      this.#entry({ at, names: by, text: `  ${this.#toned(tone, text)}` })
  }

  #entry(entry: { at: number; names: readonly string[]; text: string }): void {
    const time = this.#colours.dim(seconds(entry.at))
    const names = this.#colours.cyan(listed(entry.names, namesMax).padEnd(namesWidth))
    this.#line(`${time}  ${names}  ${entry.text}`)
  }

  #toned(tone: Tone, text: string): string {
    const { green, red, yellow } = this.#colours
    if (tone === 'plain') return text
    return { good: green, bad: red, correction: yellow }[tone](text)
  }

  #line(text: string): void {
    this.#lines.line(text.trimEnd())
  }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3).padStart(timeWidth)

const tenths = (ms: number): string =>
  (Math.floor(ms / 100) / 10).toFixed(1).padStart(timeWidth - 2)
