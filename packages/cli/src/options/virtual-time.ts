/**
 * `--time`: how long things break in a simulated run, in virtual time, kept as it was written so
 * that it can be told again.
 */
import { type Duration, msOf } from '@quorate/transport-memory'
import { InvalidArgumentError } from 'commander'

const written = /^\d+(?:\.\d+)?(?:ms|s|m|h)$/
const minMs = 1000
const maxMs = 24 * 3_600_000

/** The same text. @throws InvalidArgumentError saying what is allowed. */
export function parseVirtualTime(text: string): Duration {
  if (isDuration(text) && msOf(text) >= minMs && msOf(text) <= maxMs) return text
  throw new InvalidArgumentError('It must be a virtual time from 1s to 24h, as 30s, 10m or 1h.')
}

const isDuration = (text: string): text is Duration & string => written.test(text)
