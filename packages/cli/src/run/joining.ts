/**
 * How a member gets into a cluster and what it says of itself there. Asks a contact again until it
 * is let in or told something that asking again does not change. Every join begins a new store, so
 * the member's info, which the old one held, is set again after it.
 */
import { setTimeout as pause } from 'node:timers/promises'
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
]

/** Longer than a joiner's own retry, so that two that ask each other do not keep missing. */
const pauseMs = 1000

export class Joining {
  readonly #listener: JoinListener
  readonly #stopping: AbortController = new AbortController()
  #info: Info

  constructor(info: Info, listener: JoinListener) {
    this.#info = info
    this.#listener = listener
  }

  /** The first steps of a member that just started. @throws ClusterError of a final refusal. */
  async begin(member: Member, contact: string | undefined): Promise<void> {
    if (contact !== undefined) await this.#keepAsking(member, contact)
    else await this.#tellInfo(member)
  }

  /** Asks once. @throws ClusterError as `Member.join`. */
  async join(member: Member, contact: string, timeoutMs: number | undefined): Promise<void> {
    await member.join(contact, timeoutMs === undefined ? {} : { timeoutMs })
    await this.#tellInfo(member)
  }

  /** @throws ClusterError as `Member.setMemberInfo`. */
  async setInfo(member: Member, info: Info): Promise<EntryId> {
    const entry = await member.setMemberInfo(info)
    this.#info = info
    return entry
  }

  /** Asks no more. */
  stop(): void {
    this.#stopping.abort()
  }

  async #keepAsking(member: Member, contact: string): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      if (isWith(member, contact)) return
      const failure = await this.#ask(member, contact)
      if (failure === undefined) return this.#listener.joined(contact)
      if (signal.aborted) return
      this.#listener.joinFailed(failure)
      if (failure.isFinal) throw failure.error
      await pause(pauseMs, undefined, { signal })
    }
  }

  async #ask(member: Member, contact: string): Promise<JoinFailure | undefined> {
    try {
      await this.join(member, contact, undefined)
      return undefined
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error
      return { contact, error, isFinal: finalRefusals.includes(error.code) }
    }
  }

  async #tellInfo(member: Member): Promise<void> {
    if (Object.keys(this.#info).length > 0) await member.setMemberInfo(this.#info)
  }
}

/** Somebody else may have made this member join in the meantime. */
const isWith = (member: Member, contact: string): boolean =>
  contact !== member.address && member.members().some(({ address }) => address === contact)
