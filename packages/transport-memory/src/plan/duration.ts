/**
 * Lengths of virtual time as people write them: `250ms`, `5s`, `10m`, `1h`, or a number of
 * milliseconds. Everything below the consumer's door counts in milliseconds.
 */
import { invariant } from '@quorate/core'

/** Virtual milliseconds, or a number with its unit. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h'}`

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const written = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/

/** Milliseconds; what is no duration violates an invariant that says what is allowed. */
export function msOf(duration: Duration): number {
  const [, amount = '', unit = ''] = written.exec(String(duration)) ?? []
  const ms =
    typeof duration === 'number' ? duration : Number(amount) * (unitsMs[unit] ?? Number.NaN)
  const isDuration = Number.isFinite(ms) && ms >= 0 && (typeof duration === 'number' || unit !== '')
  invariant(isDuration, `${duration} is no duration: write 250ms, 5s, 10m, 1h or milliseconds`)
  return ms
}

/** `12.345 s`: for people, always in seconds, so that lines compare. */
export const secondsOf = (ms: number): string => `${(ms / 1000).toFixed(3)} s`

/** `20 s`, `350 ms`, `10 min`: a length, as short as it can be said. */
export function lengthOf(ms: number): string {
  if (ms < 1000) return `${round(ms)} ms`
  if (ms < 120_000) return `${round(ms / 1000)} s`
  return `${round(ms / 60_000)} min`
}

const round = (amount: number): number => Number(amount.toPrecision(3))
