/**
 * A small application: one of the members is on duty, and whoever wants to be takes it. What is
 * read from the log is right sooner or later; what a member remembers by itself need not be.
 */
import type { EntryId, Member } from '@quorate/core'

export interface Duty {
  readonly isOn: boolean
  take(): Promise<EntryId>
}

// #region careful
/** On duty is who the log says: after a partition all read the same. */
export class CarefulDuty implements Duty {
  readonly #member: Member

  constructor(member: Member) {
    this.#member = member
  }

  get isOn(): boolean {
    return this.#member.get('duty') === this.#member.name
  }

  take(): Promise<EntryId> {
    return this.#member.put('duty', this.#member.name)
  }
}
// #endregion careful

// #region careless
/** Remembers that it is on duty, until whoever takes over says so: if it can be reached. */
export class CarelessDuty implements Duty {
  readonly #member: Member
  isOn = false

  constructor(member: Member) {
    this.#member = member
    member.onRequest(() => {
      this.isOn = false
      return 'relieved'
    })
  }

  async take(): Promise<EntryId> {
    const before = this.#member.get('duty')
    const isOthers = typeof before === 'string' && before !== this.#member.name
    if (isOthers) await this.#member.request(before, 'I take over').catch(() => undefined)
    this.isOn = true
    return this.#member.put('duty', this.#member.name)
  }
}
// #endregion careless
