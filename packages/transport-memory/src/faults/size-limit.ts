/**
 * A path for small frames only: what is larger vanishes without a word, as on a route whose MTU is
 * less than its ends believe. The size counts as sent, before anything could cut a frame short.
 */
import { pass } from '../fault.ts'
import type { Rule } from '../fault.ts'

/** Drops every frame of more than so many bytes. */
export const sizeLimit =
  (bytesMax: number): Rule =>
  ({ bytes }) =>
    bytes.length > bytesMax ? { kind: 'drop', reason: 'size' } : pass
