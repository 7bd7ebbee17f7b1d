/**
 * One member as a process of its own, `quorate run --stdio`, driven by lines of JSON. Must never
 * outlive this process: its input ends with us, which ends it; while it is stopped, whoever keeps
 * it so lets it go on when we are gone.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Plain } from '../../json/plain.ts'

export interface MemberProcessOptions {
  /** Of `quorate run`. */
  readonly args: readonly string[]
  readonly secret: string
  /** Fires when answers are no longer waited for. */
  readonly ending: AbortSignal
  /** Told every line that is no answer. */
  readonly onEvent: (event: { readonly [key: string]: Plain }) => void
}

interface Waiting {
  readonly resolve: (answer: Plain) => void
  readonly reject: (error: Error) => void
  readonly deadline: NodeJS.Timeout
}

const bin = fileURLToPath(new URL('../../bin.js', import.meta.url))
const stopMs = 3000
/** More than any operation's own deadline. */
const answerMs = 20_000
const errorsKept = 2000

export class MemberProcess {
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>
  readonly #waiting = new Map<number, Waiting>()
  readonly #onEvent: MemberProcessOptions['onEvent']
  #requests = 0
  #errors = ''
  #keeper: ChildProcess | undefined

  constructor({ args, secret, ending, onEvent }: MemberProcessOptions) {
    this.#onEvent = onEvent
    this.#child = spawn(process.execPath, [bin, 'run', ...args, '--stdio'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, QUORATE_SECRET: secret },
    })
    this.#exited = once(this.#child, 'close').catch((error: unknown) => error)
    void this.#exited.then(() => this.#giveUp(`the process ended: ${this.#lastWords}`))
    ending.addEventListener('abort', () => this.#giveUp('interrupted'))
    this.#listen()
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  get #lastWords(): string {
    return this.#errors.trim() || 'without a word'
  }

  /** @throws Error with the member's message. */
  ask(op: string, args: { readonly [name: string]: Plain } = {}): Promise<Plain> {
    this.#requests += 1
    const id = this.#requests
    return new Promise((resolve, reject) => {
      if (!this.isRunning) return reject(new Error('the process has ended'))
      const deadline = setTimeout(() => {
        this.#waiting.delete(id)
        reject(new Error(`no answer to ${op} within ${answerMs / 1000} s`))
      }, answerMs)
      this.#waiting.set(id, { resolve, reject, deadline })
      this.#child.stdin?.write(`${JSON.stringify({ id, op, ...args })}\n`)
    })
  }

  /** kill -9; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  /** SIGSTOP, until `resume` or the end of this process. */
  async pause(): Promise<void> {
    const { pid } = this.#child
    const script = `kill -STOP ${pid} && echo; read -r _; kill -CONT ${pid}`
    const keeper = spawn('/bin/sh', ['-c', script], {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    })
    this.#keeper = keeper
    await once(keeper.stdout, 'data')
  }

  /** SIGCONT. */
  async resume(): Promise<void> {
    const keeper = this.#keeper
    if (keeper === undefined) return
    this.#keeper = undefined
    keeper.stdin?.end()
    await once(keeper, 'close')
  }

  /** Ends it in order, and if that takes too long by force; resolves when it is gone. */
  async stop(): Promise<void> {
    await this.resume()
    this.#child.stdin?.end()
    const force = setTimeout(() => this.#child.kill('SIGKILL'), stopMs)
    await this.#exited
    clearTimeout(force)
  }

  #listen(): void {
    const { stdin, stdout, stderr } = this.#child
    stdin?.on('error', () => undefined)
    stderr?.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-errorsKept)
    })
    if (stdout !== null) createInterface({ input: stdout }).on('line', (line) => this.#take(line))
  }

  #take(line: string): void {
    const message = JSON.parse(line) as { readonly [key: string]: Plain }
    const { id, ok = null, error } = message
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined
    if (waiting === undefined) return this.#onEvent(message)
    this.#waiting.delete(Number(id))
    clearTimeout(waiting.deadline)
    if (error === undefined) waiting.resolve(ok)
    else waiting.reject(new Error((error as { readonly message: string }).message))
  }

  #giveUp(reason: string): void {
    for (const { reject, deadline } of this.#waiting.values()) {
      clearTimeout(deadline)
      reject(new Error(reason))
    }
    this.#waiting.clear()
  }
}
