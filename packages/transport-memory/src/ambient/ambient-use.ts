/**
 * The error of a member that used the time, chance or I/O around it instead of what it was given:
 * a run with such a call in it cannot be repeated. It says who called what from where, and what to
 * use instead. It decides nothing: the guard (`guard.ts`) makes it and throws it.
 */

/** What was called, and by whom. */
export interface AmbientCall {
  readonly member: string
  /** `Date.now`, `fs.readFile`. */
  readonly called: string
  /** What a member has for it. */
  readonly instead: string
}

/** Ambient time, chance, a timer or I/O was used within a simulation; `stack` says where. */
export class AmbientUse extends Error {
  override readonly name: string = 'AmbientUse'
  readonly member: string
  readonly called: string
  readonly instead: string

  /** The stack begins with the caller of `from`. */
  constructor({ member, called, instead }: AmbientCall, from: (...args: never[]) => unknown) {
    super(`${member} called ${called}, which no seed repeats: use ${instead}`)
    this.member = member
    this.called = called
    this.instead = instead
    Error.captureStackTrace(this, from)
  }
}
