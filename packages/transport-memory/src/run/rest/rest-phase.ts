/**
 * The part of a run in which nothing is broken any more. The core must hold one log within the
 * bound (L1), come together under its own names, make the scenario's `eventually` true, settle
 * every call, account for every write (S12, S13), and be quiet (L7). Whoever is not of the core is
 * gone for good.
 */
import type { Member, Notice } from '@quorate/core'
import { type Account, accountFor, boundedGrowth } from '../../checkers/index.ts'
import { msOf, type Plan } from '../../plan/index.ts'
import type { World } from '../../world.ts'
import { type Actor, callText } from '../../cluster/index.ts'
import { comesTrue } from './comes-true.ts'
import { type LivenessBounds, livenessBounds } from './liveness.ts'
import type { Observation } from '../observation.ts'
import { clusterOf, lists, Regroup } from './regroup.ts'
import type { Scenario } from '../../scenario/index.ts'
import { Violation, violationOf } from '../violation.ts'
import { told } from '../watch.ts'

export interface RestParts<App> {
  readonly plan: Plan
  readonly scenario: Scenario<App>
  readonly world: World
  readonly observation: Observation<App>
}

const isRefusal = (notice: Notice): boolean =>
  notice.kind === 'warning' && notice.code === 'store-full'

const quietMs = 60_000
/** What was written last is durable everywhere, and no probe of before is under way. */
const settleMs = 3000

export class RestPhase<App> {
  readonly #parts: RestParts<App> & Pick<Observation<App>, 'cluster' | 'ledger'>
  readonly #bounds: LivenessBounds
  readonly #regroup: Regroup<App>
  #convergedAfterMs: number | undefined
  #account: Account | undefined

  constructor(parts: RestParts<App>) {
    const { plan, scenario, world, observation } = parts
    const { cluster, ledger } = observation
    this.#parts = { ...parts, cluster, ledger }
    this.#bounds = livenessBounds(plan, scenario.settings)
    const { verdictsMs } = this.#bounds
    this.#regroup = new Regroup({ world, cluster, core: plan.core, verdictsMs })
  }

  /** How long the core took to hold one log. */
  get convergedAfterMs(): number | undefined {
    return this.#convergedAfterMs
  }

  get account(): Account | undefined {
    return this.#account
  }

  /** @throws Violation. */
  async run(): Promise<void> {
    await this.#mend()
    await this.#converge()
    const trouble = await this.#regroup.run()
    if (trouble !== undefined) throw new Violation('L1', `not together again: ${trouble}`)
    this.#parts.observation.lookThoroughly()
    await this.#checkEventually()
    await this.#checkQuiet()
    await this.#checkAccounts()
    this.#parts.observation.lookThoroughly()
  }

