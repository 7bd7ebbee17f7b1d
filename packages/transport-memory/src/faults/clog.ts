/**
 * A clogged network: what is sent before a moment is held until then and arrives in one burst, as
 * after a stalled switch or a suspended machine. Nothing is lost.
 */
import { pass } from '../fault.ts'
import type { Rule } from '../fault.ts'

/** Holds every frame until a virtual time, in milliseconds; passes from then on. */
export const clog =
  (until: number): Rule =>
  ({ at }) =>
    at < until ? { kind: 'deliver', afterMs: until - at } : pass
