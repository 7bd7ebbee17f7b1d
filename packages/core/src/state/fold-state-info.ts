/**
 * Decides what a key of the state info is: the last write in order wins. It must never lose a
 * write silently (S12): a write that replaces one its author had not seen marks that one as lost,
 * so that whoever made it is told. A deletion stays as a tombstone, or it could be forgotten.
 */
import type { LogEntry, StateInfoDeleted, StateInfoPut } from '../model/index.ts'
import { sameEntry } from '../model/index.ts'
import type { Patch, StateView } from './patch.ts'

export function foldStateInfo(
  view: StateView,
  entry: LogEntry,
  event: StateInfoPut | StateInfoDeleted,
): Patch {
  const current = view.valueRecordOf(event.key)?.set
  const isKnown = current === undefined || sameEntry(current, event.basis ?? undefined)
  const value = event.kind === 'state-info-put' ? event.value : undefined
  return {
    kind: 'value',
    record: { key: event.key, value, set: entry },
    lost: isKnown ? undefined : current,
  }
}
