/**
 * A record as views work with it: times in virtual milliseconds, words spelled out, everything
 * in the order of time. Built once; nothing here changes afterwards.
 */
import type { Fate, FrameRow, RunRecord } from '../run-record.ts'
import type { FrameGroup, MarkGroup } from './groups.ts'
import { frameGroupOf, markGroupOf } from './groups.ts'
import { LaneStates } from './lane-states.ts'
import { timeText } from './times.ts'

/** A frame; `at` is when it was sent. */
export interface Frame {
  readonly sort: 'frame'
  readonly at: number
  /** When it arrived, or was lost. */
  readonly until: number
  readonly from: number
  readonly to: number
  readonly bytes: number
  readonly kinds: string
  readonly group: FrameGroup
  readonly fate: Fate
  readonly note: string
}

/** Something at one moment on one lane; lane -1: the world. */
export interface Mark {
  readonly sort: 'mark'
  readonly at: number
  readonly lane: number
  readonly group: MarkGroup
  readonly kind: string
  readonly text: string
  /** Of an entry: written by this member. */
  readonly isOwn: boolean
}

/** A run as views show it. */
export interface Run {
  readonly record: RunRecord
  readonly lanes: readonly string[]
  readonly endMs: number
  readonly frames: readonly Frame[]
  readonly marks: readonly Mark[]
  readonly states: LaneStates
  /** The longest that a frame was under way. */
  readonly travelMaxMs: number
}

export function runOf(record: RunRecord): Run {
  const frames = record.frames.map((row) => frameOf(row, record))
  const states = new LaneStates(record)
  const marks = [
    ...marksOf(record),
    ...entriesOf(record),
    ...lifecycleOf(states, record.lanes.length),
    ...worldMarksOf(record),
  ]
  return {
    record,
    lanes: record.lanes,
    endMs: Math.max(record.endMs, 1),
    frames,
    marks: marks.toSorted((a, b) => a.at - b.at),
    states,
    travelMaxMs: frames.reduce((max, { at, until }) => Math.max(max, until - at), 0),
  }
}

/** A frame that did not simply arrive. */
export const isTrouble = ({ fate }: Frame): boolean => fate === 'x' || fate === '0' || fate === '~'

/** It reached somebody. */
export const hasArrived = ({ fate }: Frame): boolean => fate === '>' || fate === '+' || fate === '~'

function frameOf(row: FrameRow, { words, endMs }: RunRecord): Frame {
  const [sentAt, from, to, bytes, kindsWord, fate, after, note = -1] = row
  const kinds = words[kindsWord] ?? ''
  const at = sentAt / 1000
  return {
    sort: 'frame',
    at,
    until: fate === '.' ? endMs : at + after / 1000,
    from,
    to,
    bytes,
    kinds,
    group: frameGroupOf(kinds),
    fate,
    note: words[note] ?? '',
  }
}

const markOf = (mark: Omit<Mark, 'sort' | 'isOwn' | 'group'> & Partial<Mark>): Mark => ({
  sort: 'mark',
  isOwn: false,
  group: markGroupOf(mark.kind),
  ...mark,
})

const marksOf = ({ marks, words }: RunRecord): readonly Mark[] =>
  marks.map(([at, lane, kind, text]) =>
    markOf({ at: at / 1000, lane, kind: words[kind] ?? '', text: words[text] ?? '' }),
  )

function entriesOf({ entries, words, lanes }: RunRecord): readonly Mark[] {
  return entries.map(([at, lane, authorWord, event, about, place, length, isLate]) => {
    const author = words[authorWord] ?? ''
    const where = isLate ? `inserted at ${place} of ${length}` : `at ${place}`
    const said = [words[event], words[about], 'by', author].filter(Boolean).join(' ')
    const text = `${said}, ${where}`
    return markOf({
      at: at / 1000,
      lane,
      kind: isLate ? 'late entry' : 'entry',
      text,
      group: isLate ? 'late' : 'log',
      isOwn: author === lanes[lane],
    })
  })
}

function lifecycleOf(states: LaneStates, lanes: number): readonly Mark[] {
  const marks: Mark[] = []
  for (let lane = 0; lane < lanes; lane++) {
    for (const { at, state, reasons } of states.lifecycle(lane)) {
      const text = reasons.length === 0 ? '' : reasons.join(', ')
      marks.push(markOf({ at, lane, kind: state, text, group: 'lifecycle' }))
    }
  }
  return marks
}

function worldMarksOf({ plan, failure }: RunRecord): readonly Mark[] {
  const planned = plan.map(({ atMs, untilMs, text }) => {
    const until = untilMs === undefined ? '' : `, until ${timeText(untilMs)}`
    return markOf({ at: atMs, lane: -1, kind: 'plan', text: `${text}${until}` })
  })
  if (failure === undefined) return planned
  const { atMs, invariant, detail } = failure
  const text = `${invariant}: ${detail}`
  return [...planned, markOf({ at: atMs, lane: -1, kind: 'failure', text, group: 'process' })]
}
