/**
 * Carries out one plan: the members come together, things break and are done, everything is mended,
 * and then the core must agree, come together, settle every call and fall silent, within bounds
 * computed from the settings. Equal plans give equal outcomes, the trace hash included.
 */
import { formatEntryId, type Member } from '@quorate/core'
import type { Cluster } from '../cluster/index.ts'
import { pct } from '../faults/index.ts'
import { type Choices, forcedChoices, keyedChoices, type Plan } from '../plan/index.ts'
import { keyOf } from '../random.ts'
import { type Op, Picks, type Scenario, toolsFor } from '../scenario/index.ts'
import { DeadlineMissed } from '../time/index.ts'
import type { TraceListener } from '../trace.ts'
import { createWorld, type World } from '../world.ts'
import { Breakage } from './breakage.ts'
import { Observation, textOf } from './observation.ts'
import type { Outcome } from './outcome.ts'
import { RestPhase } from './rest/index.ts'
import { TroublePhase } from './trouble-phase.ts'
import { type Failure, Violation } from './violation.ts'

export interface RunOptions {
  /** Told each event of the trace. */
  readonly onTrace?: TraceListener
  /** Told of each process that started. */
  readonly onStarted?: (name: string, member: Member) => void
  /** What the workload picks; default: as the plan forces, else from its seed. */
  readonly choices?: Choices
  /** Inputs each process keeps for a replay. Default 0. */
  readonly recordInputs?: number
}

/** One run of a plan. */
export const runPlan = <App>(
  plan: Plan,
  scenario: Scenario<App>,
  options: RunOptions = {},
): Promise<Outcome> => new Run(plan, scenario, options).run()

class Run<App> {
  readonly #plan: Plan
  readonly #scenario: Scenario<App>
  readonly #world: World
  readonly #observation: Observation<App>
  readonly #breakage: Breakage<App>
  readonly #trouble: TroublePhase<App>
  readonly #rest: RestPhase<App>
  #stateAtMend = ''

  constructor(plan: Plan, scenario: Scenario<App>, options: RunOptions) {
    const world = worldOf(plan, options)
    const { recordInputs, onStarted } = options
    const { members: names, isJoined } = plan
    const started = (name: string, member: Member): void => {
      honest(name, member, (finding) => observation.found(finding))
      onStarted?.(name, member)
    }
    const parts = { world, scenario, names, isJoined, recordInputs, onStarted: started }
    const observation: Observation<App> = new Observation(parts)
    const { cluster, ledger } = observation
    const breakage = new Breakage(world, cluster, ledger)
    const workload = workloadOf(plan, scenario, { cluster, choices: options.choices })
    this.#plan = plan
    this.#scenario = scenario
    this.#world = world
    this.#observation = observation
    this.#breakage = breakage
    this.#trouble = new TroublePhase({ world, breakage, cluster, ledger, ...workload })
    this.#rest = new RestPhase({ plan, scenario, world, observation })
  }

  async run(): Promise<Outcome> {
    const failure = await this.#failure()
    const { hash, now, events, marks } = this.#world
    const { told, performed, beginMs } = this.#trouble
    const { convergedAfterMs, account } = this.#rest
    const { cluster } = this.#observation
    return {
      failure,
      hash,
      virtualMs: now,
      beginMs,
      events,
      told,
      performed,
      crashes: this.#breakage.crashes,
      marks,
      convergedAfterMs,
      account,
      stateAtMend: this.#stateAtMend,
      machines: [...cluster.actors.values()].map(({ name, member, toldInThisLife }) => ({
        name,
        member,
        told: toldInThisLife,
      })),
    }
  }

  /** What failed; undefined: everything held. */
  async #failure(): Promise<Failure | undefined> {
    try {
      await this.#observation.during(async (cluster) => {
        await cluster.boot()
        await this.#trouble.run(this.#plan)
        this.#stateAtMend = stateText(this.#scenario, cluster)
        this.#trouble.mendAll()
        await this.#rest.run()
      })
      return undefined
    } catch (error) {
      return failureOf(error, this.#world.now)
    }
  }
}

/** Nobody forges in a plan, and no store runs twice: whoever is blamed for a fork is honest. */
function honest(name: string, member: Member, onFinding: (finding: string) => void): void {
  member.notices$.subscribe((notice) => {
    if (notice.kind === 'forked')
      onFinding(`S1: ${name} blames an honest author: ${formatEntryId(notice.entry)}`)
  })
}

interface Choosing<App> {
  readonly cluster: Cluster<App>
  readonly choices: Choices | undefined
}

function workloadOf<App>(
  { seed, members, overrides = {} }: Plan,
  { workload }: Scenario<App>,
  { cluster, choices = forcedChoices(overrides, keyedChoices(seed)) }: Choosing<App>,
): { readonly ops: readonly Op[]; readonly picks: Picks } {
  const picks = new Picks(choices, members, () => cluster.up)
  const tools = toolsFor(picks, cluster, (name) => picks.use(name))
  return { ops: workload?.(tools) ?? [], picks }
}

function worldOf({ seed, surroundings }: Plan, { onTrace }: RunOptions): World {
  const { latencyMs, syncMs, isUnreachableTold, ties, salt, pctDepth: depth } = surroundings
  return createWorld({
    seed,
    latencyMs,
    unreachable: isUnreachableTold,
    ties,
    salt,
    ...(depth === 0 ? {} : { travel: pct({ key: keyOf(seed, 'pct'), depth, latencyMs }) }),
    ...(syncMs === null ? {} : { syncMs }),
    ...(onTrace === undefined ? {} : { onTrace }),
  })
}

function failureOf(error: unknown, atMs: number): Failure {
  if (error instanceof Violation) return { invariant: error.invariant, detail: error.message, atMs }
  const invariant = error instanceof DeadlineMissed ? 'deadline' : 'error'
  return { invariant, detail: textOf(error), atMs }
}

/**
 * What a run's future depends on, but for clocks, frames under way and timers. Empty: that cannot
 * be said, for nobody tells what the application's depends on.
 */
function stateText<App>({ app, stateOf }: Scenario<App>, cluster: Cluster<App>): string {
  if (app !== undefined && stateOf === undefined) return ''
  const states = [...cluster.actors.values()].map(({ name, process, state }) => {
    if (process === undefined) return [name, state]
    const { member } = process
    const { ts: _, tsold: __, ...info } = member.stateInfo()
    const peers = member.peers().map((peer) => [peer.name, peer.status])
    return [name, state, member.state, info, peers, stateOf?.(process.app)]
  })
  return JSON.stringify(states)
}
