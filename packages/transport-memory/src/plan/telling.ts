/**
 * A plan as a person reads it: one line an operation, the time first, then what breaks for how
 * long, or who does what. Says nothing that the plan does not.
 */
import { unreachable } from '@quorate/core'
import { lengthOf, secondsOf } from './duration.ts'
import type { Crash, CrashAtCall, PlannedOp } from './op.ts'
import { calmSurroundings, type Plan, type Surroundings } from './plan.ts'

/** What a use turned out to be, by its id: who and what it picked. */
export type Told = ReadonlyMap<number, string>

const nothingTold: Told = new Map()

/** The whole plan, with what its uses turned out to be in a run of it. */
export const tellPlan = (plan: Plan, told: Told = nothingTold): readonly string[] => [
  ...tellWorld(plan),
  ...plan.ops.map((op) => tellOp(op, told)),
]

/** `  12.300 s  cut a | b, c for 20 s`. */
export const tellOp = (op: PlannedOp, told: Told = nothingTold): string =>
  `${secondsOf(op.atMs).padStart(12)}  ${tellWhat(op, told)}`

/** What it is, without when. */
export function tellWhat(op: PlannedOp, told: Told = nothingTold): string {
  if (op.kind === 'use') return told.get(op.id) ?? op.use
  return op.forMs === 0 ? faultText(op) : `${faultText(op)}, for ${lengthOf(op.forMs)}`
}

function faultText(op: Exclude<PlannedOp, { kind: 'use' }>): string {
  switch (op.kind) {
    case 'cut':
      return `cut ${op.side.join(', ')} ${op.isOneWay ? '->' : '|'} ${op.other.join(', ')}`
    case 'clog':
      return `clog ${op.side.join(', ')} | ${op.other.join(', ')}`
    case 'noise':
      return `${op.of} of ${(op.share * 100).toPrecision(2)} % of frames`
    case 'narrow':
      return `links of ${op.bytesPerSecond} bytes/s`
    case 'pause':
      return `pause ${op.name}`
    case 'slow':
      return `slow ${op.name} by ${op.busyMs} ms each thing`
    case 'crash':
      return crashText(op)
    case 'crash-at':
      return crashAtText(op)
    case 'clone':
      return `a clone of ${op.name} beside it`
    case 'clock':
      return `clock of ${op.name} ${signed(op.offsetMs)} ms, ${signed(op.driftPpm)} ppm`
    case 'disk':
      return `disk of ${op.name}: ${op.fault}`
    case 'rot':
      return `rot ${op.bits} ${op.bits === 1 ? 'bit' : 'bits'} of the disk of ${op.name}`
    default:
      return unreachable(op)
  }
}

const lossText = ({ lose, isTorn }: Pick<Crash, 'lose' | 'isTorn'>): string =>
  ({
    none: '',
    unsynced: ` losing unsynced writes${isTorn ? ', torn' : ''}`,
    all: ' losing its disk',
  })[lose]

function crashAtText({ name, point, nth, when, isRestarted, ...losing }: CrashAtCall): string {
  const again = isRestarted ? `restart ${name} and ` : ''
  return `${again}crash ${name}${lossText(losing)} ${when} ${point} number ${nth}`
}

function crashText({ name, back, ...losing }: Crash): string {
  const again = {
    same: '',
    moved: ', back at another address',
    backup: back.as === 'backup' ? `, back with its disk of ${lengthOf(back.ageMs)} before` : '',
  }[back.as]
  return `crash ${name}${lossText(losing)}${again}`
}

const signed = (amount: number): string => (amount < 0 ? String(amount) : `+${amount}`)

function tellWorld({ members, core, isJoined, surroundings }: Plan): readonly string[] {
  const gone = members.filter((name) => !core.includes(name))
  const facts = [
    `members ${members.join(', ')}${isJoined ? '' : ', each a cluster of its own'}`,
    ...(gone.length > 0 ? [`${gone.join(', ')} gone for good at the end`] : []),
    ...unusual(surroundings),
  ]
  return [facts.join('; ')]
}

function unusual(now: Surroundings): readonly string[] {
  const calm = calmSurroundings
  const { latencyMs, syncMs } = now
  return [
    ...(latencyMs.max !== calm.latencyMs.max ? [`frames take up to ${latencyMs.max} ms`] : []),
    ...(syncMs !== null ? [`syncs take ${syncMs.min} to ${syncMs.max} ms`] : []),
    ...(now.isUnreachableTold ? ['senders are told when nobody listens'] : []),
    ...(now.ties === 'insertion' ? ['ties in order of asking'] : []),
    ...(now.salt !== 0 ? [`ties salted by ${now.salt}`] : []),
    ...(now.pctDepth > 0 ? [`frames by priority, depth ${now.pctDepth}`] : []),
  ]
}
