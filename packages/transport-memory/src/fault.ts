/**
 * What may become of a frame. A rule sees one frame as it is sent and draws keyed by that frame;
 * its verdict is to pass, or what happens to it. Rules are asked in order and the first that does
 * not pass decides, so a frame has one fate and a rule needs to know of no other. Rules must be
 * functions of their arguments and of what they were made with: no clock, no chance of their own.
 * One that remembers the frames it was asked about (a queue, a count) serves one world only.
 */
import type { Address } from '@quorate/core'
import type { Draw } from './random.ts'

/** A frame as its sender handed it over. */
export interface SentFrame {
  readonly from: Address
  readonly to: Address
  /** The network's own copy: not to be changed. */
  readonly bytes: Uint8Array
  /** Virtual milliseconds. */
  readonly at: number
  /** Frames between these two in this instant before it. */
  readonly nth: number
}

/** Leave the frame to the next rule. */
export interface Pass {
  readonly kind: 'pass'
}

/** Let it arrive, so many milliseconds after it was sent. */
export interface Deliver {
  readonly kind: 'deliver'
  readonly afterMs: number
}

/** Let it vanish. */
export interface Drop {
  readonly kind: 'drop'
  /** For the trace: the name of the fault. */
  readonly reason: string
}

/** Let it arrive once for each of these, so many milliseconds after it was sent. */
export interface Duplicate {
  readonly kind: 'duplicate'
  readonly afterMs: readonly number[]
}

/** Let other bytes arrive in its stead. */
export interface Corrupt {
  readonly kind: 'corrupt'
  readonly bytes: Uint8Array
  readonly afterMs: number
}

/** Let it wait for as long as somebody wants. */
export interface Hold {
  readonly kind: 'hold'
  /** Given the frame, whose fate is then up to whoever took it. */
  readonly keep: (frame: WaitingFrame) => void
}

/** A frame under way whose fate is open: one of the two, once. */
export interface WaitingFrame {
  readonly frame: SentFrame
  /** Lets it arrive now; frames that are let go in one instant arrive in that order. */
  arrive(): void
  /** Lets it vanish, for this reason. */
  drop(reason: string): void
}

export type Verdict = Pass | Deliver | Drop | Duplicate | Corrupt | Hold

/** What becomes of a frame. */
export type Rule = (frame: SentFrame, draw: Draw) => Verdict

/** The verdict of a rule that does not care. */
export const pass: Pass = { kind: 'pass' }

/** The first verdict that is not to pass; to pass when there is none. */
export function judge(rules: readonly Rule[], frame: SentFrame, draw: Draw): Verdict {
  for (const rule of rules) {
    const verdict = rule(frame, draw)
    if (verdict.kind !== 'pass') return verdict
  }
  return pass
}

/** Which addresses: a member's, a side of a cut. */
export type Addresses = (address: Address) => boolean

/** Which way frames go. */
export interface Way {
  /** Default: from anywhere. */
  readonly from?: Addresses
  /** Default: to anywhere. */
  readonly to?: Addresses
}

/** A rule for one way only. */
export const along =
  ({ from, to }: Way, rule: Rule): Rule =>
  (frame, draw) =>
    (from?.(frame.from) ?? true) && (to?.(frame.to) ?? true) ? rule(frame, draw) : pass
