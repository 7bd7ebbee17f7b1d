/**
 * A member of the simulated world as an actor: every call lets virtual time pass until the member
 * has answered.
 */
import type { Member, Value } from '@quorate/core'
import type { Actor } from '../story/index.ts'
import { type Report, reportOf } from '../telling/index.ts'
import type { Pace } from './pace.ts'

export class MemoryActor implements Actor {
  readonly name: string
  readonly #member: Member
  readonly #pace: Pace

  constructor(member: Member, pace: Pace) {
    this.name = member.name
    this.#member = member
    this.#pace = pace
  }

  join(contact: string): Promise<void> {
    return this.#pace.settle(this.#member.join(contact))
  }

  async put(key: string, value: Value): Promise<void> {
    await this.#pace.settle(this.#member.put(key, value))
  }

  async get(key: string): Promise<Value | undefined> {
    return this.#member.get(key)
  }

  async serve(mode: 'upper' | 'fail'): Promise<void> {
    this.#member.onRequest((data) => {
      if (mode === 'fail') throw new Error(textOf(data))
      return textOf(data).toUpperCase()
    })
  }

  request(to: string, data: Value): Promise<Value> {
    return this.#pace.settle(this.#member.request(to, data))
  }

  async eject(name: string): Promise<void> {
    await this.#pace.settle(this.#member.eject(name))
  }

  async report(): Promise<Report> {
    const { name, state } = this.#member
    return reportOf({
      name,
      state: state.state,
      info: this.#member.stateInfo(),
      hash: this.#member.version().hash,
    })
  }
}

const textOf = (data: Value): string => (typeof data === 'string' ? data : JSON.stringify(data))
