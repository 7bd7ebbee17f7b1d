/** Texts on a picture that never cover one another: the first to ask for a place has it. */

/** Beyond these no text is placed. */
interface Edges {
  readonly left: number
  readonly right: number
}

interface Box extends Edges {
  readonly top: number
  readonly bottom: number
}

/** A text and where it should stand; `y` is its middle. */
export interface Label {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly colour: string
  readonly align?: 'left' | 'center' | 'right'
  /** Painted behind it, so that lines do not run through it. */
  readonly behind?: string
  /** It is left out rather than wider than this. */
  readonly widthMax?: number
}

const halfHeight = 8

export class Labels {
  readonly #pen: CanvasRenderingContext2D
  readonly #edges: Edges
  readonly #taken: Box[] = []

  /** Between these edges. */
  constructor(pen: CanvasRenderingContext2D, edges: Edges) {
    this.#pen = pen
    this.#edges = edges
  }

  /** Keeps texts away from here. */
  take(box: Box): void {
    this.#taken.push(box)
  }

  /** Writes the text if there is room; false: there was none. */
  place(label: Label): boolean {
    const pen = this.#pen
    const width = pen.measureText(label.text).width
    if (label.widthMax !== undefined && width > label.widthMax) return false
    const box = boxOf(label, width)
    if (box.left < this.#edges.left || box.right > this.#edges.right) return false
    if (this.#taken.some((other) => overlaps(box, other))) return false
    this.#taken.push(box)
    if (label.behind !== undefined) {
      pen.fillStyle = label.behind
      pen.fillRect(box.left, box.top + 1, box.right - box.left, box.bottom - box.top - 2)
    }
    pen.fillStyle = label.colour
    pen.textAlign = 'left'
    pen.textBaseline = 'middle'
    pen.fillText(label.text, box.left + 3, label.y + 0.5)
    return true
  }
}

function boxOf({ x, y, align = 'left' }: Label, width: number): Box {
  const all = width + 6
  const left = align === 'left' ? x : align === 'right' ? x - all : x - all / 2
  return { left, right: left + all, top: y - halfHeight, bottom: y + halfHeight }
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
