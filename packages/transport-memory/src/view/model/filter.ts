/**
 * What is to be seen: which members, which sorts of messages and marks, and a text to look for.
 * Routine probes are hidden unless asked for, but what befell one is trouble and shown.
 */
import type { Group } from './groups.ts'
import type { Frame, Mark, Run } from './run.ts'
import { isTrouble } from './run.ts'

/** What is to be seen. */
export interface Filter {
  readonly hiddenLanes: ReadonlySet<number>
  readonly hiddenGroups: ReadonlySet<Group>
  /** In lower case; empty: anything. */
  readonly text: string
}

/** Everything but routine. */
export const firstFilter: Filter = {
  hiddenLanes: new Set(),
  hiddenGroups: new Set<Group>(['probes', 'greetings']),
  text: '',
}

export function showsFrame(filter: Filter, frame: Frame, run: Run): boolean {
  if (filter.hiddenLanes.has(frame.from) || filter.hiddenLanes.has(frame.to)) return false
  const group = isTrouble(frame) ? 'trouble' : frame.group
  if (filter.hiddenGroups.has(group)) return false
  if (filter.text === '') return true
  const { from, to, kinds, note } = frame
  return `${run.lanes[from]} ${run.lanes[to]} ${kinds} ${note}`.toLowerCase().includes(filter.text)
}

export function showsMark(filter: Filter, mark: Mark, run: Run): boolean {
  if (filter.hiddenLanes.has(mark.lane) || filter.hiddenGroups.has(mark.group)) return false
  if (filter.text === '') return true
  const { lane, kind, text } = mark
  return `${run.lanes[lane] ?? ''} ${kind} ${text}`.toLowerCase().includes(filter.text)
}

/** A set with a thing in it that was not, or without it. */
export function toggled<Thing>(set: ReadonlySet<Thing>, thing: Thing): ReadonlySet<Thing> {
  const next = new Set(set)
  if (!next.delete(thing)) next.add(thing)
  return next
}
