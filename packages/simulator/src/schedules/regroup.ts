/**
 * What operators do once nothing is broken: bring every machine into one cluster again, under its
 * own name. A machine that was ejected, lost its log or founded a cluster of its own joins the
 * cluster that most are in; a name that a dead store holds is ejected first. Then it waits until
 * all agree. It must never touch a machine that is where it belongs.
 */
import type { Member } from '@quorate/core'
import type { World } from '@quorate/transport-memory'
import type { Actor } from './actor.ts'
import type { Workload } from './workload.ts'

/** Attempts to bring all together; each leaves time for verdicts to settle. */
const roundsMax = 12

export class Regroup {
  readonly #world: World
  readonly #actors: readonly Actor[]
  readonly #workload: Workload

  constructor(world: World, actors: readonly Actor[], workload: Workload) {
    this.#world = world
    this.#actors = actors
    this.#workload = workload
  }

  /** What kept them apart; undefined: all agree, everybody is in, nobody is thought to be down. */
  async run(): Promise<string | undefined> {
    for (let round = 0; round < roundsMax; round++) {
      await this.#world.advance(15_000)
      if (this.trouble() === undefined) return undefined
      const home = this.#home()
      if (home === undefined) return 'nobody is in any cluster'
      await this.#free(home)
      for (const actor of this.#actors) await this.#bringIn(actor, home)
    }
    return this.trouble()
  }

  /** What is not as it should be in the end. */
  trouble(): string | undefined {
    const names = this.#actors.map(({ name }) => name).join()
    const hashes = new Set(this.#members().map((member) => member.version().hash))
    if (hashes.size > 1) return `${hashes.size} versions: ${this.#shown()}`
    for (const { name, member } of this.#actors) {
      if (member === undefined) return `${name} does not run`
      const { members, failed } = member.stateInfo()
      if (members.map((each) => each.name).join() !== names) return `roster: ${this.#shown()}`
      if (failed.length > 0 || member.failedPeers().length > 0) return `failed: ${this.#shown()}`
      if (member.state.state !== 'operational') return `state: ${this.#shown()}`
    }
    return undefined
  }

  /** Names in the roster that are nobody's own: of stores given up, and of the displaced. */
  async #free(home: Member): Promise<void> {
    for (const { name } of home.members()) {
      const isDisplaced = name.includes('#')
      const actor = this.#actors.find((each) => each.name === name)
      const isSilent = home.isFailed(name)
      if (!isDisplaced && !(isSilent && actor?.member !== home)) continue
      this.#workload.asked.ejections++
      await this.#try(home.eject(name))
    }
  }

  async #bringIn(actor: Actor, home: Member): Promise<void> {
    const { member } = actor
    if (member === undefined || member === home) return
    const { state } = member.state
    const isHome =
      clusterOf(member) === clusterOf(home) && state !== 'joining' && state !== 'ejected'
    if (isHome) return
    this.#workload.asked.joins++
    await this.#try(member.join(home.address))
  }

  async #try(call: Promise<unknown>): Promise<void> {
    await this.#world.settle(call.catch(() => undefined))
    await this.#world.advance(1000)
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

  #members(): readonly Member[] {
    return this.#actors.flatMap(({ member }) => member ?? [])
  }

  #shown(): string {
    return this.#members().map(shown).join('; ')
  }
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

const clusterOf = (member: Member): string => {
  const first = member.log()[0]?.event
  return first?.kind === 'cluster-founded' ? first.cluster : ''
}
