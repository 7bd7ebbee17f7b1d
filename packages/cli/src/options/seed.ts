/**
 * `--seed` of a simulation: any short text, since the seed of a later run is that of the first with
 * its number. Without one it is random; in CI it is that of the commit, which tries others on every
 * commit and the same ones on one.
 */
import { randomBytes } from 'node:crypto'
import { commitOf } from '@quorate/transport-memory'
import { InvalidArgumentError } from 'commander'

/** @throws InvalidArgumentError saying what is allowed. */
export function parseSeed(text: string): string {
  if (/^[\w.-]{1,64}$/.test(text)) return text
  throw new InvalidArgumentError('It must be 1 to 64 of A-Z a-z 0-9 . _ and -.')
}

export function seedOfNow(environment: Readonly<Record<string, string | undefined>>): string {
  const isInCi = (environment['CI'] ?? '') !== ''
  const commit = isInCi ? commitOf({ ...environment }) : 'unknown'
  return commit === 'unknown' ? randomBytes(4).toString('hex') : commit.slice(0, 8)
}
