/**
 * Digests that ride on pings: to whomever a ping goes, a digest goes too, in the same frame. So two
 * members that ping each other compare their logs once a period, and a difference lasts no longer
 * than that (R5). The hash is computed anew only when the durable vector is another.
 */
import { holdingHash } from '../log/index.ts'
import type { Effect } from '../model/index.ts'
import type { Context } from '../state/index.ts'
import type { HashedVector, ReplicationLocal } from './local.ts'

/** The effects of one step, with what rides along. */
export interface Ridden {
  readonly local: ReplicationLocal
  readonly effects: readonly Effect[]
}

export function piggyback(
  local: ReplicationLocal,
  context: Context,
  effects: readonly Effect[],
): Ridden {
  if (context.self.cluster === undefined || !effects.some(isPing)) return { local, effects }
  const hashed = hashedVector(local, context)
  const message = { kind: 'digest', vectorHash: hashed.hash } as const
  const ridden: Effect[] = []
  for (const effect of effects) {
    ridden.push(effect)
    if (isPing(effect)) ridden.push({ kind: 'send', to: effect.to, message })
  }
  return { local: hashed === local.hashed ? local : { ...local, hashed }, effects: ridden }
}

/** What a digest rides on. */
export const isPing = (effect: Effect): effect is Extract<Effect, { kind: 'send' }> =>
  effect.kind === 'send' && effect.message.kind === 'ping'

/** The hash of what is durable here; nothing beyond it is told (R1). */
export function hashedVector(local: ReplicationLocal, context: Context): HashedVector {
  const { hashed, forks } = local
  const { log, durable: vector } = context
  if (hashed?.vector === vector && hashed.forks === forks) return hashed
  return { vector, forks, hash: holdingHash({ log, vector, forks }, context.hash) }
}
