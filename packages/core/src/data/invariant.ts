/**
 * Programmer errors. An invariant that does not hold is a bug: it is thrown, never caught below
 * the machine, and ends the member (not the process) with the violation as its reason.
 */

export class InvariantViolation extends Error {
  override readonly name: string = 'InvariantViolation'
}

export function invariant(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new InvariantViolation(sentence)
}

export function unreachable(value: never): never {
  throw new InvariantViolation(`unexpected ${JSON.stringify(value)}`)
}
