/**
 * `quorate log FOLDER --follow`: the entries that are there, in the order of the log, and then each
 * as it becomes durable, until it is asked to end. Those that come later come as they arrive: one
 * that belongs before another that was shown is said to be late. Holds no more of what is new than
 * one step of it, and asks for none before its reader took the last one.
 */
import { setTimeout } from 'node:timers/promises'
import { compareEntries, decodeEntry, type LogEntry, nodeCrypto } from '@quorate/core'
import { type LogNews, type LogPosition, readNews } from '@quorate/log-file'
import { lastValueFrom } from 'rxjs'
import type { ExitCode, Surroundings } from '../commands/surroundings.ts'
import { coloursOf } from '../reports/screen.ts'
import { StoreNames, textLine } from './lines.ts'
import { jsonLine, type ShowOptions } from './show-log.ts'
import { writeTaken } from './taken-lines.ts'

/** Before it looks again: nobody sees the difference, and it costs next to nothing. */
const lookEveryMs = 100

/** @throws FsError when the log cannot be read on. */
export async function followLog(
  folder: string,
  options: ShowOptions,
  its: Surroundings,
): Promise<ExitCode> {
  const end = new AbortController()
  its.whenAskedToEnd(() => end.abort())
  const { signal } = end
  const following = new Following(options, its)
  const pause = (): Promise<void> =>
    setTimeout(lookEveryMs, undefined, { signal }).catch(() => undefined)
  let since: LogPosition | undefined
  while (!signal.aborted) {
    const news = await lastValueFrom(readNews(folder, since))
    since = news?.position ?? since
    await writeTaken(its.output, following.linesOf(news), signal)
    if (news?.isMore !== true) await pause()
  }
  return following.hasTrouble ? 1 : 0
}

/** What was shown, and how what is new is shown. */
class Following {
  readonly #options: ShowOptions
  readonly #its: Surroundings
  readonly #names = new StoreNames()
  readonly #crypto = nodeCrypto()
  /** What is there at the beginning, until all of it is known; then undefined. */
  #there: LogEntry[] | undefined = []
  #newest: LogEntry | undefined
  #folder: string | undefined
  hasTrouble = false

  constructor(options: ShowOptions, its: Surroundings) {
    this.#options = options
    this.#its = its
  }

  *linesOf(news: LogNews | undefined): Generator<string> {
    const fresh = news === undefined ? [] : this.#decoded(news)
    if (this.#there === undefined) {
      if (news !== undefined) yield* this.#heading(news)
      for (const entry of fresh) yield this.#line(entry)
      return
    }
    this.#there.push(...fresh)
    this.#folder = news?.folder ?? this.#folder
    if (news?.isMore === true) return
    const ordered = this.#there.toSorted(compareEntries)
    this.#there = undefined
    for (const entry of ordered) yield this.#line(entry)
  }

  #decoded({ entries, position }: LogNews): readonly LogEntry[] {
    const first = position.entries - entries.length
    return entries.flatMap((bytes, n) => {
      const decoded = decodeEntry(bytes, (data) => this.#crypto.hash(data))
      if (decoded.ok) return [decoded.entry]
      this.hasTrouble = true
      this.#its.errors.write(`entry ${first + n}: ${decoded.detail}`)
      return []
    })
  }

  /** Another log began; to a program it is told aside, so that every line is an entry. */
  *#heading({ folder, identity }: LogNews): Generator<string> {
    const before = this.#folder
    this.#folder = folder
    if (before === undefined || before === folder) return
    this.#newest = undefined
    const heading = `${folder} begins: store ${identity.store}, cluster ${identity.cluster}`
    if (this.#options.json === true) this.#its.errors.write(heading)
    else yield heading
  }

  #line(entry: LogEntry): string {
    this.#names.learn(entry)
    const isLate = this.#newest !== undefined && compareEntries(entry, this.#newest) < 0
    if (!isLate) this.#newest = entry
    if (this.#options.json === true) return jsonLine(entry)
    const colours = coloursOf(this.#its.output)
    const line = textLine(entry, this.#names, colours)
    return isLate ? `${line} ${colours.yellow('late')}` : line
  }
}
