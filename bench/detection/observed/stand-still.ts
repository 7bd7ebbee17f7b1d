/**
 * A process that stands still for a while, as one whose event loop is blocked: it does nothing, its
 * clock runs on, and what it missed happens at once when it goes on. In which order matters to a
 * detector: a network delivers what came meanwhile in the order it came, between the timers that
 * were due; Node runs all timers that are due first, and looks at its sockets then.
 */
import type { ObservedCluster } from './cluster.ts'

export interface StandingStill {
  readonly name: string
  readonly forMs: number
  /** Which of what it missed happens first. */
  readonly order: BacklogOrder
}

export type BacklogOrder = 'as-it-came' | 'timers-first'

/** Lets that much time pass. */
export function standStill(cluster: ObservedCluster, { name, forMs, order }: StandingStill): void {
  const { world } = cluster
  world.pause(name)
  // What is sent to it meanwhile is on the way until all its timers have run.
  const unclog =
    order === 'timers-first' ? world.clog(cluster.othersThan(name), [name], forMs + 1) : undefined
  world.run(forMs)
  world.resume(name)
  world.run(1)
  unclog?.()
}
