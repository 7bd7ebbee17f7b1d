/**
 * A property of a clustered application, tried over many simulated runs: first those that failed
 * once, then new ones from seeds. The first that fails is cut down, written to a capsule and
 * reported. Works under any test runner, or none: it is a promise.
 */
import { type FailedTrial, tryPlan, type TrialOptions } from '../explore/index.ts'
import { type Duration, msOf, type Plan, planOf, type PlanShape } from '../plan/index.ts'
import { added } from '../run/index.ts'
import type { Scenario } from '../scenario/index.ts'
import { BadCapsule } from './capsule.ts'
import {
  type CapsuleFolders,
  defaultFolders,
  type KeptCapsule,
  readCapsule,
  regressionsOf,
  writeCapsule,
} from './capsule-files.ts'
import { replayCommand } from './replay-command.ts'
import { reportOf } from './report.ts'
import { type RunRequest, runRequest } from './run-request.ts'
import { shapeOf } from './shape.ts'

export interface Simulation<App> extends Scenario<App> {
  /** How many runs, each from a seed of its own. Default 100. */
  readonly seeds?: number
  /** What the seeds begin with. Default: random, in CI that of the commit and the title. */
  readonly seed?: string | number
  /** Where capsules are written to and regressions read from. */
  readonly capsules?: Partial<CapsuleFolders>
  /** Real time that cutting a failing plan down may take. Default 60 s; 300 runs at most. */
  readonly shrink?: Duration
}

/** What was run, and nothing failed. */
export interface SimulationReport {
  readonly runs: number
  readonly virtualMs: number
  /** How often each kind of operation was carried out. */
  readonly performed: ReadonlyMap<string, number>
  /** How often each rare branch was taken. */
  readonly marks: ReadonlyMap<string, number>
}

/** What a simulation rejects with; the message is the whole report. */
export class SimulationFailed extends Error {
  override readonly name: string = 'SimulationFailed'
  // Private: whoever prints the error prints the report, not all that is known of the run.
  readonly #failed: FailedTrial
  readonly #capsule: string | undefined

  constructor(report: string, failed: FailedTrial, capsule: string | undefined) {
    super(report)
    this.#failed = failed
    this.#capsule = capsule
  }

  get failed(): FailedTrial {
    return this.#failed
  }

  /** The file of the capsule. */
  get capsule(): string | undefined {
    return this.#capsule
  }
}

/**
 * Runs a simulation of this name. Under a test runner, give the test the same name: the report of
 * a failure says how to run that test again.
 *
 * @throws SimulationFailed with the first run that failed; BadCapsule for a file that is none.
 */
export function simulate<App = undefined>(
  title: string,
  simulation: Simulation<App>,
): Promise<SimulationReport> {
  const command = replayCommand(title, new Error('here').stack ?? '')
  return new Simulating(title, simulation, command).run()
}

const seedsDefault = 100

class Simulating<App> {
  readonly #title: string
  readonly #simulation: Simulation<App>
  readonly #command: string
  readonly #request: RunRequest
  readonly #folders: CapsuleFolders
  readonly #shape: PlanShape
  #report: SimulationReport = { runs: 0, virtualMs: 0, performed: new Map(), marks: new Map() }

  constructor(title: string, simulation: Simulation<App>, command: string) {
    this.#title = title
    this.#simulation = simulation
    this.#command = command
    this.#request = runRequest(title)
    this.#folders = { ...defaultFolders, ...simulation.capsules }
    this.#shape = shapeOf(simulation)
  }

  async run(): Promise<SimulationReport> {
    const { seed, capsule } = this.#request
    if (capsule !== undefined) await this.#tryKept(readCapsule(capsule))
    else if (seed !== undefined) await this.#try(planOf(seed, this.#shape), 'from SIM_SEED')
    else await this.#runAll()
    return this.#report
  }

  async #runAll(): Promise<void> {
    for (const kept of regressionsOf(this.#title, this.#folders.regressions))
      await this.#tryKept(kept)
    const { seed = this.#request.baseSeed, seeds = seedsDefault } = this.#simulation
    const { runs = seeds } = this.#request
    for (let nth = 1; nth <= runs; nth++) {
      const plan = planOf(`${seed}.${nth}`, this.#shape)
      await this.#try(plan, `run ${nth} of ${runs}`)
    }
  }

  /** @throws BadCapsule if it does what the workload no longer has: it would prove nothing. */
  async #tryKept({ file, capsule: { plan } }: KeptCapsule): Promise<void> {
    const uses = new Set(this.#shape.uses.map(({ name }) => name))
    const unknown = plan.ops.find((op) => op.kind === 'use' && !uses.has(op.use))
    if (unknown?.kind === 'use')
      throw new BadCapsule(`${file} does what is not in the workload: ${unknown.use}`)
    await this.#try(plan, `from ${file}`)
  }

  async #try(plan: Plan, which: string): Promise<void> {
    const { outcome, failed } = await tryPlan(plan, this.#simulation, this.#trialOptions())
    const { runs, virtualMs, performed, marks } = this.#report
    this.#report = {
      runs: runs + 1,
      virtualMs: virtualMs + outcome.virtualMs,
      performed: added(performed, outcome.performed),
      marks: added(marks, outcome.marks),
    }
    if (failed !== undefined) throw this.#failed(failed, which)
  }

  /** Time is real here: how long to search is no part of what is found. */
  #trialOptions(): TrialOptions {
    const untilMs = performance.now() + msOf(this.#simulation.shrink ?? '60s')
    return { mayGoOn: () => performance.now() < untilMs }
  }

  #failed(failed: FailedTrial, which: string): SimulationFailed {
    const { commit } = this.#request
    const capsule = this.#keep(failed)
    const report = reportOf({
      title: this.#title,
      failed,
      commit,
      capsule,
      which,
      command: this.#command,
      isFromSeed: this.#isDrawn(failed.drawn),
    })
    return new SimulationFailed(report, failed, capsule)
  }

  /** Whether the seed alone gives this plan: those of capsules may be from another commit. */
  #isDrawn(plan: Plan): boolean {
    return JSON.stringify(plan) === JSON.stringify(planOf(plan.seed, this.#shape))
  }

  #keep({ plan, failure, outcome }: FailedTrial): string | undefined {
    const { written } = this.#folders
    if (written === undefined) return undefined
    const { hash } = outcome
    const { commit } = this.#request
    const node = process.versions.node
    return writeCapsule(
      { format: 1, title: this.#title, plan, failure, hash, commit, node },
      written,
    )
  }
}
