/**
 * S1: an entry's id has one content, on all members, in all lives, for the whole run. Remembers
 * every id it was ever shown; an entry seen before costs nothing.
 */
import { createHash } from 'node:crypto'
import type { LogEntry } from '@quorate/core'
import { type Findings, idOf } from './sight.ts'

export class OneContent {
  readonly #contents = new Map<string, string>()
  readonly #seen = new WeakSet<LogEntry>()

  see(who: string, entries: readonly LogEntry[]): Findings {
    return entries.flatMap((entry) => this.#seeOne(who, entry))
  }

  #seeOne(who: string, entry: LogEntry): Findings {
    if (this.#seen.has(entry)) return []
    this.#seen.add(entry)
    const id = idOf(entry)
    const content = createHash('sha256').update(entry.bytes).digest('hex')
    const findings: string[] = []
    if (content !== Buffer.from(entry.hash).toString('hex'))
      findings.push(`S1: ${who} holds ${id} under a hash that is not its bytes'`)
    const known = this.#contents.get(id)
    if (known !== undefined && known !== content)
      findings.push(`S1: ${who} holds another content of ${id}`)
    this.#contents.set(id, known ?? content)
    return findings
  }
}
