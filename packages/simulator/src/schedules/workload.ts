/**
 * What users do: each call is made and left to end when it ends. Counts what was asked for, since
 * the log may hold no more than that (S13).
 */
import { type EntryId, invariant, type Member } from '@quorate/core'
import type { Actor } from './actor.ts'
import type { UserStep } from './step.ts'

const putOf = (member: Member, put: Extract<UserStep, { kind: 'put' }>): Promise<EntryId> =>
  member.put(put.key, `${put.by}${put.value}`, put.isBlind ? { basis: null } : {})

export class Workload {
  readonly asked = { writes: 0, joins: 0, ejections: 0, starts: 0 }
  readonly #handled = new Set<string>()

  /** False: whoever should do it does not run. */
  perform(step: UserStep, actors: ReadonlyMap<string, Actor>): boolean {
    const actor = actors.get(step.by)
    const member = actor?.member
    if (actor === undefined || member === undefined || !actor.isActive) return false
    switch (step.kind) {
      case 'put':
        this.asked.writes++
        actor.write(step.key, putOf(member, step))
        return true
      case 'delete':
        this.asked.writes++
        actor.write(step.key, member.delete(step.key))
        return true
      case 'set-info':
        this.asked.writes++
        actor.write(undefined, member.setMemberInfo({ value: step.value }))
        return true
      case 'request':
        actor.command('request', member.request(step.to, `${step.by}${step.value}`))
        return true
      case 'eject':
        this.asked.ejections++
        actor.command('eject', member.eject(step.name))
        return true
      case 'join': {
        const contact = actors.get(step.to)?.member?.address
        if (contact === undefined || step.to === step.by) return false
        this.asked.joins++
        actor.command('join', member.join(contact, step))
        return true
      }
      case 'housekeeping':
        actor.command(
          'housekeeping',
          step.isOn ? member.resumeHousekeeping() : member.pauseHousekeeping(),
        )
        return true
    }
  }

  /** A member's handler: at most once for each request, whatever the network does. */
  readonly handle = (data: unknown): unknown => {
    invariant(typeof data === 'string', 'requests of a run are text')
    if (this.#handled.has(data)) this.findings.push(`request ${data} was run twice`)
    this.#handled.add(data)
    return { echo: data }
  }

  readonly findings: string[] = []
}
