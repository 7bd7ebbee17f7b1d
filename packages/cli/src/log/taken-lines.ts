/**
 * Writes many lines no faster than they are taken, so that a reader who is slow, or a terminal that
 * stands still, is waited for and not written ahead of.
 */
import type { Output } from '../commands/surroundings.ts'

/** So many lines are written before their reader is waited for. */
const linesAhead = 256

/** Stops in the middle once `isOver`. */
export async function writeTaken(
  output: Output,
  lines: Iterable<string>,
  isOver: () => boolean = () => false,
): Promise<void> {
  let ahead = 0
  for (const line of lines) {
    if (isOver()) return
    output.write(line)
    if (++ahead < linesAhead) continue
    ahead = 0
    await output.whenTaken?.()
  }
  await output.whenTaken?.()
}
