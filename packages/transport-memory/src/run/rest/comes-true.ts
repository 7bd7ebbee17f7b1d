/**
 * Waits for what is dear to ask: looks every tenth of a virtual second, not after every event.
 */
import type { World } from '../../world.ts'

const lookMs = 100

/** Whether it came true in time. */
export async function comesTrue(
  world: World,
  condition: () => boolean,
  withinMs: number,
): Promise<boolean> {
  const untilMs = world.now + withinMs
  while (!condition()) {
    if (world.now >= untilMs) return false
    await world.advance(Math.min(lookMs, untilMs - world.now))
  }
  return true
}
