/**
 * Writes many lines no faster than they are taken, so that a reader who is slow, or a terminal that
 * stands still, is waited for and not written ahead of.
 */
import type { Output } from '../commands/surroundings.ts'

/** So many lines are written before their reader is waited for. */
const linesAhead = 256

/** Once `end` fires no more is written, and nobody waited for. */
export async function writeTaken(
  output: Output,
  lines: Iterable<string>,
  end: AbortSignal = new AbortController().signal,
): Promise<void> {
  let ahead = 0
  for (const line of lines) {
    if (end.aborted) return
    output.write(line)
    if (++ahead < linesAhead) continue
    ahead = 0
    await taken(output, end)
  }
  if (ahead > 0) await taken(output, end)
}

/** Leaves nothing behind with `end`: somebody who follows a log comes here for as long as it is. */
async function taken({ whenTaken }: Output, end: AbortSignal): Promise<void> {
  if (whenTaken === undefined || end.aborted) return
  await new Promise<void>((resolve) => {
    const over = (): void => {
      end.removeEventListener('abort', over)
      resolve()
    }
    end.addEventListener('abort', over)
    void whenTaken().then(over)
  })
}
