/**
 * A run in the format of ShiViz (bestchai.bitbucket.io/shiviz), which draws happened-before from
 * vector clocks. They are counted here, over the events that are written: one more at its own
 * member for each, and what an arriving frame brings along. First the expression that ShiViz reads
 * events by, then an empty line, as it has only one run.
 */
import { fateText, hasArrived, runOf, stepsOf } from './model/index.ts'
import type { Filter, Run, Step, Thing } from './model/index.ts'
import type { RunRecord } from './run-record.ts'

/** What of a run is exported. */
export interface ShivizOptions {
  /** Probes and greetings too: ten times as many events; default false. */
  readonly routine?: boolean
}

/** A member's clock: how many events of each member it knows of. */
type VectorClock = ReadonlyMap<string, number>

const expression = '(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})'

const everything: Filter = { hiddenLanes: new Set(), hiddenGroups: new Set(), text: '' }

/** The log that ShiViz reads; two lines an event. */
export function shivizOf(record: RunRecord, options: ShivizOptions = {}): string {
  const run = runOf(record)
  const isExported = options.routine ? isOfMembers : isTelling
  const clocks = new Map<string, VectorClock>()
  const sent = new Map<string, VectorClock>()
  const lines = stepsOf(run, everything).flatMap((step) => {
    if (!isExported(step)) return []
    const { thing, isArrival, at } = step
    const host = hostOf(run, step)
    const brought = isArrival ? sent.get(keyOf(thing)) : undefined
    const clock = ticked(joined(clocks.get(host), brought), host)
    clocks.set(host, clock)
    if (!isArrival) sent.set(keyOf(thing), clock)
    const text = JSON.stringify(Object.fromEntries(clock))
    return [`${at.toFixed(3)} ms ${textOf(run, step)}`, `${host} ${text}`]
  })
  return `${[expression, '', ...lines].join('\n')}\n`
}

/** Not what is done to the world, nor frames that reach nobody. */
const isOfMembers = ({ thing, isArrival }: Step): boolean =>
  thing.sort === 'mark' ? thing.lane >= 0 : !isArrival || hasArrived(thing)

const isTelling = (step: Step): boolean =>
  isOfMembers(step) && step.thing.group !== 'probes' && step.thing.group !== 'greetings'

/** A copy was sent when its frame was. */
const keyOf = (thing: Thing): string =>
  thing.sort === 'mark' ? '' : `${thing.at} ${thing.from} ${thing.to} ${thing.kinds} ${thing.bytes}`

const hostOf = ({ lanes }: Run, { thing, isArrival }: Step): string =>
  lanes[thing.sort === 'mark' ? thing.lane : isArrival ? thing.to : thing.from] ?? ''

function textOf({ lanes }: Run, { thing, isArrival }: Step): string {
  if (thing.sort === 'mark') return `${thing.kind} ${thing.text}`.trimEnd()
  const peer = isArrival ? `from ${lanes[thing.from] ?? ''}` : `to ${lanes[thing.to] ?? ''}`
  const fate = isArrival || !hasArrived(thing) ? fateText(thing) : ''
  return `${thing.kinds} ${peer}${fate === '' ? '' : `, ${fate}`}`
}

function joined(a: VectorClock = new Map(), b: VectorClock = new Map()): VectorClock {
  const all = new Map(a)
  for (const [host, count] of b) all.set(host, Math.max(all.get(host) ?? 0, count))
  return all
}

const ticked = (clock: VectorClock, host: string): VectorClock =>
  new Map(clock).set(host, (clock.get(host) ?? 0) + 1)
