// Runs the built `quorate` command as a process of its own, with any arguments, and hears what it
// says. It ends with the test at the latest.
/// <reference types="node" />
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { vi } from 'vitest'
import { builtCommand } from './built-command.fixture.ts'

const deadlineMs = 45_000

interface ReaderOptions {
  /** Reads nothing of what it says. */
  readonly isIdle?: boolean
}

export class CommandProcess {
  readonly lines: string[] = []
  readonly exited: Promise<number | null>
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  #errors = ''

  constructor(args: readonly string[], { isIdle = false }: ReaderOptions = {}) {
    this.#child = spawn(process.execPath, [builtCommand(), ...args], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (!isIdle)
      createInterface({ input: this.#child.stdout }).on('line', (line) => this.lines.push(line))
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()))
    this.exited = new Promise((resolve) => this.#child.once('close', resolve))
  }

  /** What it said on standard error. */
  get errors(): string {
    return this.#errors
  }

  /** Resolves once it has said so many lines. */
  async hasSaid(count: number): Promise<void> {
    const isEnough = (): void => {
      if (this.lines.length < count) throw new Error(`${this.lines.length} lines; ${this.#errors}`)
    }
    await vi.waitFor(isEnough, { timeout: deadlineMs, interval: 5 })
  }

  /** Resolves once something it said is there to be read. */
  async hasBegun(): Promise<void> {
    const { stdout } = this.#child
    if (stdout.readableLength === 0) await once(stdout, 'readable')
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Nobody reads what it says any more. */
  closeOutput(): void {
    this.#child.stdout.destroy()
  }
}
