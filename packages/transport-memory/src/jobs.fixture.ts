/**
 * A small application to simulate: workers that claim jobs in the state info. The right one owns what
 * the state info says; the greedy one owns whatever it once claimed, which two may do at a time.
 */
import type { Member } from '@quorate/core'
import { type AppStart, op, type Op } from './scenario/index.ts'
import type { RunView, Scenario, WorkloadTools } from './scenario/index.ts'

const jobs = ['job-0', 'job-1']

export class Worker {
  readonly name: string
  readonly #member: Member
  readonly #claimed = new Set<string>()
  readonly #isGreedy: boolean

  constructor({ name, member }: AppStart, isGreedy: boolean) {
    this.name = name
    this.#member = member
    this.#isGreedy = isGreedy
  }

  /** Unless somebody has it already, as far as this worker knows. */
  async claim(job: string): Promise<void> {
    if (this.#member.get(job) !== undefined) return
    await this.#member.put(job, this.name)
    this.#claimed.add(job)
  }

  /** Done with it: somebody else may. */
  async release(job: string): Promise<void> {
    if (!this.owns(job)) return
    this.#claimed.delete(job)
    await this.#member.delete(job)
  }

  owns(job: string): boolean {
    return this.#isGreedy ? this.#claimed.has(job) : this.#member.get(job) === this.name
  }
}

/** Nobody owns what another owns. */
export const oneOwner = ({ apps }: RunView<Worker>): boolean =>
  jobs.every((job) => apps.filter((worker) => worker.owns(job)).length <= 1)

const workload = ({ pick, app }: WorkloadTools<Worker>): readonly Op[] => [
  op('claim', () => app(pick.up()).claim(pick.key('job', jobs.length))),
  op('release', () => app(pick.up()).release(pick.key('job', jobs.length))),
]

/** Three workers for half a minute; in the end nobody owns what another does. */
export const workers = (isGreedy: boolean): Scenario<Worker> => ({
  members: 3,
  run: '30s',
  app: (start) => new Worker(start, isGreedy),
  workload,
  opsPerMinute: 30,
  eventually: { 'one owner': oneOwner },
})
