/**
 * What `quorate sim` was asked for, checked, and the command that asks for one run of it again.
 */
import type { Duration } from '@quorate/transport-memory'
import type { GivenFaults } from '../options/fault-mix.ts'
import type { SimStore } from './file-store.ts'

export const simModes = ['random', 'pct', 'exhaustive'] as const

/**
 * `random`: plans drawn from seeds. `pct`: likewise, with frames by priority. `exhaustive`: every
 * short history.
 */
export type SimMode = (typeof simModes)[number]

/** Where a run is shown; undefined: nowhere. */
export interface SimViews {
  readonly html?: string
  /** `-` is standard output. */
  readonly trace?: string
  readonly shiviz?: string
  readonly json?: string
}

export interface SimOptions extends SimViews {
  readonly mode: SimMode
  readonly seed: string
  readonly members: number
  readonly time: Duration
  readonly faults: GivenFaults
  /** Where members keep their logs. */
  readonly store: SimStore
  readonly runs: number
  /** undefined: as many as there are cores. */
  readonly workers: number | undefined
  /** Of PCT, or things one after another in short histories. */
  readonly depth: number
  /** The folder that failing runs are written to. */
  readonly capsules: string
}

/** The command line that has this seed and nothing else. */
export function commandFor(options: SimOptions, seed: string): string {
  const { mode, members, time, faults, store, depth } = options
  const how = mode === 'random' ? [] : ['--mode', mode, '--depth', String(depth)]
  const what = ['--members', String(members), '--time', String(time), '--faults', faults.text]
  const where = store === 'memory' ? [] : ['--store', store]
  const its = mode === 'exhaustive' ? [] : [...what, ...where]
  return ['npx quorate sim --seed', seed, ...its, ...how].join(' ')
}
