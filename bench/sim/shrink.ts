/**
 * [shrink]: which share of failures are cut down to ten operations or fewer within 300 runs, over
 * scenarios with a planted bug, several seeds of each. The runs it took are beside it.
 */
import { planOf, shapeOf, tryPlan } from '@quorate/transport-memory'
import { type FailingScenario, plantedApplications } from './failing/index.ts'
import type { Benchmark, Effort, Figure } from '../figure.ts'
import { operations, spreadOf } from '../measure.ts'

const opsWanted = 10
const shareWanted = 0.9
/** Failures of each scenario, and seeds to meet them in. */
const failuresOfEach = 3
const seedsMax = 40

/** What became of one failure. */
interface Shrunk {
  readonly ops: number
  readonly runs: number
}

export const simShrink: Benchmark = {
  name: 'shrink',
  area: 'sim',
  run: async (effort) => {
    const suite = plantedApplications.slice(0, operations(plantedApplications.length, effort))
    const all: Shrunk[] = []
    for (const failing of suite) all.push(...(await failuresOf(failing, effort)))
    return figuresOf(all)
  },
}

/** @throws Error if a planted bug is not found: that would be measured as shrunk. */
async function failuresOf(
  { name, scenario }: FailingScenario,
  effort: Effort,
): Promise<readonly Shrunk[]> {
  const isTiny = effort.share < 1
  const wanted = operations(failuresOfEach, effort)
  const its = isTiny ? { ...scenario, run: '1m' as const } : scenario
  const shape = shapeOf(its)
  const found: Shrunk[] = []
  for (let nth = 1; found.length < wanted; nth++) {
    if (nth > seedsMax) throw new Error(`${name}: ${found.length} failures in ${seedsMax} runs`)
    const plan = planOf(`${name}.${nth}`, shape)
    const { failed } = await tryPlan(plan, its, isTiny ? { runsMax: 30 } : {})
    if (failed !== undefined) found.push({ ops: failed.plan.ops.length, runs: failed.shrinkRuns })
  }
  return found
}

function figuresOf(all: readonly Shrunk[]): readonly Figure[] {
  const share = all.filter(({ ops }) => ops <= opsWanted).length / all.length
  return [
    {
      name: 'shrink',
      value: share,
      min: share,
      max: share,
      unit: 'share',
      target: { is: 'at-least', value: shareWanted },
      note: `of ${all.length} failures cut down to ${opsWanted} operations or fewer`,
    },
    {
      name: 'shrink/operations',
      ...spreadOf(all.map(({ ops }) => ops)),
      unit: 'operations',
      target: undefined,
      note: 'what was left of each plan',
    },
    {
      name: 'shrink/runs',
      ...spreadOf(all.map(({ runs }) => runs)),
      unit: 'runs',
      target: undefined,
      note: 'what it took; 300 at most',
    },
  ]
}
