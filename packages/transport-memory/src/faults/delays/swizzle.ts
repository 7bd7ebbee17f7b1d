/**
 * Swizzle-clogging, as FoundationDB tests itself: of a random part of the members, one after the
 * other is clogged in the first half of a span, then one after the other let go in the second, in
 * another order. Finds what relies on members coming back in the order they went. Nothing is lost:
 * a frame to or from a clogged member waits for the end of that clog, and of the other end's.
 */
import type { Address } from '@quorate/core'
import { pass } from '../../fault.ts'
import type { Rule } from '../../fault.ts'
import { drawsOf, mixText } from '../../random.ts'
import type { Key } from '../../random.ts'

/** Who is clogged, and when, in virtual milliseconds. */
export interface SwizzleOptions {
  /** What members and moments are drawn by: `keyOf(seed, 'swizzle')`. */
  readonly key: Key
  readonly beginMs: number
  /** From the first clog to the last release, at most. */
  readonly overMs: number
  /** How many of the members are meant, 0 to 1; default 0.5. */
  readonly share?: number
}

/** Passes what no clog concerns. */
export function swizzle(options: SwizzleOptions): Rule {
  return ({ from, to, at }) => {
    const clogs = [clogOf(from, options), clogOf(to, options)]
    let arrivesAt = at
    // Twice: while it waits for one end, the other may have been clogged.
    for (const { stop, release } of [...clogs, ...clogs]) {
      if (stop <= arrivesAt && arrivesAt < release) arrivesAt = release
    }
    return arrivesAt === at ? pass : { kind: 'deliver', afterMs: arrivesAt - at }
  }
}

/** When a member is clogged; never, for one that is not meant. */
function clogOf(address: Address, options: SwizzleOptions): { stop: number; release: number } {
  const { key, beginMs, overMs, share = 0.5 } = options
  const draw = drawsOf(mixText(key, address))
  if (draw.unit('swizzle') >= share) return { stop: Infinity, release: Infinity }
  const half = { min: 0, max: overMs / 2 }
  const stop = beginMs + draw.between(half, 'swizzle/stop')
  return { stop, release: beginMs + overMs / 2 + draw.between(half, 'swizzle/release') }
}
