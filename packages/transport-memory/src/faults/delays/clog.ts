/**
 * A clogged network: what is sent before a moment is held until then and arrives in one burst, as
 * after a stalled switch or a suspended machine. Nothing is lost. `along` makes it one of a link.
 */
import { pass } from '../../fault.ts'
import type { Rule } from '../../fault.ts'

/** Holds every frame until a virtual time, in milliseconds; passes from then on. */
export const clog =
  (untilMs: number): Rule =>
  ({ at }) =>
    at < untilMs ? { kind: 'deliver', afterMs: untilMs - at } : pass
