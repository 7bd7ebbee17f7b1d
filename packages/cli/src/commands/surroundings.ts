/**
 * What a command sees of its process, so that commands can be run by tests: streams, environment,
 * the time, and the wish that it ends.
 */
import type { Readable } from 'node:stream'

/** 0: done, 1: could not go on, 2: wrong options. */
export type ExitCode = 0 | 1 | 2

export interface Output {
  /** Writes a line, without its end. */
  readonly write: (line: string) => void
  /** It is a terminal that shows colours. */
  readonly colours: boolean
  /** Resolves when what was written is taken; without it, nothing written ever has to wait. */
  readonly whenTaken?: () => Promise<void>
}

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly input: Readable
  readonly output: Output
  readonly errors: Output
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Calls back, once, when the process is asked to end or nobody reads its output any more. */
  readonly whenAskedToEnd: (end: () => void) => void
}

/** Those of the process this is. A second signal ends it at once. */
export function processSurroundings(its: NodeJS.Process): Surroundings {
  return {
    environment: its.env,
    input: its.stdin,
    output: outputOf(its.stdout, its.env),
    errors: outputOf(its.stderr, its.env),
    now: () => Date.now(),
    whenAskedToEnd: (end) => {
      its.once('SIGINT', end)
      its.once('SIGTERM', end)
      its.stdout.once('error', end)
    },
  }
}

/** Resolves when what was written has been handed over, or nobody takes it any more. */
export const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve())
  })

function outputOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Output {
  // Without a listener a closed pipe would end the process before the member is stopped.
  stream.on('error', () => undefined)
  const { NO_COLOR: noColour, TERM: terminal } = environment
  return {
    write: (line) => void stream.write(`${line}\n`),
    // Not a terminal: isTTY is not even there, and picocolors takes what is undefined for its own
    // guess, which is colours wherever CI is set.
    colours: (stream as Partial<typeof stream>).isTTY === true && !noColour && terminal !== 'dumb',
    whenTaken: () => flushed(stream),
  }
}
