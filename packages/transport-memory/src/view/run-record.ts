/**
 * A run as plain JSON: what was sent and what became of it, what was done to the members, and what
 * they told. It is what every view of a run is made from. Rows are short arrays, because a run has
 * tens of thousands of them; texts that repeat are words, named by their place in `words`. Times in
 * rows are whole virtual microseconds since the world began. It decides the format only.
 */

/** A place in `lanes`. */
export type Lane = number

/** A place in `words`. */
export type Word = number

/** Virtual microseconds, whole. */
export type Micros = number

/**
 * What became of a frame: `>` delivered, `+` delivered once more, `~` delivered with other bytes,
 * `x` dropped, `0` nobody listened, `.` still under way at the end of the run.
 */
export type Fate = '>' | '+' | '~' | 'x' | '0' | '.'

/** One frame, or one more arrival of it. `kinds`: its messages, with spaces; `note`: why. */
export type FrameRow = readonly [
  sentAt: Micros,
  from: Lane,
  to: Lane,
  bytes: number,
  kinds: Word,
  fate: Fate,
  afterMicros: Micros,
  note?: Word,
]

/** Something at one moment: done to a member (`crash`), or told by it (a notice). */
export type MarkRow = readonly [at: Micros, lane: Lane, kind: Word, text: Word]

/** An entry as it became durable at a member: its place in the order, of how many. */
export type EntryRow = readonly [
  at: Micros,
  lane: Lane,
  author: Word,
  event: Word,
  about: Word,
  place: number,
  length: number,
  isLate: 0 | 1,
]

/** What is another now than in the rows of this member before. */
export interface StateChange {
  readonly process?: ProcessState
  /** The member's lifecycle state, and the reasons for it. */
  readonly state?: string
  readonly reasons?: readonly string[]
  /** The roster. */
  readonly members?: readonly string[]
  /** Members that the cluster logged as not answering. */
  readonly failed?: readonly string[]
  /** Peers that do not answer this member. */
  readonly silent?: readonly string[]
  /** State info that was put, as text, shortened; null: deleted. */
  readonly keys?: { readonly [key: string]: string | null }
  /** Entries in its log. */
  readonly entries?: number
  /** The first 8 hex digits of its version's hash. */
  readonly version?: string
}

/** Whether there is a process of this member. */
export type ProcessState = 'running' | 'paused' | 'crashed'

export type StateRow = readonly [at: Micros, lane: Lane, change: StateChange]

/** A cut: who could not reach whom. No `until`: to the end of the run. */
export interface CutRow {
  readonly at: Micros
  readonly until?: Micros
  readonly from: readonly Lane[]
  /** Empty: all others. */
  readonly to: readonly Lane[]
  readonly oneWay: boolean
}

/** A line of the plan that the run followed. */
export interface PlanLine {
  readonly atMs: number
  /** Until when it lasts; undefined: a moment. */
  readonly untilMs?: number
  readonly text: string
}

/** What was found not to hold. */
export interface RunFailure {
  readonly atMs: number
  readonly invariant: string
  readonly detail: string
}

/** Rows that a record has no room for, the oldest of each sort. */
export interface LeftOut {
  readonly frames: number
  readonly marks: number
  readonly entries: number
  readonly states: number
}

/** A run, whole. */
export interface RunRecord {
  /** Of this format. */
  readonly format: 1
  readonly title: string
  readonly seed: string
  /** Of the trace: the run's identity. */
  readonly hash: string
  readonly endMs: number
  /** Events of the trace, timers included. */
  readonly events: number
  /** Members, then whoever else was sent something. */
  readonly lanes: readonly string[]
  readonly words: readonly string[]
  /** By the time they were sent. */
  readonly frames: readonly FrameRow[]
  readonly marks: readonly MarkRow[]
  readonly entries: readonly EntryRow[]
  readonly states: readonly StateRow[]
  readonly cuts: readonly CutRow[]
  readonly plan: readonly PlanLine[]
  readonly failure?: RunFailure
  readonly leftOut: LeftOut
}
