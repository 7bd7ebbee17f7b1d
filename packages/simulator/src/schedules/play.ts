/**
 * Plays one schedule from beginning to end and reports what the checkers found: all machines join,
 * the steps happen, then nothing is broken any more, all come together again, agree, and fall
 * silent. Equal schedules give equal reports, the world's hash included.
 */
import type { PartialSettings } from '@quorate/core'
import {
  type Account,
  accountFor,
  boundedGrowth,
  chainedStreams,
  createWorld,
  equalState,
  foldsAgain,
  OneContent,
  type Sight,
  type World,
} from '@quorate/transport-memory'
import { Actor } from './actor.ts'
import { Breakage } from './breakage.ts'
import { Regroup } from './regroup.ts'
import type { Schedule } from './schedule.ts'
import type { FaultStep, Step, UserStep } from './step.ts'
import { Workload } from './workload.ts'

export interface Report {
  readonly findings: readonly string[]
  readonly account: Account
  readonly hash: string
  readonly actors: readonly Actor[]
  /** Steps that were carried out, by kind. */
  readonly performed: ReadonlyMap<string, number>
}

export interface PlayOptions {
  /** Inputs each process records. Default 0. */
  readonly recordInputs?: number
}

const quietMs = 60_000

/** A few entries at a time: what takes one exchange elsewhere takes many. */
export const tight: PartialSettings = {
  membership: { joinPullBytesMax: 900 },
  replication: { deltaBytesMax: 900, pushFanout: 1 },
  writes: { entryBytesMax: 900 },
}

export function play(schedule: Schedule, options: PlayOptions = {}): Promise<Report> {
  return new Play(schedule, options).run()
}

class Play {
  readonly #schedule: Schedule
  readonly #world: World
  readonly #actors = new Map<string, Actor>()
  readonly #workload = new Workload()
  readonly #breakage: Breakage
  readonly #contents = new OneContent()
  readonly #findings = new Set<string>()
  readonly #performed = new Map<string, number>()

  constructor(schedule: Schedule, { recordInputs = 0 }: PlayOptions) {
    const { seed, names, syncMs, unreachable, isTight } = schedule
    this.#schedule = schedule
    this.#world = createWorld({ seed, unreachable, ...(syncMs === undefined ? {} : { syncMs }) })
    const settings = isTight ? tight : {}
    const started = { recordInputs, settings, onRequest: this.#workload.handle }
    for (const name of names) this.#actors.set(name, new Actor(name, this.#world, started))
    this.#breakage = new Breakage(this.#world, this.#actors)
  }

  async run(): Promise<Report> {
    await this.#begin()
    for (const step of this.#schedule.steps) {
      if (await this.#perform(step)) this.#count(step.kind)
      await this.#world.advance(step.thenMs)
      this.#check()
    }
    await this.#breakage.end()
    const regroup = new Regroup(this.#world, [...this.#actors.values()], this.#workload)
    this.#found(await regroup.run(), 'not together again')
    this.#check()
    await this.#checkQuiet(regroup)
    return this.#report()
  }

  async #begin(): Promise<void> {
    const [first, ...others] = this.#actors.values()
    await first?.start()
    for (const actor of others) {
      await actor.start()
      if (!this.#schedule.isJoined) continue
      const contact = first?.member?.address ?? ''
      if (actor.member !== undefined) await this.#world.settle(actor.member.join(contact))
      this.#workload.asked.joins++
    }
    await this.#world.advance(1000)
  }

  async #perform(step: Step): Promise<boolean> {
    if (isUse(step)) return this.#workload.perform(step, this.#actors)
    if (step.kind === 'restart') this.#workload.asked.starts++
    return this.#breakage.perform(step)
  }

  #count(kind: string): void {
    this.#performed.set(kind, (this.#performed.get(kind) ?? 0) + 1)
  }

  #sights(): readonly Sight[] {
    return [...this.#actors.values()].flatMap((actor) => actor.sight() ?? [])
  }

  #check(): void {
    const sights = this.#sights()
    for (const finding of equalState(sights)) this.#findings.add(finding)
    for (const sight of sights) {
      for (const finding of [
        ...this.#contents.see(sight.who, sight.log),
        ...chainedStreams(sight),
        ...foldsAgain(sight),
      ])
        this.#findings.add(finding)
    }
  }

  /** Nobody writes any more: no log grows, and frames are only those of probing. */
  async #checkQuiet(regroup: Regroup): Promise<void> {
    const before = this.#entries()
    const events = this.#world.events
    await this.#world.advance(quietMs)
    const grown = this.#entries() - before
    if (grown !== 0) this.#found(`${grown} entries in ${quietMs} ms`, 'S13: not quiet')
    const members = this.#actors.size
    const eventsMax = (quietMs / 1000) * (5 * members * (members - 1) + 2 * members)
    const happened = this.#world.events - events
    if (happened > eventsMax)
      this.#found(`${happened} events in ${quietMs} ms, ${eventsMax} expected`, 'S13: not quiet')
    this.#found(regroup.trouble(), 'apart again')
  }

  #entries(): number {
    return this.#sights().reduce((sum, { log }) => sum + log.length, 0)
  }

  async #report(): Promise<Report> {
    const actors = [...this.#actors.values()]
    const stores = await this.#currentStores()
    const log = this.#sights()[0]?.log ?? []
    const account = accountFor({
      log,
      writes: actors.flatMap(({ writes }) => writes),
      notices: new Map(actors.map(({ name, notices }) => [name, notices])),
      isAbandoned: (store) => !stores.has(store),
    })
    const starts = this.#workload.asked.starts + actors.length
    const findings = [
      ...this.#findings,
      ...this.#workload.findings,
      ...actors.flatMap((actor) => actor.findings),
      ...actors.flatMap(({ unanswered }) => unanswered.map((what) => `never ended: ${what}`)),
      ...account.findings,
      ...boundedGrowth(log, { ...this.#workload.asked, starts }),
    ]
    return { findings, account, actors, hash: this.#world.hash, performed: this.#performed }
  }

  /** The stores that machines go on as: each writes once more and sees under which. */
  async #currentStores(): Promise<ReadonlySet<string>> {
    const stores = new Set<string>()
    for (const { name, member } of this.#actors.values()) {
      this.#workload.asked.writes++
      const id = await this.#world.settle(
        member?.put(`last of ${name}`, 0).catch(() => null) ?? Promise.resolve(null),
      )
      if (id !== null) stores.add(id.stream.slice(0, 32))
    }
    await this.#world.advance(3000)
    return stores
  }

  #found(trouble: string | undefined, what: string): void {
    if (trouble !== undefined) this.#findings.add(`${what}: ${trouble}`)
  }
}

const uses: readonly string[] = [
  'put',
  'delete',
  'set-info',
  'request',
  'eject',
  'join',
  'housekeeping',
] satisfies readonly UserStep['kind'][]

const isUse = (step: UserStep | FaultStep): step is UserStep => uses.includes(step.kind)
