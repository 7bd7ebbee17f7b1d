/**
 * Which round comes next, and how long until then. Rounds are counted by the wall clock, which is
 * what members have in common: round r begins at r periods after 1970. The wall clock steps, the
 * process may have hung: then this begins anew from what the clock says, instead of making up for
 * rounds that are over or waiting for a day that comes again. It must never ask for a delay of two
 * periods or more, or of less than nothing.
 */
import type { Millis, StoreTag } from '../../model/index.ts'
import { phaseOf } from './phase.ts'

/** Where one is; a function of the round says whom one would probe in it. */
export interface Moment {
  /** The round of the last turn; undefined: none yet. */
  readonly round: number | undefined
  readonly wall: Millis
  readonly periodMs: Millis
  readonly targetOfRound: (round: number) => StoreTag | undefined
}

/** Whom to probe, when and in which round; or when to look again, if there is nobody else. */
export type NextTurn =
  | { readonly round: number; readonly target: StoreTag; readonly delayMs: Millis }
  | { readonly round: undefined; readonly target: undefined; readonly delayMs: Millis }

/** The turn after the last one; the first one from now on, if that is over or too far away. */
export function nextTurn(moment: Moment): NextTurn {
  const { round, wall, periodMs } = moment
  if (round !== undefined) {
    const next = turnIn(round + 1, moment)
    if (next.delayMs >= 0 && next.delayMs < 2 * periodMs) return next
  }
  const current = Math.floor(wall / periodMs)
  const now = turnIn(current, moment)
  return now.delayMs > 0 ? now : turnIn(current + 1, moment)
}

function turnIn(round: number, { wall, periodMs, targetOfRound }: Moment): NextTurn {
  const target = targetOfRound(round)
  if (target === undefined) return { round: undefined, target, delayMs: periodMs }
  return { round, target, delayMs: round * periodMs + phaseOf(target, periodMs) - wall }
}
