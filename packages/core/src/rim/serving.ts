/**
 * Hands data requests to the application's handler and takes its answer back as an input. A
 * handler may be slow and may throw: the error's text becomes the asker's `member-error`.
 */
import {
  type MemberName,
  type Outcome,
  refuse,
  type Serve,
  succeed,
  toValue,
  type Value,
} from '../model/index.ts'
import type { Happening } from './inputs.ts'

/** Who asks: a member of the cluster, or a pure client. */
export interface Asker {
  readonly name: MemberName
  readonly isClient: boolean
}

/** Answers a data request: plain data, `undefined` for none, or a promise of it; may throw. */
export type RequestHandler = (data: Value, asker: Asker) => unknown

export interface HandlerOptions {
  /** Also serve clients that are no members; they are refused `not-member` otherwise. */
  readonly allowClients?: boolean
}

export interface ServingOptions {
  readonly inject: (happening: Happening) => void
  /** Bytes of an answer that fit a frame. */
  readonly answerBytesMax: number
  readonly sizeOf: (value: Value) => number
}

export class Serving {
  readonly #options: ServingOptions
  #handler: RequestHandler | undefined
  #allowClients = false

  constructor(options: ServingOptions) {
    this.#options = options
  }

  setHandler(handler: RequestHandler | undefined, options: HandlerOptions = {}): void {
    this.#handler = handler
    this.#allowClients = options.allowClients ?? false
  }

  serve(effect: Serve): void {
    const { key, isClient } = effect
    if (isClient && !this.#allowClients)
      return this.#answer(key, refuse('not-member', `${effect.from.name} is a client`))
    if (this.#handler === undefined) return this.#answer(key, succeed(null))
    const give = (outcome: () => Outcome<Value>): void => this.#answer(key, caught(outcome))
    let answer: unknown
    try {
      answer = this.#handler(effect.data, { name: effect.from.name, isClient })
      if (isPromiseLike(answer)) {
        answer.then(
          (value) => give(() => this.#checked(value)),
          (error: unknown) => give(() => failed(error)),
        )
        return
      }
    } catch (error) {
      return give(() => failed(error))
    }
    give(() => this.#checked(answer))
  }

  #checked(answer: unknown): Outcome<Value> {
    const checked = toValue(answer ?? null)
    if (!checked.ok)
      return refuse('member-error', `the answer is not data: ${checked.path} ${checked.reason}`)
    const { sizeOf, answerBytesMax } = this.#options
    const bytes = sizeOf(checked.value)
    return bytes <= answerBytesMax
      ? succeed(checked.value)
      : refuse('payload-too-large', `an answer of ${bytes} bytes; at most ${answerBytesMax}`)
  }

  #answer(key: string, outcome: Outcome<Value>): void {
    this.#options.inject({ kind: 'request-served', key, outcome })
  }
}

const failed = (error: unknown): Outcome<Value> =>
  refuse('member-error', String(error instanceof Error ? error.message : error))

/** What the handler gave may run its own code when it is looked at: a getter, a `toString`. */
function caught(outcome: () => Outcome<Value>): Outcome<Value> {
  try {
    return outcome()
  } catch {
    return refuse('member-error', 'reading what the handler gave failed')
  }
}

const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
