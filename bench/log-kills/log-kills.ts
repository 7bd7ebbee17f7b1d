/**
 * [log-kills]: members as processes over a real server, their logs on a real disk, killed with
 * SIGKILL at random moments while all of them write. Nothing that was acknowledged may be lost, no
 * entry's id be there with two contents, and all logs must be whole and the same in the end.
 */
import type { Benchmark, Effort, Figure, Spread, Target } from '../figure.ts'
import { withFolder } from '../log/index.ts'
import { operations, spreadOf } from '../measure.ts'
import { machineText } from '../processes/index.ts'
import { killRounds, type KillsPlan, type KillsReport } from './rounds.ts'

const full = { members: 5, rounds: 200, writers: 4, writes: 15, withinMs: 150 }
const membersMin = 3

export const logKills: Benchmark = {
  name: 'log-kills',
  area: 'kills',
  run: async (effort) => {
    const machine = machineText()
    const plan = planFor(effort)
    return killFigures(await withFolder((folder) => killRounds(folder, plan)), plan, machine)
  },
}

const planFor = (effort: Effort): KillsPlan => ({
  ...full,
  members: Math.max(membersMin, Math.min(full.members, effort.membersMax ?? full.members)),
  rounds: operations(full.rounds, effort),
})

export function killFigures(
  report: KillsReport,
  { members, rounds, writers, writes }: KillsPlan,
  machine: string,
): readonly Figure[] {
  const { witness, kills, refused, backMs, isOne } = report
  const { lost, reused, troubles, acknowledged } = witness
  const apart = troubles.size + (isOne ? 0 : 1)
  const asked = rounds * members * writers * writes
  const none: Target = { is: 'exactly', value: 0 }
  const told = [...lost, ...reused, ...troubles].slice(0, 3).join('; ')
  const of = `${members} processes over NATS, their logs in files; ${machine}`
  return [
    row('rounds', rounds, 'rounds', `of kill -9 while all write: ${of}`),
    row('acknowledged', acknowledged, 'writes', `told by the writers over pipes, of ${asked}`),
    row('lost', lost.size, 'writes', `acknowledged, and missing in a log${shown(told)}`, none),
    row('reused', reused.size, 'ids', 'with two contents', none),
    row('apart', apart, 'logs', 'not whole, or not the same in the end', none),
    row('refused', refused, 'writes', 'told to their writers as refused'),
    row('restarts', kills, 'processes', 'killed and started again'),
    { ...row('back', 0, 'ms', 'from start to operational'), ...spreadOf(backMs) },
  ]
}

const shown = (told: string): string => (told === '' ? '' : `: ${told}`)

const once = (value: number): Spread => ({ value, min: value, max: value })

const row = (
  name: string,
  value: number,
  ...[unit, note, target]: readonly [string, string, Target?]
): Figure => ({ name: `log-kills/${name}`, ...once(value), unit, target, note })
