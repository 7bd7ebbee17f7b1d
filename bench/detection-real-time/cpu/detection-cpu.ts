/**
 * [detection-cpu]: what it takes one process to run many members at rest, in real time: processor
 * time and memory per member. Each size is measured once, in a process of its own, in as many
 * windows as the effort has runs. Beside it what memberlist takes.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Benchmark, Effort, Figure, Spread } from '../../figure.ts'
import { operations, spreadOf } from '../../measure.ts'
import { builtScript } from '../../processes/index.ts'
import { machineText } from '../../processes/index.ts'
import { memberlist, memberlistNote } from './memberlist.ts'
import type { RestPlan, RestReport } from './rest-report.ts'

/** The script of the process that has the members; it has to be compiled before. */
export const membersScript: string = builtScript(import.meta.url, 'members')

const restMs = 15_000
/** Five of them are 25 s. */
const windowMs = 5000
const windowMsMin = 100
const sizeMin = 3

export type MeasureRest = (plan: RestPlan) => Promise<RestReport>

export const detectionCpu: Benchmark = {
  name: 'detection-cpu',
  area: 'detection',
  run: (effort) => restFigures(measureRest, effort),
}

/** The figures, from whatever measures them. */
export async function restFigures(measure: MeasureRest, effort: Effort): Promise<Figure[]> {
  const machine = machineText()
  const figures: Figure[] = []
  for (const size of memberlist.keys()) {
    const plan: RestPlan = {
      members: Math.max(sizeMin, operations(size, effort)),
      restMs: restMs * effort.share,
      windows: effort.runs,
      windowMs: Math.max(windowMsMin, windowMs * effort.share),
    }
    const report = await measure(plan)
    figures.push(...ours(size, plan, { ...report, machine }), ...theirs(size))
  }
  return figures
}

interface Measured extends RestReport {
  readonly machine: string
}

/** Whether it was rest, and on what machine. */
function restText({ framesPerMemberSecond, loopShare, accusations, machine }: Measured): string {
  const frames = `${framesPerMemberSecond.toFixed(1)} frames/s each`
  const busy = `event loop busy ${Math.round(loopShare * 100)} %`
  return `${frames}, ${busy}, ${accusations} accusations; ${machine}`
}

function ours(
  size: number,
  { members, windows, windowMs: each }: RestPlan,
  report: Measured,
): readonly Figure[] {
  const of = { target: undefined }
  const windowsText = `${windows} x ${each} ms`
  return [
    {
      name: `detection-cpu/${size}`,
      ...spreadOf(report.cpuMs),
      unit: 'ms/s',
      ...of,
      note: `per member, ${members} in one process, ${windowsText}; ${restText(report)}`,
    },
    {
      name: `detection-cpu/${size}/resident`,
      ...single(report.residentKbPerMember),
      unit: 'kB',
      ...of,
      note: 'per member, above the process without members; garbage included',
    },
    {
      name: `detection-cpu/${size}/heap`,
      ...single(report.heapKbPerMember),
      unit: 'kB',
      ...of,
      note: 'the same, of the heap, without garbage',
    },
  ]
}

function theirs(size: number): readonly Figure[] {
  const peer = memberlist.get(size)
  if (peer === undefined) return []
  const name = `detection-cpu/${size}/memberlist`
  const of = { target: undefined, note: memberlistNote }
  return [
    { name, ...single(peer.cpuMs), unit: 'ms/s', ...of },
    { name: `${name}/resident`, ...single(peer.residentKb), unit: 'kB', ...of },
  ]
}

const single = (value: number): Spread => ({ value, min: value, max: value })

/** In a process of its own, which is gone afterwards. */
async function measureRest(plan: RestPlan): Promise<RestReport> {
  const args = ['--expose-gc', membersScript, JSON.stringify(plan)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'close')
  try {
    for await (const line of createInterface({ input: child.stdout }))
      return JSON.parse(line) as RestReport
    throw new Error(`measuring ${plan.members} members ended without a report`)
  } finally {
    child.kill('SIGKILL')
    await exited
  }
}
