/**
 * A lossy network: each frame vanishes with the same probability, whatever became of the others.
 */
import { pass } from '../fault.ts'
import type { Rule } from '../fault.ts'

/** Drops this share of the frames, 0 to 1. */
export const loss =
  (share: number): Rule =>
  (_, draw) =>
    draw.unit('loss') < share ? { kind: 'drop', reason: 'loss' } : pass
