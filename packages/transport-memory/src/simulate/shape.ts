/**
 * What all plans of a scenario have in common, with the defaults filled in and what is nonsense
 * refused at once, by name.
 */
import { invariant, isMemberName } from '@quorate/core'
import { fault, msOf, type PlanShape, type Use } from '../plan/index.ts'
import { type Scenario, toolsFor } from '../scenario/index.ts'

const membersDefault = 5
const membersMax = 1000
const opsPerMinuteDefault = 60

/** @throws InvariantViolation naming what is wrong with the scenario. */
export function shapeOf<App>(scenario: Scenario<App>): PlanShape {
  const { faults = fault.swarm(), start = 'joined' } = scenario
  const { opsPerMinute = opsPerMinuteDefault } = scenario
  invariant(opsPerMinute >= 0 && opsPerMinute < Infinity, 'opsPerMinute must be 0 or more')
  return {
    members: membersOf(scenario.members ?? membersDefault),
    start,
    runMs: msOf(scenario.run ?? '10m'),
    faults,
    uses: usesOf(scenario),
    usesPerMinute: opsPerMinute,
    pctDepth: scenario.pctDepth ?? 0,
  }
}

function membersOf(
  members: Exclude<Scenario<unknown>['members'], undefined>,
): PlanShape['members'] {
  if (members === 'any') return members
  if (typeof members === 'number') {
    const isCount = Number.isInteger(members) && members >= 1 && members <= membersMax
    invariant(isCount, `members must be 1 to ${membersMax}, names, or "any"`)
    return Array.from({ length: members }, (_, i) => nameOf(i, members))
  }
  invariant(members.length > 0 && members.every(isMemberName), 'members must be names of members')
  invariant(new Set(members).size === members.length, 'members must have different names')
  return members
}

/** `a` to `z`; `m000` and so on if there are more. */
const nameOf = (i: number, of: number): string =>
  of <= 26 ? String.fromCharCode(97 + i) : `m${String(i).padStart(3, '0')}`

/** The workload is asked for its names and weights only; nothing of it runs. */
function usesOf<App>({ workload }: Scenario<App>): readonly Use[] {
  const ops = workload?.(toolsFor(noPicks, noRun)) ?? []
  for (const { name, weight } of ops)
    invariant(weight > 0 && name !== '', `operation ${name} must have a name and a weight above 0`)
  const names = new Set(ops.map(({ name }) => name))
  invariant(names.size === ops.length, 'operations of a workload must have different names')
  return ops.map(({ name, weight }) => ({ name, weight }))
}

const notNow = (): never => {
  throw new Error('a workload may use its tools only when an operation runs')
}
const noPicks = {
  up: notNow,
  name: notNow,
  int: notNow,
  of: notNow,
  key: notNow,
  chance: notNow,
  fresh: notNow,
  use: notNow,
}
const noRun = {
  now: 0,
  up: [],
  members: [],
  apps: [],
  member: notNow,
  app: notNow,
  converged: notNow,
}
