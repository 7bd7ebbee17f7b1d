/**
 * S1: an entry's id has one content, on all members, in all lives, for the whole run. Remembers
 * all ids it was ever shown. An entry seen before is compared and not hashed again: members hand
 * out a new copy each time.
 */
import { createHash } from 'node:crypto'
import type { LogEntry } from '@quorate/core'
import { type Findings, idOf } from './sight.ts'

/** The first that was shown of an id. */
type Content = Pick<LogEntry, 'bytes' | 'hash'>

export class OneContent {
  readonly #contents = new Map<string, Content>()

  see(who: string, entries: readonly LogEntry[]): Findings {
    return entries.flatMap((entry) => this.#seeOne(who, entry))
  }

  #seeOne(who: string, entry: LogEntry): Findings {
    const id = idOf(entry)
    const known = this.#contents.get(id)
    if (known === undefined) this.#contents.set(id, copyOf(entry))
    const isKnown = known !== undefined && isSame(known.bytes, entry.bytes)
    const findings: string[] = []
    if (!(isKnown && isSame(known.hash, entry.hash)) && !isHashed(entry))
      findings.push(`S1: ${who} holds ${id} under a hash that is not its bytes'`)
    if (known !== undefined && !isKnown) findings.push(`S1: ${who} holds another content of ${id}`)
    return findings
  }
}

/** What was shown is somebody's own, and may change. */
const copyOf = ({ bytes, hash }: Content): Content => ({
  bytes: bytes.slice(),
  hash: hash.slice(),
})

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const isHashed = ({ bytes, hash }: Content): boolean =>
  isSame(createHash('sha256').update(bytes).digest(), hash)
