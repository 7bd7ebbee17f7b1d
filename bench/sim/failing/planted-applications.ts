/**
 * Applications with a bug of the kind that people write: each holds in a calm cluster, and fails
 * once something breaks at the wrong moment.
 */
import type { EntryId, Member } from '@quorate/core'
import { type Checks, fault, type FaultMix, op, type Scenario } from '@quorate/transport-memory'
import type { FailingScenario } from './failing-scenario.ts'

const jobs = 40

/** Members of an application that claim jobs. */
abstract class Claims {
  protected readonly member: Member
  readonly claimed = new Set<string>()

  constructor(member: Member) {
    this.member = member
  }

  abstract claim(job: string): Promise<unknown>

  protected put(job: string): Promise<EntryId> {
    return this.member.put(job, this.member.name)
  }
}

/** Claims without looking whether somebody has the job. */
class Blind extends Claims {
  async claim(job: string): Promise<void> {
    await this.put(job)
    this.claimed.add(job)
  }
}

/** Looks, but only at what it knows itself: the other side of a cut claims too. */
class OneSided extends Claims {
  async claim(job: string): Promise<void> {
    if (this.member.get(job) !== undefined) return
    await this.put(job)
    this.claimed.add(job)
  }
}

/** Asks everybody, and takes no answer for a yes. */
class Hopeful extends Claims {
  constructor(member: Member) {
    super(member)
    member.onRequest((job) => typeof job === 'string' && this.claimed.has(job))
  }

  async claim(job: string): Promise<void> {
    const { member } = this
    const others = member.members().filter(({ name }) => name !== member.name)
    const taken = others.map(({ name }) =>
      member.request(name, job, { timeoutMs: 2000 }).then(
        (answer) => answer === true,
        () => false,
      ),
    )
    if ((await Promise.all(taken)).includes(true)) return
    this.claimed.add(job)
    await this.put(job)
  }
}

/** Counts in memory, and so begins anew after a crash. */
class Forgetful extends Claims {
  #count = 0

  claim(): Promise<EntryId> {
    this.#count += 1
    return this.member.put(`count of ${this.member.name}`, this.#count)
  }

  get isBehind(): boolean {
    const count = this.member.get(`count of ${this.member.name}`)
    return typeof count === 'number' && count > this.#count
  }
}

/** Adds one to a number that all share: of two at once one is lost. */
class Adding extends Claims {
  acknowledged = 0

  async claim(): Promise<void> {
    const before = Number(this.member.get('sum') ?? 0)
    await this.member.put('sum', before + 1)
    this.acknowledged += 1
  }
}

const oneOwner = {
  'a job has one owner': ({ apps }) => {
    const all = apps.flatMap(({ claimed }) => [...claimed])
    return new Set(all).size === all.length
  },
} satisfies Checks<Claims>

function scenarioOf<App extends Claims>(
  build: new (member: Member) => App,
  faults: FaultMix,
  checks: Pick<Scenario<App>, 'always' | 'eventually'>,
): Scenario<App> {
  return {
    members: 5,
    run: '5m',
    faults,
    app: ({ member }) => new build(member),
    workload: ({ pick, app }) => [op('claim', () => app(pick.up()).claim(pick.key('job', jobs)))],
    ...checks,
  }
}

const planted = <App>(name: string, scenario: Scenario<App>): FailingScenario => ({
  name,
  scenario: scenario as Scenario<unknown>,
})

export const plantedApplications: readonly FailingScenario[] = [
  planted('claims blindly', scenarioOf(Blind, fault.swarm(), { always: oneOwner })),
  planted('looks at one side', scenarioOf(OneSided, fault.swarm(), { always: oneOwner })),
  planted('takes silence for a yes', scenarioOf(Hopeful, fault.swarm(), { always: oneOwner })),
  planted(
    'forgets in a crash',
    scenarioOf(Forgetful, fault.only('crash'), {
      always: { 'counts go up': ({ apps }) => apps.every(({ isBehind }) => !isBehind) },
    }),
  ),
  planted(
    'loses an addition',
    scenarioOf(Adding, fault.only('cut', 'loss'), {
      eventually: {
        'the sum is right': ({ apps, members }) => {
          const sum = apps.reduce((all, { acknowledged }) => all + acknowledged, 0)
          return members.every((member) => Number(member.get('sum') ?? 0) === sum)
        },
      },
    }),
  ),
]
