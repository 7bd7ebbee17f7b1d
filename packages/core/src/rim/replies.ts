/**
 * Command id ↔ the promise its caller holds. The only place of the core where promises are made.
 * Every command that is opened is settled once: by the kernel, by the caller's signal, or, when
 * the member stops, with `stopped`.
 */
import type { CommandId, Outcome, Refusal } from '../model/index.ts'
import { refusal } from '../model/index.ts'
import { ClusterError } from './errors.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: ClusterError) => void
}

export class Replies {
  readonly #waiting = new Map<CommandId, Waiting>()
  #lastId = 0
  #stopped: Refusal | undefined

  /** A new command's id and the promise of its outcome. */
  open(): { readonly id: CommandId; readonly promise: Promise<unknown> } {
    const id = ++this.#lastId
    const promise = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
    if (this.#stopped !== undefined) this.settle(id, { ok: false, refusal: this.#stopped })
    return { id, promise }
  }

  /** Settles a command; a second outcome for it is ignored. */
  settle(id: CommandId, outcome: Outcome<unknown>): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    this.#waiting.delete(id)
    if (outcome.ok) waiting.resolve(outcome.value)
    else waiting.reject(new ClusterError(outcome.refusal))
  }

  isOpen(id: CommandId): boolean {
    return this.#waiting.has(id)
  }

  /** Settles what is open, and whatever is opened later, with one refusal. */
  stop(because: Refusal = refusal('stopped', '')): void {
    this.#stopped = because
    for (const id of this.#waiting.keys()) this.settle(id, { ok: false, refusal: because })
  }
}
