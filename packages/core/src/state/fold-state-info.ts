/**
 * Decides what a key of the state info is: the last write in order wins. It must never lose a
 * write silently (S12): a write that replaces one its author had not seen marks that one as lost,
 * so that whoever made it is told. A deletion stays as a tombstone, or it could be forgotten.
 */
import type { LogEntry, StateInfoDeleted, StateInfoPut, Value } from '../model/index.ts'
import { sameEntry } from '../model/index.ts'
import type { Patch, StateView } from './patch.ts'

export function foldStateInfoPut(view: StateView, entry: LogEntry, event: StateInfoPut): Patch {
  return write(view, entry, { key: event.key, value: event.value, basis: event.basis })
}

export function foldStateInfoDeleted(
  view: StateView,
  entry: LogEntry,
  event: StateInfoDeleted,
): Patch {
  return write(view, entry, { key: event.key, value: undefined, basis: event.basis })
}

interface Write {
  readonly key: string
  readonly value: Value | undefined
  readonly basis: StateInfoPut['basis']
}

function write(view: StateView, entry: LogEntry, made: Write): Patch {
  const current = view.valueRecordOf(made.key)?.set
  const isKnown = current === undefined || sameEntry(current, made.basis ?? undefined)
  return {
    kind: 'value',
    record: { key: made.key, value: made.value, set: entry },
    lost: isKnown ? undefined : current,
  }
}
