/**
 * What operators do once nothing is broken: bring every machine into one cluster again, under its
 * own name. A machine that was ejected, lost its log or founded a cluster of its own joins the
 * cluster that most are in; a name that a dead store holds is ejected first. It must never touch a
 * machine that is where it belongs, nor one that is gone for good.
 */
import { ClusterError, type Member } from '@quorate/core'
import type { World } from '../../world.ts'
import type { Actor } from '../../cluster/index.ts'
import { comesTrue } from './comes-true.ts'
import type { Cluster } from '../../cluster/index.ts'

/** Attempts to bring all together; each leaves time for verdicts to settle. */
const roundsMax = 12

export interface RegroupOptions<App> {
  readonly world: World
  readonly cluster: Cluster<App>
  /** Who must come together. */
  readonly core: readonly string[]
  /** How long verdicts may take. */
  readonly verdictsMs: number
}

export class Regroup<App> {
  readonly #world: World
  readonly #cluster: Cluster<App>
  readonly #core: ReadonlySet<string>
  readonly #verdictsMs: number

  constructor({ world, cluster, core, verdictsMs }: RegroupOptions<App>) {
    this.#world = world
    this.#cluster = cluster
    this.#core = new Set(core)
    this.#verdictsMs = verdictsMs
  }

  /** What kept them apart; undefined: all of the core agree, are in, and are known to be alive. */
  async run(): Promise<string | undefined> {
    for (let round = 0; round < roundsMax; round++) {
      if (await this.#isWell()) return undefined
      const home = this.#home()
      if (home === undefined) await this.#refound()
      else {
        await this.#free(home)
        for (const actor of this.#actors()) await this.#bringIn(actor, home)
      }
    }
    return this.trouble()
  }

  /** What is not as it should be in the end. */
  trouble(): string | undefined {
    const wrong = this.#wrong()
    return wrong && `${wrong}: ${this.#members().map(shown).join('; ')}`
  }

  /** What is wrong first, the cheapest to find out first. */
  #wrong(): string | undefined {
    for (const { name, member } of this.#actors()) {
      if (member === undefined) return `${name} does not run`
      if (!isInGoodState(member, this.#isWhole)) return 'state'
      if (!this.#isRosterWell(member)) return 'roster'
      if (this.#thoughtDown(member)) return 'failed'
    }
    const hashes = new Set(this.#members().map((member) => member.version().hash))
    return hashes.size > 1 ? `${hashes.size} versions` : undefined
  }

  #isWell(): Promise<boolean> {
    return comesTrue(this.#world, () => this.#wrong() === undefined, this.#verdictsMs)
  }

  get #isWhole(): boolean {
    return this.#core.size === this.#cluster.actors.size
  }

  /** All of the core, and nobody but machines of the run. */
  #isRosterWell(member: Member): boolean {
    const names = new Set<string>(member.members().map(({ name }) => name))
    const isAllIn = [...this.#core].every((name) => names.has(name))
    return isAllIn && [...names].every((name) => this.#cluster.actors.has(name))
  }

  #thoughtDown(member: Member): boolean {
    const { failed } = member.stateInfo()
    return [...failed, ...member.failedPeers()].some(({ name }) => this.#core.has(name))
  }

  /** Names in the roster that are nobody's own: of stores given up, and of the displaced. */
  async #free(home: Member): Promise<void> {
    for (const { name } of home.members()) {
      const isDisplaced = !this.#cluster.actors.has(name)
      const isGivenUp =
        this.#core.has(name) && home.isFailed(name) && this.#cluster.actor(name).member !== home
      if (isDisplaced || isGivenUp) await this.#try(home.eject(name))
    }
  }

  async #bringIn(actor: Actor<App>, home: Member): Promise<void> {
    const { member } = actor
    if (member === undefined || member.name === home.name) return
    const { state } = member.state
    const isMutual = lists(home, member.name) && lists(member, home.name)
    const isIn = clusterOf(member) === clusterOf(home) && isMutual
    const isHome = isIn && state !== 'joining' && state !== 'ejected'
    if (isHome || (await this.#try(member.join(home.address))) !== 'store-failed') return
    // An ejected member does not say that its store failed before: a new process opens it again.
    this.#cluster.crash(actor.name, { lose: 'none' })
    await this.#try(this.#cluster.restart(actor.name))
  }

  /** Everybody lost everything: somebody begins anew. */
  async #refound(): Promise<void> {
    const [first] = this.#actors()
    if (first !== undefined) await this.#try(this.#cluster.refound(first.name))
  }

  /** Why it failed, if it did. */
  async #try(call: Promise<unknown>): Promise<string | undefined> {
    const code = await this.#world.settle(call.then(() => undefined, codeOf))
    await this.#world.advance(1000)
    return code
  }

  /** Somebody of the cluster that most machines are in. */
  #home(): Member | undefined {
    const inOne = this.#members().filter(({ state }) =>
      ['operational', 'degraded'].includes(state.state),
    )
    const isDisplaced = (member: Member): boolean => member.state.reasons.includes('displaced')
    const size = (member: Member): number =>
      inOne.filter((other) => clusterOf(other) === clusterOf(member)).length +
      (isDisplaced(member) ? 0 : 0.5)
    return inOne.toSorted((a, b) => size(b) - size(a))[0]
  }

  #actors(): readonly Actor<App>[] {
    return [...this.#cluster.actors.values()].filter(({ name }) => this.#core.has(name))
  }

  #members(): readonly Member[] {
    return this.#actors().flatMap(({ member }) => member ?? [])
  }
}

const codeOf = (error: unknown): string =>
  error instanceof ClusterError ? error.code : String(error)

/** Operational, or degraded only because of those that are gone. */
function isInGoodState({ state: { state, reasons } }: Member, isWhole: boolean): boolean {
  if (state === 'operational') return true
  return !isWhole && state === 'degraded' && reasons.every((reason) => reason === 'too-many-failed')
}

function shown(member: Member): string {
  const { members, failed } = member.stateInfo()
  const namesOf = (each: readonly { readonly name: string }[]): string =>
    each.map(({ name }) => name).join()
  const { state, reasons } = member.state
  return [
    `${member.name} ${state} [${reasons.join()}]`,
    `cluster ${clusterOf(member).slice(0, 4)} of ${namesOf(members)}`,
    `down ${namesOf(failed)} silent ${namesOf(member.failedPeers())}`,
    `${member.log().length} entries ${member.version().hash.slice(0, 6)}`,
  ].join(', ')
}

/** Whether somebody of this name is in the roster. */
export const lists = (member: Member, name: string): boolean =>
  member.members().some((other) => other.name === name)

export const clusterOf = (member: Member): string => {
  const first = member.log()[0]?.event
  return first?.kind === 'cluster-founded' ? first.cluster : ''
}
