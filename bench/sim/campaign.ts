/**
 * [campaign]: how long 1,000 runs of five members take, ten virtual minutes each, with faults,
 * users and every check, over all cores. A share of them is run, and the rest is counted from it.
 * The ratio of virtual to processor time is beside that of the same members at rest in a bare
 * world, measured in turns: what is between them is faults, users and checks.
 */
import { createMember } from '@quorate/core'
import { createWorld, hasHeld, runCampaign } from '@quorate/transport-memory'
import type { Benchmark, Effort, Figure, Spread } from '../figure.ts'
import { operations, sideBySide, spreadIn } from '../measure.ts'

const runsOfAll = 1000
/** Of each turn when measuring. */
const runsPerTurn = 20
const minutesWanted = 10
const timesRealWanted = 500
const names = ['a', 'b', 'c', 'd', 'e']

export const simCampaign: Benchmark = {
  name: 'campaign',
  area: 'sim',
  run: async (effort) => {
    const runs = operations(runsPerTurn, effort)
    const turnMs: number[] = []
    const turns = await sideBySide(
      {
        checked: async () => {
          const { realMs, timesReal } = await campaignOf(runs, effort, turnMs.length)
          turnMs.push(realMs)
          return timesReal
        },
        bare: () => timesRealAtRest(effort),
      },
      effort,
    )
    return figuresOf(runs, turnMs.slice(1), {
      checked: spreadIn(turns, 'checked'),
      bare: spreadIn(turns, 'bare'),
    })
  },
}

interface Ratios {
  readonly checked: Spread
  readonly bare: Spread
}

function figuresOf(
  runs: number,
  turnMs: readonly number[],
  { checked, bare }: Ratios,
): readonly Figure[] {
  const ofAll = turnMs.map((ms) => (ms / runs) * (runsOfAll / 60_000)).toSorted((a, b) => a - b)
  const [min = Number.NaN, max = Number.NaN] = [ofAll[0], ofAll.at(-1)]
  const value = ofAll[Math.floor(ofAll.length / 2)] ?? Number.NaN
  return [
    {
      name: 'campaign',
      value,
      min,
      max,
      unit: 'min',
      target: { is: 'at-most', value: minutesWanted },
      note: `for ${runsOfAll} runs of 5 members, 10 virtual minutes each, counted from ${runs}`,
    },
    {
      name: 'campaign/checked',
      ...checked,
      unit: 'x real',
      target: { is: 'at-least', value: timesRealWanted },
      note: 'virtual to processor time: faults, users, checks after every event',
    },
    {
      name: 'campaign/bare',
      ...bare,
      unit: 'x real',
      target: undefined,
      note: 'the same for 5 members at rest in a bare world',
    },
  ]
}

interface Measured {
  readonly realMs: number
  readonly timesReal: number
}

/** Everything has to hold: a run that fails ends early, and would be measured as fast. */
async function campaignOf(runs: number, effort: Effort, turn: number): Promise<Measured> {
  const isTiny = effort.share < 1
  const before = process.cpuUsage()
  const report = await runCampaign({
    seed: `bench-${turn}`,
    runs,
    scenario: isTiny ? { run: '10s' } : {},
    ...(isTiny ? { workers: 0 } : {}),
  })
  const { user, system } = process.cpuUsage(before)
  const { virtualMs, realMs, first } = report
  if (!hasHeld(report)) throw new Error(`${first?.failed.failure.invariant}, ${first?.seed}`)
  return { realMs, timesReal: (virtualMs * 1000) / (user + system) }
}

const restMs = 600_000

async function timesRealAtRest(effort: Effort): Promise<number> {
  const world = createWorld({ seed: 'bench' })
  const secret = 'secret of the bench'
  for (const name of names) {
    const foundsCluster = name === 'a'
    const member = await createMember({ ...world.env(name), secret, foundsCluster })
    if (!foundsCluster) await world.settle(member.join('a'))
  }
  const ms = operations(restMs, effort)
  const before = process.cpuUsage()
  await world.advance(ms)
  const { user, system } = process.cpuUsage(before)
  return (ms * 1000) / (user + system)
}
