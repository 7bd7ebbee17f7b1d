/**
 * A planted bug: one small patch of the built code of core or of the log in files, as data. A suite
 * of them says what the simulation would catch, and how soon: a suite that was never shown a bug
 * proves little. Nothing of it is in `src` of a published package; a patch exists only in the
 * process that tries it.
 */

/** Where the bug is. */
export type Area =
  | 'log'
  | 'order'
  | 'admission'
  | 'replay'
  | 'state'
  | 'membership'
  | 'probing'
  | 'replication'
  | 'writes'
  | 'requests'
  | 'session'
  | 'store'
  | 'files'

export interface Mutant {
  /** Kebab-case, unique. */
  readonly name: string
  readonly area: Area
  /** Whose code; default core's. */
  readonly package?: 'core' | 'log-file'
  /** Below its `dist`. */
  readonly file: string
  /** Occurs exactly once in the file; any white space stands for any other. */
  readonly find: string
  readonly replace: string
  /** The slip: what its author thought, or forgot. */
  readonly why: string
  /** Invariants that are broken by it (event-log section 14, docs/protocol). */
  readonly expects: readonly string[]
}
