/** What the cursor is on, or the pointer: so that it stands out from all else. */
import type { Drawing, Spot } from './drawing.ts'

export function drawPointed({ pen, palette }: Drawing, { thing, x1, y1, x2, y2 }: Spot): void {
  pen.strokeStyle = palette.accent
  pen.lineWidth = 3
  pen.beginPath()
  if (thing.sort === 'mark') pen.arc(x1, y1, 9.5, 0, Math.PI * 2)
  else {
    pen.moveTo(x1, y1)
    pen.lineTo(x2, y2)
  }
  pen.stroke()
}
