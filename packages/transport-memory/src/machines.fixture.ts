/**
 * Machines of a run without a run: a world, its cluster, and all that the cluster told about it.
 * Nothing is checked here.
 */
import { callText, Cluster, Ledger } from './cluster/index.ts'
import type { Scenario } from './scenario/index.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

export interface Machines<App> {
  readonly world: World
  readonly cluster: Cluster<App>
  readonly ledger: Ledger
  readonly findings: string[]
  readonly failedStarts: string[]
  readonly entries: string[]
}

export interface MachinesOptions<App> extends Partial<WorldOptions> {
  readonly names?: readonly string[]
  readonly isJoined?: boolean
  readonly scenario?: Scenario<App>
}

/** Started, and joined unless it says otherwise. */
export async function machinesOf<App = undefined>(
  options: MachinesOptions<App> = {},
): Promise<Machines<App>> {
  const { names = ['a', 'b', 'c'], isJoined = true, scenario = {} } = options
  const world = createWorld({ seed: 'machines', ...options })
  const told: { [what in 'findings' | 'failedStarts' | 'entries']: string[] } = {
    findings: [],
    failedStarts: [],
    entries: [],
  }
  const ledger = new Ledger((call, error) =>
    told.findings.push(`${callText(call)}: ${String(error)}`),
  )
  const cluster = new Cluster<App>(
    { names, isJoined },
    {
      world,
      ledger,
      scenario,
      recordInputs: 0,
      onEntry: ({ who }, { event }) => told.entries.push(`${who} ${event.kind}`),
      onBegun: ({ who }, { log }) => told.entries.push(`${who} began with ${log.length}`),
      onFinding: (finding) => told.findings.push(finding),
      onStartFailed: (who, error) => told.failedStarts.push(`${who}: ${String(error)}`),
    },
  )
  await cluster.boot()
  return { world, cluster, ledger, ...told }
}
