// Drives a real `quorate run --stdio`: a child process with the built command. Every request has a
// deadline; whatever the member says without being asked is kept, in order. The child ends with
// this process at the latest: its input is over then.
/// <reference types="node" />
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { vi } from 'vitest'
import { builtCommand } from './built-command.fixture.ts'

const cluster = 'processes'
const secret = 'a secret of these tests'
const answerDeadlineMs = 45_000

export interface StartOptions {
  readonly name: string
  readonly nats: string
  /** More arguments of `quorate run`. */
  readonly args?: readonly string[]
  readonly secret?: string
}

export interface Answer {
  readonly id: number | string | null
  readonly ok?: unknown
  readonly error?: { readonly code: string; readonly message: string }
}

export interface ToldEvent {
  readonly event: string
  readonly [field: string]: unknown
}

export interface Exit {
  readonly code: number | null
  readonly signal: string | null
}

/** What an operation was refused with. */
export class RefusedError extends Error {
  readonly code: string

  constructor({ code, message }: NonNullable<Answer['error']>) {
    super(message)
    this.code = code
  }
}

export class QuorateProcess {
  readonly name: string
  readonly events: ToldEvent[] = []
  /** Lines of standard output that are no JSON object: there must be none. */
  readonly strayLines: string[] = []
  readonly exited: Promise<Exit>
  readonly #child: ChildProcessWithoutNullStreams
  readonly #waiting = new Map<unknown, (answer: Answer) => void>()
  #exit: Exit | undefined
  #errors = ''
  #lastId = 0

  constructor({ name, nats, args = ['--stdio'], secret: its = secret }: StartOptions) {
    this.name = name
    const options = ['--name', name, '--cluster', cluster, '--nats', nats, '--period', '200ms']
    this.#child = spawn(process.execPath, [builtCommand(), 'run', ...options, ...args], {
      env: { PATH: process.env['PATH'], QUORATE_SECRET: its },
      stdio: 'pipe',
    })
    this.#child.stdin.on('error', () => undefined)
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(line))
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-4000)
    })
    this.exited = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        this.#exit = { code, signal }
        resolve(this.#exit)
      })
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** What it said on standard error, the end of it. */
  get errors(): string {
    return this.#errors
  }

  /** The answer to an operation. @throws RefusedError */
  async ask(op: string, given: object = {}): Promise<unknown> {
    this.#lastId += 1
    const answer = await this.exchange({ id: `driver-${this.#lastId}`, op, ...given })
    if (answer.error !== undefined) throw new RefusedError(answer.error)
    return answer.ok
  }

  /** Sends a request as it is; its answer as it came. */
  async exchange(request: { readonly id?: unknown; readonly op: string }): Promise<Answer> {
    let answer: Answer | undefined
    this.#waiting.set(request.id ?? null, (its) => {
      answer = its
    })
    this.write(JSON.stringify(request))
    await vi.waitUntil(() => answer !== undefined || this.#exit !== undefined, {
      timeout: answerDeadlineMs,
      interval: 2,
    })
    if (answer !== undefined) return answer
    throw new Error(`${this.name} ended without answering ${request.op}: ${this.#errors}`)
  }

  write(line: string): void {
    this.#child.stdin.write(`${line}\n`)
  }

  endInput(): void {
    this.#child.stdin.end()
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#exit === undefined) this.#child.kill(signal)
  }

  /** Ends it, even if it is stopped; resolves when it is gone. */
  async kill9(): Promise<Exit> {
    this.signal('SIGKILL')
    return this.exited
  }

  /** The events of this name so far. */
  told(event: string): readonly ToldEvent[] {
    return this.events.filter((each) => each.event === event)
  }

  #hear(line: string): void {
    const said: unknown = line.startsWith('{') ? JSON.parse(line) : undefined
    if (isEvent(said)) this.events.push(said)
    else if (isAnswer(said)) this.#settle(said)
    else this.strayLines.push(line)
  }

  #settle(answer: Answer): void {
    this.#waiting.get(answer.id)?.(answer)
    this.#waiting.delete(answer.id)
  }
}

const isEvent = (said: unknown): said is ToldEvent =>
  typeof said === 'object' && said !== null && 'event' in said

const isAnswer = (said: unknown): said is Answer =>
  typeof said === 'object' && said !== null && 'id' in said && ('ok' in said || 'error' in said)
