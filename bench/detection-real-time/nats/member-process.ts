/**
 * One member as a process of its own, seen from the process that drives it: what it has told, and
 * what can be done to it. Must never outlive that process: its input ends with us, which ends it;
 * while it is stopped, a keeper lets it go on when we are gone.
 */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { builtScript } from '../../processes/index.ts'
import type { Burnt, Line, Looked, MemberPlan, Question, Teller, ToldNotice } from './told.ts'

/** The script of a member process; it has to be compiled before. */
export const memberScript: string = builtScript(import.meta.url, 'member')

const endMs = 3000
/** Beyond what the question itself takes. */
const answerMs = 60_000

type Answer = Looked | Burnt
type Asked = { readonly kind: 'look' } | { readonly kind: 'burn'; readonly forMs: number }

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
  readonly deadline: NodeJS.Timeout
}

export class MemberProcess implements Teller {
  readonly name: string
  readonly notices: ToldNotice[] = []
  readonly looks: Looked[] = []
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #exited: Promise<unknown>
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #isReady = false
  #keeper: ChildProcess | undefined

  constructor(plan: MemberPlan) {
    this.name = plan.name
    this.#child = spawn(process.execPath, [memberScript, JSON.stringify(plan)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdin.on('error', () => undefined)
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#hear(JSON.parse(line) as Line),
    )
    this.#exited = once(this.#child, 'close').catch((error: unknown) => error)
    void this.#exited.then(() => this.#giveUp())
  }

  /** It has joined. */
  get isReady(): boolean {
    return this.#isReady
  }

  get isRunning(): boolean {
    const { pid, exitCode, signalCode } = this.#child
    return pid !== undefined && exitCode === null && signalCode === null
  }

  look(): Promise<Looked> {
    return this.#ask({ kind: 'look' }, answerMs) as Promise<Looked>
  }

  /** Keeps its event loop busy; resolves when that is over. */
  burn(forMs: number): Promise<Burnt> {
    return this.#ask({ kind: 'burn', forMs }, forMs + answerMs) as Promise<Burnt>
  }

  /** kill -9. Gives the time at which that was done; resolves when it is gone. */
  async kill(): Promise<number> {
    const at = Date.now()
    this.#child.kill('SIGKILL')
    await this.#exited
    return at
  }

  /** SIGSTOP, until `resume` or the end of this process. Gives the time. */
  async stop(): Promise<number> {
    const { pid } = this.#child
    const script = `echo; read -r _; kill -CONT ${pid} 2>/dev/null`
    const keeper = spawn('/bin/sh', ['-c', script], {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    })
    this.#keeper = keeper
    await once(keeper.stdout, 'data')
    const at = Date.now()
    this.#child.kill('SIGSTOP')
    return at
  }

  /** SIGCONT. Gives the time; resolves when the keeper is gone. */
  async resume(): Promise<number> {
    const at = Date.now()
    this.#child.kill('SIGCONT')
    const keeper = this.#keeper
    this.#keeper = undefined
    keeper?.stdin?.end()
    if (keeper !== undefined) await once(keeper, 'close')
    return at
  }

  /** Ends it, by force if it does not; resolves when it is gone. */
  async end(): Promise<void> {
    await this.resume()
    this.#child.stdin.end()
    const force = setTimeout(() => this.#child.kill('SIGKILL'), endMs)
    await this.#exited
    clearTimeout(force)
  }

  #ask(asked: Asked, withinMs: number): Promise<Answer> {
    this.#lastId += 1
    const question: Question = { ...asked, id: this.#lastId }
    return new Promise((resolve, reject) => {
      if (!this.isRunning) return reject(this.#endedError())
      const deadline = setTimeout(() => {
        this.#waiting.delete(question.id)
        reject(new Error(`${this.name}: no answer to ${asked.kind} within ${withinMs} ms`))
      }, withinMs)
      this.#waiting.set(question.id, { resolve, reject, deadline })
      this.#child.stdin.write(`${JSON.stringify(question)}\n`)
    })
  }

  #hear(line: Line): void {
    switch (line.kind) {
      case 'ready':
        this.#isReady = true
        return
      case 'look':
        this.looks.push(line)
        return this.#settle(line)
      case 'burn':
        return this.#settle(line)
      default:
        this.notices.push(line)
    }
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    clearTimeout(waiting?.deadline)
    waiting?.resolve(answer)
  }

  #giveUp(): void {
    for (const { reject, deadline } of this.#waiting.values()) {
      clearTimeout(deadline)
      reject(this.#endedError())
    }
    this.#waiting.clear()
  }

  #endedError(): Error {
    return new Error(`the process of ${this.name} has ended`)
  }
}
