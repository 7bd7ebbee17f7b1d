/**
 * Durations as people write them: a number and a unit, `500ms`, `1s`, `1.5s`, `2m`. A number
 * without a unit is refused: nobody can tell what was meant.
 */
import { InvalidArgumentError } from 'commander'

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 }
const duration = /^(\d+(?:\.\d+)?)(ms|s|m)$/
const minMs = 10
const maxMs = 10 * 60_000

/** Milliseconds. @throws InvalidArgumentError saying what is allowed. */
export function parseDuration(text: string): number {
  const [, amount = '', unit = ''] = duration.exec(text) ?? []
  const milliseconds = Number(amount) * (unitsMs[unit] ?? 0)
  if (milliseconds < minMs || milliseconds > maxMs)
    throw new InvalidArgumentError('It must be a duration from 10ms to 10m, as 500ms, 1s or 2m.')
  return milliseconds
}
