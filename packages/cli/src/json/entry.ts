/**
 * Log entries, explanations and versions as JSON: every field under its own name, bytes of hashes
 * as hex, application data as `plain.ts` has it. The encoded bytes of an entry and its signature,
 * empty until signatures exist, stay behind.
 */
import {
  type ClusterEvent,
  type EntryId,
  type Explanation,
  type LogEntry,
  type MemberVersion,
  type MentionedEntry,
  toHex,
  type VersionVector,
} from '@quorate/core'
import { type Plain, toPlain } from './plain.ts'

export const entryIdAsPlain = ({ stream, seq }: EntryId): Plain => ({ stream, seq })

export function entryAsPlain(entry: LogEntry): Plain {
  const { stream, seq, store, hlc, view, deps, prev, event, hash } = entry
  return {
    stream,
    seq,
    store,
    hlc: { l: hlc.l, c: hlc.c },
    view,
    deps: vectorAsPlain(deps),
    prev: toHex(prev),
    hash: toHex(hash),
    event: eventAsPlain(event),
  }
}

export const explanationAsPlain = (explanation: Explanation): Plain => ({
  ...mentionAsPlain(explanation),
  event: eventAsPlain(explanation.event),
  outcome: explanation.outcome,
  voidReason: explanation.voidReason ?? null,
  isLeave: explanation.isLeave,
  overrode: explanation.overrode.map(mentionAsPlain),
  overriddenBy: explanation.overriddenBy.map(mentionAsPlain),
})

const mentionAsPlain = ({ id, by, at }: MentionedEntry): { readonly [field: string]: Plain } => ({
  id: entryIdAsPlain(id),
  by: by ?? null,
  at,
})

export const versionAsPlain = ({ vector, hash }: MemberVersion): Plain => ({
  vector: vectorAsPlain(vector),
  hash,
})

/** Only what the application gave may hold bytes; all else is plain as it is. */
function eventAsPlain(event: ClusterEvent): { readonly [field: string]: Plain } {
  switch (event.kind) {
    case 'state-info-put':
      return {
        kind: event.kind,
        key: event.key,
        value: toPlain(event.value),
        basis: event.basis && entryIdAsPlain(event.basis),
      }
    case 'state-info-deleted':
      return {
        kind: event.kind,
        key: event.key,
        basis: event.basis && entryIdAsPlain(event.basis),
      }
    case 'member-info-changed':
      return { kind: event.kind, info: toPlain(event.info) }
    default:
      return { ...event }
  }
}

const vectorAsPlain = (vector: VersionVector): Plain => Object.fromEntries(vector)
