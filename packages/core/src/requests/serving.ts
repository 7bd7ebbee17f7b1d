/**
 * The requests that the application's handler has: at most `servingMax` of them (Q7), each under a
 * number of its own that no other request of this process ever has. A handler that never answers
 * holds its place.
 */
import { type Effect, type Refusal, refusal, type Sender, type Value } from '../model/index.ts'
import type { RequestsLocal } from './local.ts'
import type { Serving } from './senders.ts'

export interface ToServe extends Serving {
  readonly isClient: boolean
  readonly data: Value
}

export const isServingFull = (local: RequestsLocal): boolean =>
  local.serving.size >= local.config.servingMax

export const servingOverloaded = (local: RequestsLocal): Refusal =>
  refusal('overloaded', `${local.config.servingMax} requests are being served (servingMax)`)

/** The parts of the local state that change, apart, so that the caller copies the rest once. */
interface Served extends Pick<RequestsLocal, 'serving' | 'served'> {
  readonly effect: Effect
}

/** Hands a request to the handler. */
export function handOver(local: RequestsLocal, request: ToServe): Served {
  const { id, from, sender, isClient, data } = request
  const number = local.served
  return {
    serving: local.serving.with(number, { id, from, sender }),
    served: number + 1,
    effect: { kind: 'serve', key: String(number), from, isClient, data },
  }
}

/** Whether the handler has this request now. O(serving): for repeats, which are few. */
export function isServing(local: RequestsLocal, from: Sender, id: number): boolean {
  for (const serving of local.serving.values())
    if (serving.id === id && isSame(serving.from, from)) return true
  return false
}

const isSame = (a: Sender, b: Sender): boolean => a.name === b.name && a.address === b.address
