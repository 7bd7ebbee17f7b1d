/**
 * `--info KEY=VALUE`, given once or more: the member's public map, all of its values texts. A key
 * given twice has its last value.
 */
import { InvalidArgumentError } from 'commander'

export type InfoPairs = { readonly [key: string]: string }

/** The pairs so far and one more. @throws InvalidArgumentError saying what is allowed. */
export function addInfoPair(text: string, pairs: InfoPairs = {}): InfoPairs {
  const equals = text.indexOf('=')
  const key = text.slice(0, equals)
  if (equals < 1 || key === '__proto__')
    throw new InvalidArgumentError('It must be KEY=VALUE with a key that is not empty.')
  return { ...pairs, [key]: text.slice(equals + 1) }
}
