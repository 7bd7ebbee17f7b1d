/**
 * Promises rejected with nobody to handle them, collected while a run lasts, so that the run fails
 * by them and can say when. Other listeners of the process are set aside meanwhile: otherwise the
 * test runner would fail besides, without the seed. It decides nothing about what it collects.
 */
import { stage } from './acting.ts'

/** One unhandled rejection. */
export interface Rejection {
  readonly reason: unknown
  /** Whose code rejected it; undefined: nobody's, or the guard was not installed. */
  readonly member: string | undefined
}

/** A watch over unhandled rejections. */
export interface RejectionWatch {
  /** Those so far, in order, at most 1,000. */
  readonly seen: readonly Rejection[]
  /**
   * Ends it, putting other listeners back. A rejection becomes unhandled at the end of a turn of
   * the event loop: let one pass (`await world.drain()`) before.
   */
  stop(): readonly Rejection[]
}

const event = 'unhandledRejection'
const rejectionsMax = 1_000

/**
 * Collects unhandled rejections of the process until it is stopped. `onRejection` is told each as
 * it happens, at its virtual time.
 */
export function watchRejections(
  onRejection: (rejection: Rejection) => void = () => {},
): RejectionWatch {
  const seen: Rejection[] = []
  const others = process.listeners(event)
  const collect = (reason: unknown): void => {
    const rejection = { reason, member: stage.acting?.member }
    if (seen.length < rejectionsMax) seen.push(rejection)
    stage.asNobody(() => onRejection(rejection))
  }
  let isWatching = true
  process.removeAllListeners(event)
  process.on(event, collect)
  const stop = (): readonly Rejection[] => {
    if (isWatching) {
      process.off(event, collect)
      for (const other of others) process.on(event, other)
    }
    isWatching = false
    return [...seen]
  }
  return { seen, stop }
}
