/**
 * Where a command tells its story: whole lines. Below them, where colours are wanted, one line that
 * says what goes on and is written over. Must never write an escape sequence where no colours are
 * wanted: to a pipe, or for whoever set NO_COLOR.
 */
import pico from 'picocolors'

export interface Screen {
  /** Writes a line, without its end. */
  readonly write: (line: string) => void
  /** It is a terminal that shows colours. */
  readonly colours: boolean
}

export type Colours = ReturnType<typeof pico.createColors>

export const coloursOf = ({ colours }: Screen): Colours => pico.createColors(colours)

const upAndErase = '\u001B[1A\u001B[2K'

/** Lines, and the one line below them that is written over. */
export class LinesWithStatus {
  readonly #screen: Screen
  #status = ''

  constructor(screen: Screen) {
    this.#screen = screen
  }

  line(text: string): void {
    this.#screen.write(this.#status === '' ? text : `${upAndErase}${text}`)
    this.#status = ''
  }

  /** Nothing where there are no colours. */
  status(text: string): void {
    if (!this.#screen.colours || text === this.#status) return
    this.line(text)
    this.#status = text
  }
}
