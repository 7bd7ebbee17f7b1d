/**
 * Where the demo writes: whole lines, and on a terminal one line below them that says what goes on
 * and is drawn over. Decides whether there are colours; must never write escape sequences to a pipe
 * or to whoever set NO_COLOR.
 */
import pico from 'picocolors'

export interface Screen {
  readonly isTerminal: boolean
  readonly hasColour: boolean
  readonly write: (text: string) => void
}

export type Colours = ReturnType<typeof pico.createColors>

export const coloursOf = ({ hasColour }: Screen): Colours => pico.createColors(hasColour)

interface Output {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** The screen behind a stream of the process. */
export function screenOn(
  output: Output,
  environment: Readonly<Record<string, string | undefined>>,
): Screen {
  const isTerminal = output.isTTY === true
  const isPlain = Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb'
  return {
    isTerminal,
    hasColour: isTerminal && !isPlain,
    write: (text) => {
      output.write(text)
    },
  }
}
