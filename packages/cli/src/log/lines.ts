/**
 * Entries as a person reads them: when, who, what was done, one line each. Whatever others wrote
 * into them, no line break and no terminal control gets through.
 */
import type { ClusterEvent, LogEntry, StoreId, Value } from '@quorate/core'
import { toPlain } from '../json/plain.ts'
import type { Colours } from '../reports/screen.ts'
import { singleLine } from '../reports/single-line.ts'

/** The names that stores were let in under, as far as the entries seen so far say. */
export class StoreNames {
  readonly #names = new Map<StoreId, string>()

  learn({ event, store }: LogEntry): void {
    if (event.kind === 'cluster-founded') this.#names.set(store, event.name)
    if (event.kind === 'member-joined') this.#names.set(event.store, event.name)
  }

  /** The beginning of its id for one that nothing was said of. */
  of(store: StoreId): string {
    return this.#names.get(store) ?? store.slice(0, 8)
  }
}

/** When, who, what; who is padded, so that what they did stands below each other. */
export function textLine(entry: LogEntry, names: StoreNames, { dim, cyan }: Colours): string {
  const { event, stream, store, seq, hlc } = entry
  const who = singleLine(names.of(store)).padEnd(nameWidth)
  const what = singleLine(sentenceOf(event, store, names))
  const time = new Date(hlc.l).toISOString()
  return `${dim(time)} ${cyan(who)} ${what} ${dim(`${stream.slice(0, 8)} ${seq}`)}`
}

const nameWidth = 8

function sentenceOf(event: ClusterEvent, author: StoreId, names: StoreNames): string {
  switch (event.kind) {
    case 'cluster-founded':
      return `founded the cluster at ${event.address}, replication ${event.replicationFactor}`
    case 'member-joined': {
      const former = event.replaces === null ? '' : `, in place of the former ${event.name}`
      return `let in ${event.name} at ${event.address}${former}`
    }
    case 'member-ejected':
      return event.store === author ? 'left' : `ejected ${names.of(event.store)}`
    case 'member-moved':
      return `moved to ${event.address}`
    case 'member-info-changed':
      return `set its info to ${valueText(event.info)}`
    case 'member-down':
      return `found ${names.of(event.store)} down: ${event.reason}`
    case 'member-up':
      return `found ${names.of(event.store)} up again`
    case 'state-info-put':
      return `put ${event.key} = ${valueText(event.value)}`
    case 'state-info-deleted':
      return `deleted ${event.key}`
    case 'run-started':
      return 'was started again'
  }
}

const valueWidthMax = 120

/** As JSON; only the beginning of what is long. */
export function valueText(value: Value): string {
  const text = JSON.stringify(toPlain(value))
  return text.length <= valueWidthMax ? text : `${text.slice(0, valueWidthMax)}…`
}
