/**
 * A disk without room refuses and loses nothing. Who waits is told `store-full`, and what was not
 * durable is taken back; until there is room nothing is logged and no entries are taken, which
 * others bring again later, by their digests; reading, requests and detection go on. The member
 * asks its store from time to time, by an append of nothing, which completes when what was refused
 * has room. A disk that failed is another matter: `from-store.ts`.
 */
import {
  type Effect,
  marked,
  type Message,
  type Millis,
  type Notice,
  refuse,
  type Stamp,
  type StoreFull,
  type TimerKey,
} from '../../model/index.ts'
import type { Step } from '../commit.ts'
import { type Kernel, kernelWith, nothingBegun, roomEnough } from '../kernel.ts'
import { asFarAsDurable } from './take-back.ts'

/** The next time to ask whether there is room. */
export const roomTimer: TimerKey = 'store/room'

/** Of a batch, or of one behind another that was refused: those are taken back already. */
export function storeFull(kernel: Kernel, { batch, reason, at }: StoreFull): Step {
  const isPending = kernel.pending.some((pending) => pending.batch === batch)
  if (!isPending || kernel.storeFailure !== undefined) return { kernel, effects: [] }
  const outcome = refuse('store-full', reason)
  const settles = kernel.pending.flatMap((pending) =>
    pending.settles.map((id): Effect => ({ kind: 'settle', id, outcome })),
  )
  const full = kernelWith(kernel, { storeRoom: { isFull: true, reason } })
  const taken = asFarAsDurable(full)
  const told = kernel.storeRoom.isFull ? [marked('kernel.store-full-again')] : beginning(reason)
  return {
    kernel: taken.kernel,
    effects: [...settles, ...told, ...taken.effects, retryIn(kernel, at)],
  }
}

function beginning(reason: string): readonly Effect[] {
  const notice: Notice = { kind: 'warning', code: 'store-full', detail: reason }
  return [{ kind: 'publish', notice }, marked('kernel.store-full-pending')]
}

function retryIn({ config }: Kernel, at: Millis): Effect {
  const { roomRetryMs } = config.settings.writes
  return { kind: 'arm', timer: roomTimer, deadline: at + roomRetryMs }
}

/** An append of nothing: stored when there is room, refused when there is none. */
export function askForRoom(kernel: Kernel, { at }: Stamp): Step {
  if (!kernel.storeRoom.isFull || kernel.storeFailure !== undefined) return { kernel, effects: [] }
  const asked = { batch: kernel.nextBatch, counts: new Map(), settles: [], ...nothingBegun }
  const append: Effect = { kind: 'append', batch: asked.batch, entries: [], then: [] }
  const parts = { nextBatch: asked.batch + 1, pending: [...kernel.pending, asked] }
  return { kernel: kernelWith(kernel, parts), effects: [append, retryIn(kernel, at)] }
}

/** Something was stored: there is room. */
export function withRoom(kernel: Kernel): Step {
  if (!kernel.storeRoom.isFull) return { kernel, effects: [] }
  const effects: readonly Effect[] = [
    { kind: 'disarm', timer: roomTimer },
    marked('kernel.store-has-room'),
  ]
  return { kernel: kernelWith(kernel, { storeRoom: roomEnough }), effects }
}

/** What brings entries, or asks for a pull of them: there is no room for any. */
export const needsRoom = ({ kind }: Message): boolean => kind === 'delta' || kind === 'digest'
