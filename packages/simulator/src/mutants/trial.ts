/**
 * A process that tries one mutant, or none: patches core, then plays seed after seed in each
 * scenario and reports every run. It ends with the first that fails. Started by `run-trial.ts`,
 * never loaded beside an unpatched core.
 */
import { register } from 'node:module'
import type { Scenario } from './scenario.ts'
import type { TrialOrder, TrialReport } from './trial-order.ts'

async function scenariosNamed(names: readonly string[]): Promise<readonly [string, Scenario][]> {
  // Only now: whatever is loaded from here on is patched.
  const { scenarios } = await import('../scenarios/index.ts')
  return names.map((name) => {
    const scenario = scenarios[name]
    if (scenario === undefined) throw new RangeError(`no scenario is called ${name}`)
    return [name, scenario]
  })
}

async function played(scenario: Scenario, seed: number): Promise<string | undefined> {
  try {
    return await scenario.run(seed)
  } catch (error) {
    return `threw ${String(error)}`
  }
}

function report(run: Omit<TrialReport, 'cpuMs'>): void {
  const { user, system } = process.cpuUsage()
  process.send?.({ ...run, cpuMs: (user + system) / 1000 } satisfies TrialReport)
}

async function work(order: TrialOrder): Promise<void> {
  const { mutant, firstSeed, seeds } = order
  if (mutant !== undefined) register(`./hooks.js?mutant=${mutant}`, import.meta.url)
  const scenarios = await scenariosNamed(order.scenarios)
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++)
    for (const [name, scenario] of scenarios) {
      const failed = await played(scenario, seed)
      const cutDown = failed === undefined ? undefined : await scenario.shrink?.(seed)
      report({ scenario: name, seed, failed, cutDown })
      if (failed !== undefined) return
    }
}

await work(JSON.parse(process.argv[2] ?? '{}') as TrialOrder)
process.disconnect()
