/**
 * What an applicant asks of a sponsor in tests, and how to read the sponsor's answers.
 */
import type { ClusterId, JoinRequest, Outcome, Sender, StoreId } from '../model/index.ts'
import { at, named, otherCluster, sender, storeOf } from './cluster.fixture.ts'
import type { Scene } from './scene.fixture.ts'

/** `name` at its own address asks to be let in with a store. */
export const ask = (name: string, store: string, previous: StoreId | null = null): JoinRequest => ({
  kind: 'join-request',
  name: named(name),
  address: at(name),
  store: storeOf(store),
  previous,
})
/** The sender, from another cluster. */
export const outside = (name: string): Sender => sender(name, otherCluster)
/** Fires when the holder of `b` had its time to answer. */
export const holderTimer = 'membership/sponsor/b'

/** What was answered to whom: kind of refusal, or `let in`. */
export const answers = (scene: Scene): string[] =>
  scene.sent.flatMap(([to, message]) =>
    message.kind === 'join-reply' ? [`${to}: ${wordFor(message.outcome)}`] : [],
  )
const wordFor = (outcome: Outcome<ClusterId>): string =>
  outcome.ok ? 'let in' : outcome.refusal.kind
/** Who was pinged. */
export const asked = (scene: Scene): string[] =>
  scene.sent.flatMap(([to, message]) => (message.kind === 'ping' ? [to] : []))
