/**
 * The requests that the application's handler has: at most `servingMax` of them (Q7), each under a
 * key that no other request ever has. A handler that never answers holds its place.
 */
import { type Effect, type Outcome, refuse, type Sender, type Value } from '../model/index.ts'
import type { RequestsLocal } from './local.ts'

/** `name/address/id`: a name has no `/`, an id only digits, so it reads back in one way. */
export const servingKey = (from: Sender, id: number): string => `${from.name}/${from.address}/${id}`

export interface ToServe {
  readonly id: number
  readonly from: Sender
  readonly sender: string | undefined
  readonly isClient: boolean
  readonly data: Value
}

export const isServingFull = (local: RequestsLocal): boolean =>
  local.serving.size >= local.config.servingMax

export const servingOverloaded = (local: RequestsLocal): Outcome<never> =>
  refuse('overloaded', `${local.config.servingMax} requests are being served (servingMax)`)

/** Hands a request to the handler. */
export function withServing(
  local: RequestsLocal,
  request: ToServe,
): { readonly local: RequestsLocal; readonly effect: Effect } {
  const { id, from, sender, isClient, data } = request
  const key = servingKey(from, id)
  return {
    local: { ...local, serving: local.serving.with(key, { id, from, sender }) },
    effect: { kind: 'serve', key, from, isClient, data },
  }
}
