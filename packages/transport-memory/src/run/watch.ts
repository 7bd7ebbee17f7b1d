/**
 * Watches a run from outside: the scenario's own invariants after every event, the library's at
 * rates that their cost allows. What changed since the last look is looked at, and nothing else.
 *
 *   S1  an id has one content             every entry, as a member admits it
 *   S8  its author has it durable first   every entry, as a member admits it
 *   S16 reads go forward                  every change, and every acknowledged write
 *   S4  equal logs mean the same          every 5 s, whoever changed
 *   S2 S3 S9 S15 chains, order, meaning   every 60 s, whoever changed; everybody at the end
 *   S1 S2 S3 S9 S15 of a whole log        every start of a process: what a crash left
 *   S1 S8 of a disk                       every opening of a log store: `KeptLog`
 *   S12 nothing acknowledged is gone      every start of a process: `heldFromBefore`
 */
import type { LogEntry } from '@quorate/core'
import {
  chainedStreams,
  DurableFirst,
  equalState,
  foldsAgain,
  OneContent,
  type Sight,
} from '../checkers/index.ts'
import type { Cluster, Place } from '../cluster/index.ts'
import type { Checks } from '../scenario/index.ts'
import { Violation, violationOf } from './violation.ts'

const stateCheckMs = 5000
const thoroughCheckMs = 60_000

export class Watch<App> {
  readonly #contents = new OneContent()
  readonly #durable = new DurableFirst()
  readonly #always: readonly [string, Checks<App>[string]][]
  readonly #findings: string[] = []
  readonly #unchecked = new Set<string>()
  readonly #unfolded = new Set<string>()
  #stateCheckAt = 0
  #thoroughCheckAt = 0

  constructor(always: Checks<App>) {
    this.#always = Object.entries(always)
  }

  /** A process began: all of its log is durable, and holds what it held before it ended. */
  began({ name }: Place, sight: Sight): void {
    this.#durable.started(name, sight.log)
    this.#checkLog(sight)
  }

  /** An entry became durable at a member. */
  admitted({ who, name }: Place, entry: LogEntry): void {
    this.#findings.push(...this.#contents.see(who, [entry]), ...this.#durable.admitted(name, entry))
  }

  found(finding: string): void {
    this.#findings.push(finding)
  }

  /** After an event. @throws Violation. */
  look(cluster: Cluster<App>): void {
    this.throwFindings()
    for (const [name, check] of this.#always) demand(`always: ${name}`, () => check(cluster))
    if (cluster.now < this.#stateCheckAt) return
    this.#stateCheckAt = cluster.now + stateCheckMs
    this.#collectChanged(cluster)
    if (this.#unchecked.size > 0) this.#checkStates(cluster)
    if (cluster.now < this.#thoroughCheckAt) return
    this.#thoroughCheckAt = cluster.now + thoroughCheckMs
    this.#checkLogs(cluster, this.#unfolded)
    this.throwFindings()
  }

  /** Everything, now. @throws Violation. */
  lookThoroughly(cluster: Cluster<App>): void {
    this.look(cluster)
    this.#checkStates(cluster)
    this.#checkLogs(cluster, new Set(cluster.actors.keys()))
    this.throwFindings()
  }

  #collectChanged(cluster: Cluster<App>): void {
    for (const actor of cluster.actors.values()) {
      if (!actor.takeDirty()) continue
      this.#unchecked.add(actor.name)
      this.#unfolded.add(actor.name)
    }
  }

  #checkStates(cluster: Cluster<App>): void {
    const sights = [...cluster.actors.values()].flatMap(({ member, who }) =>
      member === undefined ? [] : [{ who, ...member.version() }],
    )
    this.#findings.push(...equalState(sights))
    this.#unchecked.clear()
    this.throwFindings()
  }

  #checkLogs(cluster: Cluster<App>, names: ReadonlySet<string>): void {
    for (const actor of cluster.actors.values()) {
      const sight = names.has(actor.name) ? actor.sight() : undefined
      if (sight !== undefined) this.#checkLog(sight)
    }
    this.#unfolded.clear()
  }

  #checkLog(sight: Sight): void {
    this.#findings.push(
      ...this.#contents.see(sight.who, sight.log),
      ...chainedStreams(sight),
      ...foldsAgain(sight),
    )
  }

  /** @throws Violation for the first thing that was found. */
  throwFindings(): void {
    const [first] = this.#findings
    if (first !== undefined) throw violationOf(first)
  }
}

/** @throws Violation unless the check holds. */
function demand(invariant: string, check: () => boolean | string): void {
  const says = told(check)
  if (says !== undefined) throw new Violation(invariant, says)
}

/** What is wrong; undefined: it holds. */
export function told(check: () => boolean | string): string | undefined {
  try {
    const holds = check()
    if (holds === true) return undefined
    return holds === false ? 'does not hold' : holds
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
