/**
 * A folder as an option. An empty text, as of a variable that is not set, is none: it would be the
 * one that the process happens to be in.
 */
import { InvalidArgumentError } from 'commander'

export function parseFolder(text: string): string {
  if (text !== '') return text
  throw new InvalidArgumentError('It must be the path of a folder')
}
