/**
 * What happened at members and what they told: entries on the band, all else above it. Marks that
 * would cover one another are drawn as one, the one that matters most, with their number.
 */
import { firstFrom, markGroups, showsMark } from '../../model/index.ts'
import type { Mark, MarkGroup } from '../../model/index.ts'
import { fontOf, glyphs, othersEntry, xOf } from '../picture/index.ts'
import { isFarOut } from './drawing.ts'
import type { Drawing } from './drawing.ts'
import { bandHalf, yOf } from './layout.ts'

/** Marks closer than this, in pixels, are drawn as one. */
const marksApart = 11
/** Marks drawn with their texts, at most. */
const textsMax = 90

/** Marks drawn as one. */
interface Cluster {
  readonly x: number
  readonly y: number
  readonly marks: Mark[]
}

/** Draws the marks of the stretch; how many there are. */
export function drawMarks(drawing: Drawing): number {
  const marks = marksIn(drawing)
  const isFar = isFarOut(drawing)
  const isTick = (mark: Mark): boolean => isFar && mark.kind === 'entry'
  for (const mark of marks) if (isTick(mark)) drawTick(drawing, mark)
  const clusters = clustersOf(
    drawing,
    marks.filter((mark) => !isTick(mark)),
  )
  for (const cluster of clusters) drawCluster(drawing, cluster)
  for (const cluster of clusters) drawText(drawing, cluster, clusters.length <= textsMax)
  return marks.length
}

function marksIn({ run, viewer, scale }: Drawing): readonly Mark[] {
  const marks: Mark[] = []
  for (let i = firstFrom(run.marks, scale.from); i < run.marks.length; i++) {
    const mark = run.marks[i]
    if (mark === undefined || mark.at > scale.to) break
    if (showsMark(viewer.filter, mark, run)) marks.push(mark)
  }
  return marks
}

/** On the band: the log. Above it: all else. Below the axis: what is done to the world. */
function heightOf({ layout }: Drawing, { lane, kind }: Mark): number | undefined {
  if (lane < 0) return layout.axisY + 7
  const y = yOf(layout, lane)
  if (y === undefined) return undefined
  return kind === 'entry' || kind === 'late entry' ? y : y - bandHalf - 10
}

/** An entry far out: long for one of its own, short for one of another. */
function drawTick(drawing: Drawing, mark: Mark): void {
  const y = heightOf(drawing, mark)
  if (y === undefined) return
  const half = mark.isOwn ? 6 : 2.5
  drawing.pen.fillStyle = drawing.palette.log
  drawing.pen.fillRect(xOf(drawing.scale, mark.at) - 0.75, y - half, 1.5, half * 2)
}

function clustersOf(drawing: Drawing, marks: readonly Mark[]): readonly Cluster[] {
  const last = new Map<number, Cluster>()
  const clusters: Cluster[] = []
  for (const mark of marks) {
    const y = heightOf(drawing, mark)
    if (y === undefined) continue
    const x = xOf(drawing.scale, mark.at)
    const before = last.get(y)
    if (before !== undefined && x - before.x < marksApart) {
      before.marks.push(mark)
      continue
    }
    const cluster = { x, y, marks: [mark] }
    last.set(y, cluster)
    clusters.push(cluster)
  }
  return clusters
}

const rankOf = ({ group }: Mark): number => markGroups.findIndex((row) => row.group === group)

/** The mark that stands for its cluster. */
const foremost = ({ marks }: Cluster): Mark | undefined =>
  marks.toSorted((a, b) => rankOf(a) - rankOf(b))[0]

function drawCluster(drawing: Drawing, cluster: Cluster): void {
  const { pen, palette, spots } = drawing
  const mark = foremost(cluster)
  if (mark === undefined) return
  const { x, y } = cluster
  const colour = palette[mark.group]
  const spot = { x, y, r: mark.group === 'late' ? 5.5 : 5 }
  const glyph = mark.group === 'log' && !mark.isOwn ? othersEntry : glyphs[mark.group]
  halo(drawing, cluster, mark.group)
  pen.fillStyle = colour
  pen.strokeStyle = colour
  glyph(pen, spot)
  for (const thing of cluster.marks) spots.push({ thing, x1: x, y1: y, x2: x, y2: y })
  drawing.labels.take({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 })
}

/** Paper around a mark on the band, so that it is seen on any colour. */
function halo({ pen, palette }: Drawing, { x, y }: Cluster, group: MarkGroup): void {
  pen.fillStyle = palette.paper
  pen.beginPath()
  pen.arc(x, y, group === 'late' ? 7.5 : 6, 0, Math.PI * 2)
  pen.fill()
}

/** How many marks a cluster is, or what its only one says. */
function drawText(drawing: Drawing, cluster: Cluster, hasTexts: boolean): void {
  const { pen, labels, palette } = drawing
  const { x, y, marks } = cluster
  const mark = foremost(cluster)
  if (mark === undefined) return
  pen.font = fontOf(10.5)
  const more = marks.length === 1 ? '' : ` +${marks.length - 1}`
  const text = mark.text.length > 44 ? `${mark.text.slice(0, 43)}…` : mark.text
  const said = `${mark.kind}${text === '' ? '' : ` ${text}`}${more}`
  const label = { text: said, y, colour: palette.ink, behind: palette.paper }
  const isPlaced =
    hasTexts &&
    (labels.place({ ...label, x: x + 7 }) || labels.place({ ...label, x: x - 7, align: 'right' }))
  const isOnBand = mark.group === 'log' || mark.group === 'late'
  if (isPlaced || marks.length === 1 || (isOnBand && !hasTexts)) return
  labels.place({ text: String(marks.length), x: x + 6, y: y - 1, colour: palette.quiet })
}
