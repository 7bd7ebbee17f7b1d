/**
 * S12: no silent loss. Every acknowledged write ends in force, overwritten by somebody who had seen
 * it, or its author was told: `conflict` or `void`. A write that none of this holds for is counted
 * as abandoned if its machine gave up the store it was made in (it was ejected or lost its log, and
 * joined again as another, or it joined another cluster): there is nobody left to tell; so is one
 * that is nowhere, if bits of its machine's disk flipped (docs/SAFETY.md). No crash may take one
 * away.
 */
import type { EntryId, LogEntry, Notice } from '@quorate/core'
import { type Meaning, meaningOf } from './reference.ts'
import { type Findings, idOf } from './sight.ts'

/** A write whose promise resolved. */
export interface Acknowledged {
  readonly machine: string
  readonly id: EntryId
}

export interface Ending {
  /** The log that all agree on. */
  readonly log: readonly LogEntry[]
  readonly writes: readonly Acknowledged[]
  /** What each machine's processes were ever told. */
  readonly notices: ReadonlyMap<string, readonly Notice[]>
  /** Stores that no machine goes on as. */
  readonly isAbandoned: (store: string) => boolean
  /** Machines on whose disks bits flipped: what was durable last may be gone. */
  readonly isRotten: (machine: string) => boolean
}

export interface Account {
  readonly inForce: number
  readonly overwritten: number
  readonly told: number
  readonly abandoned: number
  readonly findings: Findings
}

export function accountFor(ending: Ending): Account {
  const meaning = meaningOf(ending.log)
  const overwritten = knowinglyOverwritten(ending.log)
  const entries = new Map(ending.log.map((entry) => [idOf(entry), entry]))
  const account = { inForce: 0, overwritten: 0, told: 0, abandoned: 0 }
  const findings: string[] = []
  for (const write of ending.writes) {
    const id = idOf(write.id)
    const entry = entries.get(id)
    if (entry !== undefined && isInForce(meaning, entry)) account.inForce++
    else if (overwritten.has(id)) account.overwritten++
    else if (wasTold(ending, write)) account.told++
    else if (ending.isAbandoned(write.id.stream.slice(0, 32))) account.abandoned++
    else if (entry === undefined && ending.isRotten(write.machine)) account.abandoned++
    else {
      const became = entry === undefined ? 'is in no log' : `is ${meaning.outcomes.get(id)}`
      findings.push(`S12: ${id} of ${write.machine} ${became}, and nobody was told`)
    }
  }
  return { ...account, findings }
}

/** A process that began, and what its machine's processes were told before it. */
export interface Beginning {
  readonly who: string
  readonly log: readonly LogEntry[]
  /** Of its log: the writes under it are owed, those of stores given up are not. */
  readonly store: string
  readonly writes: readonly EntryId[]
}

/** S12 at a start: what was acknowledged before is in the log that the process begins with. */
export function heldFromBefore({ who, log, store, writes }: Beginning): Findings {
  const held = new Set(log.map(idOf))
  return writes
    .filter((id) => id.stream.startsWith(store) && !held.has(idOf(id)))
    .map((id) => `S12: ${who} began without ${idOf(id)}, which was acknowledged`)
}

function isInForce(meaning: Meaning, entry: LogEntry): boolean {
  const { event } = entry
  if (event.kind === 'state-info-put' || event.kind === 'state-info-deleted')
    return meaning.values.get(event.key) === entry
  return meaning.outcomes.get(idOf(entry)) === 'effective'
}

/** Ids that an effective write named as what it saw there. */
function knowinglyOverwritten(log: readonly LogEntry[]): ReadonlySet<string> {
  const { outcomes } = meaningOf(log)
  const named = new Set<string>()
  for (const entry of log) {
    const { event } = entry
    if (event.kind !== 'state-info-put' && event.kind !== 'state-info-deleted') continue
    if (event.basis !== null && outcomes.get(idOf(entry)) !== 'void') named.add(idOf(event.basis))
  }
  return named
}

const wasTold = ({ notices }: Ending, { machine, id }: Acknowledged): boolean =>
  (notices.get(machine) ?? []).some(
    (notice) =>
      (notice.kind === 'conflict' && idOf(notice.lost) === idOf(id)) ||
      (notice.kind === 'void' && idOf(notice.entry) === idOf(id)),
  )
