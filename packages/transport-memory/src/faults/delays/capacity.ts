/**
 * Links that carry only so much: frames queue before each link and follow one another at its rate,
 * in the order they were sent; what finds the queue full is lost (tail drop). Each link, one way
 * from one address to another, has a rate and a queue of its own. A link never carries more than
 * its rate, whatever is sent.
 */
import { invariant } from '@quorate/core'
import type { Address } from '@quorate/core'
import type { Rule } from '../../fault.ts'

/** What a link carries. */
export interface CapacityOptions {
  readonly bytesPerSecond: number
  /** Bytes waiting and being sent; a frame that would make it more is lost. */
  readonly queueBytesMax: number
  /** From the end of a frame's sending to its arrival, in milliseconds; default 1. */
  readonly propagationMs?: number
}

/** Decides about every frame it is asked about; it remembers its queues, so it serves one world. */
export function capacity(options: CapacityOptions): Rule {
  const { bytesPerSecond, queueBytesMax, propagationMs = 1 } = options
  invariant(bytesPerSecond > 0, 'bytesPerSecond must be more than 0')
  /** When each link has sent all it was given, by sender and receiver. */
  const freeAt = new Map<Address, Map<Address, number>>()
  return ({ from, to, at, bytes }) => {
    const links = freeAt.get(from) ?? new Map<Address, number>()
    const startsAt = Math.max(at, links.get(to) ?? 0)
    const queuedBytes = ((startsAt - at) * bytesPerSecond) / 1_000
    if (queuedBytes + bytes.length > queueBytesMax) return { kind: 'drop', reason: 'capacity' }
    const endsAt = startsAt + (bytes.length * 1_000) / bytesPerSecond
    freeAt.set(from, links.set(to, endsAt))
    return { kind: 'deliver', afterMs: endsAt - at + propagationMs }
  }
}
