/**
 * A writing process, seen from the process that drives it: what it said, and what can be done to
 * it. Must never outlive that process: its input ends with us, which ends it.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { builtScript } from '../processes/index.ts'
import type { Line, Looked, Question, WriterPlan, Wrote } from './told.ts'

const script = builtScript(import.meta.url, 'writer')
const endMs = 10_000

export class WriterProcess {
  readonly plan: WriterPlan
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #ended: Promise<unknown>
  #wrote: readonly Wrote[] = []
  #refused = 0
  #isOperational = false
  #looked: ((looked: Looked | undefined) => void) | undefined

  constructor(plan: WriterPlan) {
    this.plan = plan
    this.#child = spawn(process.execPath, [script, JSON.stringify(plan)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdin.on('error', () => undefined)
    const lines = createInterface({ input: this.#child.stdout })
    lines.on('line', (line) => this.#hear(JSON.parse(line) as Line))
    // Whatever it said before it ended is heard by then.
    this.#ended = Promise.all([once(this.#child, 'close'), once(lines, 'close')])
    void this.#ended.then(() => this.#looked?.(undefined))
  }

  get isRunning(): boolean {
    const { exitCode, signalCode } = this.#child
    return exitCode === null && signalCode === null
  }

  /** It was, at least once. */
  get isOperational(): boolean {
    return this.#isOperational
  }

  /** What was acknowledged, and how many writes were refused, since this was taken last. */
  take(): { readonly wrote: readonly Wrote[]; readonly refused: number } {
    const taken = { wrote: this.#wrote, refused: this.#refused }
    this.#wrote = []
    this.#refused = 0
    return taken
  }

  write(writers: number, times: number): void {
    this.#ask({ kind: 'write', writers, times })
  }

  /** undefined: it has ended. One at a time. */
  look(): Promise<Looked | undefined> {
    return new Promise((resolve) => {
      if (!this.isRunning) return resolve(undefined)
      this.#looked = resolve
      this.#ask({ kind: 'look' })
    })
  }

  /** kill -9; resolves when it is gone and all it said was heard. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  /** Ends it as it should end, by force if it does not. */
  async stop(): Promise<void> {
    this.#ask({ kind: 'stop' })
    const force = setTimeout(() => this.#child.kill('SIGKILL'), endMs)
    await this.#ended
    clearTimeout(force)
  }

  #ask(question: Question): void {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`)
  }

  #hear(line: Line): void {
    switch (line.kind) {
      case 'wrote':
        this.#wrote = [...this.#wrote, line]
        return
      case 'refused':
        this.#refused++
        return
      case 'operational':
        this.#isOperational = true
        return
      case 'look':
        this.#looked?.(line)
    }
  }
}
