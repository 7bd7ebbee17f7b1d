/**
 * The meaning of the log: one switch from an entry to the rule that gives its event meaning, and
 * the one rule before all others: who is not a member at this point of the order has no say.
 * Pure, and total over event kinds: the state is a function of the order of entries alone.
 */
import type { LogEntry } from '../model/index.ts'
import { unreachable } from '../model/index.ts'
import type { StoreRecord } from './cluster-state.ts'
import {
  foldClusterFounded,
  foldMemberDown,
  foldMemberEjected,
  foldMemberInfoChanged,
  foldMemberJoined,
  foldMemberMoved,
  foldMemberUp,
} from './fold-member.ts'
import { foldStateInfo } from './fold-state-info.ts'
import type { NoPatch, Patch, StateView } from './patch.ts'
import { voided } from './patch.ts'

const nothing: NoPatch = { kind: 'none' }

/** What an entry does to the state before it. */
export function reduce(view: StateView, entry: LogEntry): Patch {
  const event = entry.event
  if (event.kind === 'run-started') return nothing
  if (event.kind === 'cluster-founded') return foldClusterFounded(view, entry, event)
  const author = view.recordOf(entry.store)
  if (author?.status !== 'member') return voided('author-not-member')
  return reduceOfMember(view, entry, author)
}

function reduceOfMember(view: StateView, entry: LogEntry, author: StoreRecord): Patch {
  const event = entry.event
  switch (event.kind) {
    case 'state-info-put':
    case 'state-info-deleted':
      return foldStateInfo(view, entry, event)
    case 'member-joined':
      return foldMemberJoined(view, entry, event)
    case 'member-ejected':
      return foldMemberEjected(view, entry, event)
    case 'member-moved':
      return foldMemberMoved(author, event)
    case 'member-info-changed':
      return foldMemberInfoChanged(author, entry, event)
    case 'member-down':
      return foldMemberDown(view, entry, event)
    case 'member-up':
      return foldMemberUp(view, event)
    case 'cluster-founded':
    case 'run-started':
      return nothing
    default:
      return unreachable(event)
  }
}
