/**
 * Cuts a stream of bytes into lines. A line longer than the limit is not kept: it is reported once
 * and dropped up to its end, so that no input fills the memory. Bytes that are not UTF-8 become
 * replacement characters, which no JSON outside a text survives.
 */

/** Bytes of one line; more than any request needs whose data fit a frame. */
export const lineBytesMax: number = 8 * 1024 * 1024

const newline = 0x0a

export interface LineListener {
  line(line: string): void
  tooLong(): void
}

export class LineSplitter {
  readonly #listener: LineListener
  readonly #bytesMax: number
  #pieces: Uint8Array[] = []
  #bytes = 0
  #isTooLong = false

  constructor(listener: LineListener, bytesMax: number = lineBytesMax) {
    this.#listener = listener
    this.#bytesMax = bytesMax
  }

  push(chunk: Uint8Array): void {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end))
      this.#endLine()
      start = end + 1
    }
    this.#keep(chunk.subarray(start))
  }

  /** The stream is over: what came after the last line end is a line as well. */
  end(): void {
    this.#endLine()
  }

  #keep(piece: Uint8Array): void {
    if (this.#isTooLong || piece.length === 0) return
    this.#bytes += piece.length
    if (this.#bytes <= this.#bytesMax) {
      this.#pieces.push(piece)
      return
    }
    this.#isTooLong = true
    this.#pieces = []
    this.#listener.tooLong()
  }

  /** Empty lines say nothing and are not told. */
  #endLine(): void {
    const line = Buffer.concat(this.#pieces).toString('utf8').trim()
    this.#pieces = []
    this.#bytes = 0
    this.#isTooLong = false
    if (line !== '') this.#listener.line(line)
  }
}
