/**
 * What users of the library itself do, for simulations that have no application: put, delete, ask,
 * change infos, eject, leave, join again. Handlers must run at most once for each request.
 */
import type { Member } from '@quorate/core'
import type { AppStart, Scenario } from './scenario.ts'
import { op, type Op } from './op.ts'
import type { WorkloadTools } from './workload.ts'

/** The library alone: no application, every operation of a member as the workload. */
export const libraryScenario = (): Scenario<Responder> => ({
  app: (start) => new Responder(start),
  stateOf: ({ repeated }) => repeated ?? null,
  workload: libraryWorkload,
  opsPerMinute: 30,
  start: 'either',
  always: {
    'a request runs at most once': ({ apps }) =>
      apps.every(({ repeated }) => repeated === undefined),
  },
})

/** Answers requests, some of them late, and notes those that came twice. */
export class Responder {
  readonly #seen = new Set<string>()
  readonly #env: AppStart['env']
  #repeated: string | undefined

  constructor({ member, env }: AppStart) {
    this.#env = env
    member.onRequest((data) => this.#answer(JSON.stringify(data)))
  }

  /** The first request that ran twice. */
  get repeated(): string | undefined {
    return this.#repeated
  }

  async #answer(data: string): Promise<{ readonly echo: string }> {
    if (this.#seen.has(data)) this.#repeated ??= data
    this.#seen.add(data)
    if (this.#env.random('late') < lateShare)
      await new Promise<void>((resolve) => this.#env.setTimeout(resolve, lateMs))
    return { echo: data }
  }
}

/** Of the answers, which come when whoever asked has asked again. */
const lateShare = 0.2
const lateMs = 1500

const keys = 3

function libraryWorkload(tools: WorkloadTools<Responder>): readonly Op[] {
  const { pick, run } = tools
  const someone = (): Member => tools.member(pick.up())
  return [
    op('put', () => someone().put(pick.key('k', keys), pick.fresh(), basis(pick.chance(0.15))), 14),
    op('delete', () => someone().delete(pick.key('k', keys)), 3),
    op('set info', () => someone().setMemberInfo({ value: pick.fresh() }), 2),
    op('request', () => someone().request(pick.name(), pick.fresh()), 3),
    op('eject', () => someone().eject(pick.name()), 1),
    op('leave', () => someone().leave(), 0.5),
    op('join', () => someone().join(run.member(pick.up()).address), 1.5),
    op('pause housekeeping', () => someone().pauseHousekeeping(), 0.3),
    op('resume housekeeping', () => someone().resumeHousekeeping(), 1),
  ]
}

/** As one who saw no value there, or as one who saw what is there. */
const basis = (isBlind: boolean): { readonly basis?: null } => (isBlind ? { basis: null } : {})
