/**
 * A picture's pen, the picture as sharp as the screen. Sizes are in CSS pixels from here on.
 */

export interface Size {
  readonly width: number
  readonly height: number
}

/** The pen of an empty picture of this size. */
export function penOf(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio || 1
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== across) canvas.width = across
  if (canvas.height !== down) canvas.height = down
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('this browser draws no pictures')
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, width, height)
  return pen
}
