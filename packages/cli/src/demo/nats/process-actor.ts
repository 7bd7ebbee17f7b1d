/**
 * A member process as an actor: each call is a request of the `--stdio` protocol.
 */
import type { StateInfo, Value } from '@quorate/core'
import { fromPlain, toPlain } from '../../json/plain.ts'
import type { Actor } from '../story/index.ts'
import { type Report, reportOf } from '../telling/index.ts'
import type { MemberProcess } from './member-process.ts'

export class ProcessActor implements Actor {
  readonly name: string
  readonly process: MemberProcess
  readonly #stateOf: () => string

  constructor(name: string, its: { process: MemberProcess; stateOf: () => string }) {
    this.name = name
    this.process = its.process
    this.#stateOf = its.stateOf
  }

  async join(contact: string): Promise<void> {
    await this.process.ask('join', { contact })
  }

  async put(key: string, value: Value): Promise<void> {
    await this.process.ask('put', { key, value: toPlain(value) })
  }

  async get(key: string): Promise<Value | undefined> {
    const answer = (await this.process.ask('get', { key })) as { readonly value: never } | null
    return answer === null ? undefined : fromPlain(answer.value)
  }

  async serve(mode: 'upper' | 'fail'): Promise<void> {
    await this.process.ask('onRequest', { mode })
  }

  async request(to: string, data: Value): Promise<Value> {
    const answer = await this.process.ask('request', { to, data: toPlain(data) })
    return fromPlain((answer as { readonly value: never }).value)
  }

  async eject(name: string): Promise<void> {
    await this.process.ask('eject', { name })
  }

  async report(): Promise<Report> {
    const info = await this.process.ask('stateInfo')
    const version = (await this.process.ask('version')) as { readonly hash: string }
    return reportOf({
      name: this.name,
      state: this.#stateOf(),
      info: fromPlain(info) as StateInfo,
      hash: version.hash,
    })
  }
}
