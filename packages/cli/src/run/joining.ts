/**
 * How a member gets into a cluster and what it says of itself there. Every join begins a new store,
 * so the member's info, which the old one held, is set again after it. What the log says already
 * is not said again: no start makes it longer than it has to be.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { ClusterError, type EntryId, type Member, type RefusalKind } from '@quorate/core'

export interface JoinListener {
  joined(contact: string): void
  /** `isFinal`: asking again is in vain, and is not done. */
  joinFailed(failure: JoinFailure): void
}

export interface JoinFailure {
  readonly contact: string
  readonly error: ClusterError
  readonly isFinal: boolean
}

type Info = { readonly [key: string]: unknown }

/** What a contact may say that is still so a minute later. */
const finalRefusals: readonly RefusalKind[] = [
  'name-taken',
  'invalid-token',
  'cluster-config',
  'invalid-option',
  'invalid-value', // the info given cannot be set
  'store-failed', // the log takes nothing more in this process
]

const pauseMs = 1000

export class Joining {
  readonly #listener: JoinListener
  readonly #stopping: AbortController = new AbortController()
  #info: Info

  constructor(info: Info, listener: JoinListener) {
    this.#info = info
    this.#listener = listener
  }

  /**
   * Tries to get in until that is done or in vain. What keeps it out is told once, and again when
   * it is something else. @throws ClusterError of a final refusal.
   */
  async keepTrying(contact: string, getIn: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping
    let told = ''
    while (!signal.aborted) {
      const failure = await failureOf(contact, getIn)
      if (signal.aborted) return
      if (failure === undefined) return this.#listener.joined(contact)
      const { message } = failure.error
      if (failure.isFinal || message !== told) this.#listener.joinFailed(failure)
      if (failure.isFinal) throw failure.error
      told = message
      await pause(pauseMs, undefined, { signal })
    }
  }

  /** Asks once. @throws ClusterError as `Member.join`. */
  async join(member: Member, contact: string, timeoutMs?: number): Promise<void> {
    await member.join(contact, timeoutMs === undefined ? {} : { timeoutMs })
    await this.tellInfo(member)
  }

  /** @throws ClusterError as `Member.setMemberInfo`. */
  async setInfo(member: Member, info: Info): Promise<EntryId> {
    const entry = await member.setMemberInfo(info)
    this.#info = info
    return entry
  }

  /**
   * The info it was given; without any, that of its log is its own. @throws ClusterError as
   * `Member.setMemberInfo`.
   */
  async tellInfo(member: Member): Promise<void> {
    const logged = member.memberInfo()[member.name] ?? {}
    if (Object.keys(this.#info).length === 0) this.#info = logged
    else if (!isDeepStrictEqual(logged, this.#info)) await member.setMemberInfo(this.#info)
  }

  /** Tries no more. */
  stop(): void {
    this.#stopping.abort()
  }
}

async function failureOf(
  contact: string,
  getIn: () => Promise<void>,
): Promise<JoinFailure | undefined> {
  try {
    await getIn()
    return undefined
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error
    return { contact, error, isFinal: finalRefusals.includes(error.code) }
  }
}
