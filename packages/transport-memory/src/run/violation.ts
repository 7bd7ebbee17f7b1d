/**
 * What ends a run: something that must hold does not. `invariant` names it, so that a plan that was
 * cut down counts as failing only if the same thing fails.
 */

/** What failed, and when. */
export interface Failure {
  /** `S4`, `L1`, `always: one owner`, …: the same for every run that fails in the same way. */
  readonly invariant: string
  readonly detail: string
  /** Virtual milliseconds since the world began. */
  readonly atMs: number
}

export class Violation extends Error {
  override readonly name: string = 'Violation'
  readonly invariant: string

  constructor(invariant: string, detail: string) {
    super(detail)
    this.invariant = invariant
  }
}

/** A checker's finding, `S4: a and b …`, as what it violates. */
export function violationOf(finding: string): Violation {
  const colon = finding.indexOf(': ')
  return colon < 0
    ? new Violation('other', finding)
    : new Violation(finding.slice(0, colon), finding.slice(colon + 2))
}
