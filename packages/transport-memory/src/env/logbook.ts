/**
 * What the members of one world logged: how often each message, the latest warnings and errors, and
 * how often each mark was passed. A mark is a debug line, `{ mark: name }` with the message `mark`,
 * by which code says that a rare branch was taken. Nothing is written anywhere; what is told is
 * passed on as it is to a logger of the caller's, if there is one.
 */
import type { Logger } from '@quorate/core'
import { stage } from '../ambient/index.ts'

/** How grave, as the `Logger` port has it. */
export type LogLevel = keyof Logger

/** One thing that was logged. */
export interface Logged {
  /** Virtual milliseconds. */
  readonly at: number
  readonly member: string
  readonly level: LogLevel
  readonly message: string
  readonly fields: object
}

/** Texts counted, of messages and of marks each; those beyond are not counted. */
const textsMax = 10_000
/** Warnings and errors remembered: the latest. */
const rememberedMax = 1_000

export class Logbook {
  readonly #counts = new Map<LogLevel, Map<string, number>>()
  readonly #marks = new Map<string, number>()
  readonly #remembered: Logged[] = []
  readonly #next: Logger | undefined

  constructor(next?: Logger) {
    this.#next = next
  }

  /** How often each mark was passed. */
  get marks(): ReadonlyMap<string, number> {
    return this.#marks
  }

  /** The latest warnings and errors, at most 1,000. */
  get troubles(): readonly Logged[] {
    return [...this.#remembered]
  }

  /** How often a message was logged. */
  count(level: LogLevel, message: string): number {
    return this.#counts.get(level)?.get(message) ?? 0
  }

  record(logged: Logged): void {
    const { level, message, fields } = logged
    const mark = level === 'debug' && message === 'mark' ? markOf(fields) : undefined
    if (mark === undefined) countIn(this.#countsOf(level), message)
    else countIn(this.#marks, mark)
    if (level === 'warn' || level === 'error') this.#remember(logged)
    stage.asNobody(() => this.#next?.[level](fields, message))
  }

  #countsOf(level: LogLevel): Map<string, number> {
    const known = this.#counts.get(level)
    if (known !== undefined) return known
    const counts = new Map<string, number>()
    this.#counts.set(level, counts)
    return counts
  }

  #remember(logged: Logged): void {
    this.#remembered.push(logged)
    if (this.#remembered.length > rememberedMax) this.#remembered.shift()
  }
}

function countIn(counts: Map<string, number>, text: string): void {
  const count = counts.get(text)
  if (count !== undefined || counts.size < textsMax) counts.set(text, (count ?? 0) + 1)
}

function markOf(fields: object): string | undefined {
  const mark: unknown = Reflect.get(fields, 'mark')
  return typeof mark === 'string' ? mark : undefined
}

/** The `Logger` of one member. `at` is asked at each line; `isOver` drops it. */
export function loggerOf(
  book: Logbook,
  member: { readonly name: string; readonly at: () => number; readonly isOver: () => boolean },
): Logger {
  const write =
    (level: LogLevel) =>
    (fields: object, message: string): void => {
      if (member.isOver()) return
      book.record({ at: member.at(), member: member.name, level, message, fields })
    }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
