/**
 * What was acknowledged, and whether logs in folders keep it: each acknowledged write is there with
 * its key and value, no id has two contents, and in the end all logs are whole and the same. Reads
 * the files itself, while nobody runs on them; what members say of their logs counts for nothing.
 */
import { decodeEntry, type LogEntry, nodeCrypto, unfitEntries } from '@quorate/core'
import { type LogReading, readLog } from '@quorate/log-file'
import { lastValueFrom } from 'rxjs'
import type { Wrote } from './told.ts'

interface Acknowledged extends Wrote {
  readonly by: string
}

interface Content {
  readonly hash: string
  readonly entry: LogEntry
}

const idOf = ({ stream, seq }: { readonly stream: string; readonly seq: number }): string =>
  `${stream}.${seq}`

export class Witness {
  readonly #acknowledged = new Map<string, Acknowledged>()
  readonly #contents = new Map<string, Content>()
  readonly #decoded = new Map<string, LogEntry>()
  readonly #crypto = nodeCrypto()
  readonly #lost = new Set<string>()
  readonly #reused = new Set<string>()
  readonly #troubles = new Set<string>()

  get acknowledged(): number {
    return this.#acknowledged.size
  }

  /** Ids of acknowledged writes that a log lacked when it had to hold them, or held otherwise. */
  get lost(): ReadonlySet<string> {
    return this.#lost
  }

  /** Ids that were there with two contents, whenever and wherever. */
  get reused(): ReadonlySet<string> {
    return this.#reused
  }

  /** Logs that are not whole, or not the same as another in the end; one sentence each. */
  get troubles(): ReadonlySet<string> {
    return this.#troubles
  }

  heard(by: string, writes: readonly Wrote[]): void {
    for (const wrote of writes) {
      const id = idOf(wrote.id)
      if (this.#acknowledged.has(id)) this.#reused.add(id)
      this.#acknowledged.set(id, { ...wrote, by })
    }
  }

  /** Its process has ended: all it ever acknowledged is in its log. */
  async looksAt(name: string, folder: string): Promise<void> {
    const held = this.#heldBy(name, await lastValueFrom(readLog(folder)))
    for (const [id, { by }] of this.#acknowledged)
      if (by === name && !this.#isKept(id, held)) this.#lost.add(id)
  }

  /** All have ended: everything that was acknowledged is in every log, and all are the same. */
  async concludes(folders: ReadonlyMap<string, string>): Promise<void> {
    let first: ReadonlySet<string> | undefined
    for (const [name, folder] of folders) {
      const reading = await lastValueFrom(readLog(folder))
      const held = this.#heldBy(name, reading)
      for (const id of this.#acknowledged.keys()) if (!this.#isKept(id, held)) this.#lost.add(id)
      const entries = [...held].flatMap((hash) => this.#decoded.get(hash) ?? [])
      for (const { entry, reason } of unfitEntries(entries))
        this.#troubles.add(`${name}: ${idOf(entry)} is unfit: ${reason}`)
      first ??= held
      const others = differing(first, held)
      if (others > 0) this.#troubles.add(`${name}: ${others} entries apart from the first`)
    }
  }

  /** Hashes of the entries in a log. */
  #heldBy(name: string, { entries, damage }: LogReading): ReadonlySet<string> {
    if (damage !== undefined) this.#troubles.add(`${name}: ${damage.message}`)
    const held = new Set<string>()
    for (const bytes of entries) {
      const hash = Buffer.from(this.#crypto.hash(bytes)).toString('hex')
      if (!this.#decoded.has(hash)) this.#see(name, hash, bytes)
      held.add(hash)
    }
    if (held.size < entries.length)
      this.#troubles.add(`${name}: ${entries.length - held.size} entries twice`)
    return held
  }

  #see(name: string, hash: string, bytes: Uint8Array): void {
    const decoded = decodeEntry(bytes, (data) => this.#crypto.hash(data))
    if (!decoded.ok) {
      this.#troubles.add(`${name}: an entry that cannot be read: ${decoded.detail}`)
      return
    }
    const { entry } = decoded
    const id = idOf(entry)
    if (this.#contents.has(id)) this.#reused.add(id)
    else this.#contents.set(id, { hash, entry })
    this.#decoded.set(hash, entry)
  }

  #isKept(id: string, held: ReadonlySet<string>): boolean {
    const content = this.#contents.get(id)
    const wrote = this.#acknowledged.get(id)
    if (content === undefined || wrote === undefined || !held.has(content.hash)) return false
    const { event } = content.entry
    const isPut = event.kind === 'state-info-put'
    return isPut && event.key === wrote.key && event.value === wrote.value
  }
}

function differing(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const missing = [...one].filter((each) => !other.has(each)).length
  return missing + other.size - (one.size - missing)
}