  /** The core runs on good clocks; the others have crashed. */
  async #mend(): Promise<void> {
    const { world, cluster, plan } = this.#parts
    world.heal()
    for (const { name } of cluster.actors.values()) {
      const isCore = plan.core.includes(name)
      if (world.stateOf(name) === 'paused') world.resume(name)
      if (!isCore && world.stateOf(name) !== 'ended') cluster.crash(name)
      if (isCore && cluster.actor(name).hasFailedStore) cluster.crash(name, { lose: 'none' })
      if (isCore && world.stateOf(name) === 'ended') void cluster.restart(name)
    }
    await world.until(() => plan.core.every((name) => cluster.actor(name).member !== undefined))
    for (const name of plan.core) {
      const { member } = cluster.actor(name)
      if (member !== undefined) await world.settle(member.resumeHousekeeping())
    }
  }

  /** L1: those of the core that are in one cluster hold one log in time. */
  async #converge(): Promise<void> {
    const { world } = this.#parts
    const beginMs = world.now
    const { equalLogsMs } = this.#bounds
    const isOne = await comesTrue(world, () => this.#apart() === undefined, equalLogsMs)
    if (!isOne)
      throw new Violation('L1', `${this.#apart()}, ${equalLogsMs} ms after the faults ended`)
    this.#convergedAfterMs = world.now - beginMs
  }

  /** Which two of one cluster do not hold the same log. */
  #apart(): string | undefined {
    const members = this.#core().flatMap(({ member }) => member ?? [])
    // Most often all are equal, and to ask for a cluster is dear: it copies the log.
    if (new Set(members.map((member) => textOf(member.version().vector))).size <= 1)
      return undefined
    const pairs = this.#core().flatMap((one, at, all) =>
      all.slice(at + 1).map((other) => [one, other] as const),
    )
    const apart = pairs.find(([one, other]) => isApart(one.member, other.member))
    return apart && `${apart.map(({ who }) => who).join(' and ')} hold different logs`
  }

  async #checkEventually(): Promise<void> {
    const { world, cluster, scenario } = this.#parts
    const withinMs = msOf(scenario.settle ?? 60_000)
    for (const [name, check] of Object.entries(scenario.eventually ?? {})) {
      const wrong = (): string | undefined => told(() => check(cluster))
      const isTrue = await comesTrue(world, () => wrong() === undefined, withinMs)
      if (!isTrue)
        throw new Violation(`eventually: ${name}`, `${wrong()}, ${withinMs} ms after all agreed`)
    }
  }

  /** L7: nobody writes any more; no log grows, and frames are no more than those of probing. */
  async #checkQuiet(): Promise<void> {
    const { world, scenario, plan } = this.#parts
    if (scenario.isQuiet === false) return
    await world.advance(this.#bounds.verdictsMs)
    const before = { entries: this.#entries(), frames: framesOf(world) }
    await world.advance(quietMs)
    const grown = this.#entries() - before.entries
    if (grown !== 0) throw new Violation('L7', `the logs grew by ${grown} in ${quietMs} ms`)
    const sent = framesOf(world) - before.frames
    const most = this.#bounds.restFramesPerSecond * (quietMs / 1000)
    if (sent > most)
      throw new Violation('L7', `${sent} frames in ${quietMs} ms; at rest at most ${most}`)
    const apart = this.#regroup.trouble()
    if (apart !== undefined)
      throw new Violation('L7', `apart again of ${plan.core.length}: ${apart}`)
  }

  async #checkAccounts(): Promise<void> {
    const { cluster, ledger } = this.#parts
    const stores = await this.#currentStores()
    const [first] = ledger.unanswered((who) => cluster.isRunning(who))
    if (first !== undefined) throw new Violation('calls', `never ended: ${callText(first)}`)
    const log = this.#core()[0]?.member?.log() ?? []
    const actors = [...cluster.actors.values()]
    this.#account = accountFor({
      log,
      writes: ledger.writes,
      notices: new Map(actors.map(({ name, notices }) => [name, notices])),
      isAbandoned: (store) => !stores.has(store),
      isRotten: (name) => cluster.actor(name).kept.wasRotten,
    })
    const starts = ledger.asked.starts + actors.length
    const refusals = actors.flatMap(({ notices }) => notices.filter(isRefusal)).length
    const growth = boundedGrowth(log, { ...ledger.asked, starts }, refusals)
    const findings = [...this.#account.findings, ...growth]
    if (findings[0] !== undefined) throw violationOf(findings[0])
  }

  /** The stores that machines go on as: each of the core writes once more and sees under which. */
  async #currentStores(): Promise<ReadonlySet<string>> {
    const { world } = this.#parts
    const stores = new Set<string>()
    for (const { name, member } of this.#core()) {
      const put = member?.put(`last of ${name}`, 0).catch(() => null)
      const id = await world.settle(put ?? Promise.resolve(null))
      if (id !== null) stores.add(id.stream.slice(0, 32))
    }
    await comesTrue(world, () => this.#apart() === undefined, this.#bounds.equalLogsMs)
    await world.advance(settleMs)
    return stores
  }

  /** But for verdicts on those who are gone: the more often one was down, the later they come. */
  #entries(): number {
    const { plan } = this.#parts
    const isWhole = plan.core.length === plan.members.length
    const logs = this.#core().flatMap(({ member }) => member?.log() ?? [])
    return logs.filter(({ event }) => isWhole || event.kind !== 'member-down').length
  }

  #core(): readonly Actor<App>[] {
    return this.#parts.plan.core.map((name) => this.#parts.cluster.actor(name))
  }
}

/**
 * In one cluster, and with different logs. Two of whom one has ejected the other need an operator
 * (docs/SAFETY.md): frames of a stranger are refused, so it is not told that it is one. That is so
 * for halves that ejected each other, and for whoever was let in by a member that was out already.
 * Two of whom neither knows where the other is need one too, if nobody is left that does: neither
 * has heard of the other, or of the copy of its machine only, which is gone.
 */
function isApart(one: Member | undefined, other: Member | undefined): boolean {
  if (one === undefined || other === undefined) return false
  if (textOf(one.version().vector) === textOf(other.version().vector)) return false
  const isEjected = [one, other].some(({ state }) => state.state === 'ejected')
  const isOut = hasEjected(one, other) || hasEjected(other, one)
  const isAsked = !isEjected && !isOut && (reaches(one, other) || reaches(other, one))
  return isAsked && clusterOf(one) === clusterOf(other) && clusterOf(one) !== ''
}

/** It lists the other at the address where that is. */
const reaches = (one: Member, { name, address }: Member): boolean =>
  one.members().some((listed) => listed.name === name && listed.address === address)

/** It does not list the other, and its log says why. */
const hasEjected = (one: Member, { name }: Member): boolean =>
  !lists(one, name) &&
  one.log().some(({ event }) => event.kind === 'member-ejected' && event.name === name)

/** Frames that were handed to the network. */
const framesOf = ({ points }: World): number =>
  (points.get('transport:send') ?? 0) + (points.get('transport:broadcast') ?? 0)

const textOf = (vector: ReadonlyMap<string, number>): string =>
  [...vector]
    .map(([stream, count]) => `${stream}:${count}`)
    .toSorted()
    .join()
