/**
 * What can be stepped through: everything a filter shows, in the order of time. A frame is two
 * steps, its sending and its arrival, or one if it was lost at once.
 */
import type { Filter } from './filter.ts'
import { showsFrame, showsMark } from './filter.ts'
import { interesting } from './groups.ts'
import type { Frame, Mark, Run } from './run.ts'
import { hasArrived, isTrouble } from './run.ts'
import { durationText } from './times.ts'

/** Something that can be pointed at. */
export type Thing = Frame | Mark

/** One moment. */
export interface Step {
  readonly at: number
  readonly thing: Thing
  /** Of a frame: this is its end. */
  readonly isArrival: boolean
  /** Worth stopping at. */
  readonly isInteresting: boolean
}

/** Steps through what the filter shows. A replay is worth one stop, not one for each entry. */
export function stepsOf(run: Run, filter: Filter): readonly Step[] {
  const steps: Step[] = []
  for (const thing of run.marks) {
    if (!showsMark(filter, thing, run)) continue
    const isInteresting = interesting.has(thing.group) && thing.kind !== 'late entry'
    steps.push({ at: thing.at, thing, isArrival: false, isInteresting })
  }
  const isNews = newsOfLosses()
  for (const frame of run.frames)
    if (showsFrame(filter, frame, run)) steps.push(...frameSteps(frame, isNews(frame)))
  return steps.toSorted((a, b) => a.at - b.at || rankOf(a) - rankOf(b))
}

/** A loss is worth a stop, but not each of a link that goes on losing: a cut has thousands. */
function newsOfLosses(): (frame: Frame) => boolean {
  const last = new Map<string, number>()
  return (frame) => {
    if (!isTrouble(frame)) return false
    const link = `${frame.from} ${frame.to}`
    const isNews = frame.at - (last.get(link) ?? Number.NEGATIVE_INFINITY) > lossesApartMs
    last.set(link, frame.at)
    return isNews
  }
}

/** Virtual milliseconds without a loss after which the next is news. */
const lossesApartMs = 5000

/** A copy was sent when its frame was; what is lost at once does not arrive. */
function frameSteps(thing: Frame, isInteresting: boolean): readonly Step[] {
  const { at, until, fate } = thing
  const sending = { at, thing, isArrival: false, isInteresting: isInteresting && fate === 'x' }
  const arrival = { at: until, thing, isArrival: true, isInteresting }
  if (fate === '+') return [arrival]
  return fate === 'x' || fate === '.' ? [sending] : [sending, arrival]
}

/** Of one moment: what arrives, what comes of it, what is sent, what arrives at once. */
function rankOf({ at, thing, isArrival }: Step): number {
  if (thing.sort === 'mark') return 1
  if (!isArrival) return 2
  return thing.at === at ? 3 : 0
}

/** A step in one line. */
export function stepText({ thing, isArrival }: Step, { lanes }: Run): string {
  if (thing.sort === 'mark') {
    const who = thing.lane < 0 ? '' : `${lanes[thing.lane] ?? ''} `
    return `${who}${thing.kind}${thing.text === '' ? '' : `: ${thing.text}`}`
  }
  const [from, to] = [lanes[thing.from] ?? '', lanes[thing.to] ?? '']
  const way = isArrival ? `${to} ← ${from}` : `${from} → ${to}`
  const fate = isArrival || !hasArrived(thing) ? fateText(thing) : ''
  return `${way} ${thing.kinds}${fate === '' ? '' : `, ${fate}`}`
}

/** What became of a frame; empty: it arrived, as frames do. */
export function fateText({ fate, note }: Frame): string {
  switch (fate) {
    case 'x':
      return `dropped (${note})`
    case '0':
      return 'nobody listens'
    case '~':
      return 'damaged on the way'
    case '+':
      return 'a second copy'
    case '.':
      return 'under way at the end'
    default:
      return ''
  }
}

/** All there is to say about a frame. */
export const frameDetail = (frame: Frame): string => {
  const took = hasArrived(frame) ? `, ${durationText(frame.until - frame.at)} under way` : ''
  return `${frame.bytes} bytes${took}`
}
