/**
 * The world of a scripted scenario: the verbs of a world, in the words of a test (`'5s'`), on
 * machines whose members and applications come and go with their processes. It decides nothing
 * itself, and lets no time pass but by the verbs that say so.
 */
import type { Member } from '@quorate/core'
import type { Cluster } from '../cluster/index.ts'
import type { Backup, BackupOptions, DiskFaults } from '../disk/index.ts'
import { along, pass, type Rule, type SentFrame, type Way } from '../fault.ts'
import { sizeLimit } from '../faults/index.ts'
import type { CutOptions } from '../links.ts'
import type { EnvOptions } from '../machine.ts'
import { type Duration, msOf } from '../plan/index.ts'
import type { CrashAtOptions, CrashPoint } from '../points/index.ts'
import type { RunView } from '../scenario/index.ts'
import type { ClockFaults } from '../time/index.ts'
import type { Undo } from '../undo.ts'
import type { World } from '../world.ts'

const stableWithin: Duration = '2m'

/** One member, or several. */
export type Names = string | readonly string[]

/** Frames from some members to some others; what is left out is anybody. */
export interface Link {
  readonly from?: Names
  readonly to?: Names
}

/** What a script works with. Only verbs that return a promise move time. */
export class SimWorld<App = undefined> implements RunView<App> {
  /** Everything a world can do, for what has no verb here. */
  readonly world: World
  readonly #cluster: Cluster<App>

  /** @internal Made by `sim`. */
  constructor(world: World, cluster: Cluster<App>) {
    this.world = world
    this.#cluster = cluster
  }

  get now(): number {
    return this.world.now
  }

  get up(): readonly string[] {
    return this.#cluster.up
  }

  get members(): readonly Member[] {
    return this.#cluster.members
  }

  get apps(): readonly App[] {
    return this.#cluster.apps
  }

  member(name: string): Member {
    return this.#cluster.member(name)
  }

  app(name: string): App {
    return this.#cluster.app(name)
  }

  converged(): boolean {
    return this.#cluster.converged()
  }

  /** Lets time pass. */
  advance(duration: Duration): Promise<void> {
    return this.world.advance(msOf(duration))
  }

  /** Lets time pass until the condition holds. @throws DeadlineMissed after `within`. */
  until(condition: () => boolean, within: Duration = '1m'): Promise<void> {
    return this.world.until(condition, { withinMs: msOf(within) })
  }

  /** Lets time pass until the promise is settled; as the promise then. */
  settle<T>(promise: Promise<T>, within: Duration = '1m'): Promise<T> {
    return this.world.settle(promise, { withinMs: msOf(within) })
  }

  /** Lets time pass until all that run agree, are operational and think nobody is down. */
  stable(within: Duration = stableWithin): Promise<void> {
    return this.until(() => this.members.every(isWell) && this.converged(), within)
  }

  /** Nothing sent from one group reaches the other, nor back unless `oneWay`. */
  cut(group: Names, other: Names, options: CutOptions = {}): Undo {
    return this.world.cut(listOf(group), listOf(other), options)
  }

  /** Cuts one member off from all others. */
  isolate(name: string): Undo {
    return this.world.isolate(name)
  }

  /** Undoes every cut. */
  heal(): void {
    this.world.heal()
  }

  /** What one group sends to the other waits so long, and then comes in one burst. */
  clog(group: Names, other: Names, duration: Duration): Undo {
    return this.world.clog(listOf(group), listOf(other), msOf(duration))
  }

  /** Takes these frames out of the network until they are let go; default: all of them. */
  hold(isMeant?: (frame: SentFrame) => boolean): ReturnType<World['hold']> {
    return this.world.hold(isMeant)
  }

  /** Loses these frames; default: all of them. */
  drop(isMeant: (frame: SentFrame) => boolean = () => true): Undo {
    return this.world.addRule((frame) => (isMeant(frame) ? { kind: 'drop', reason: 'drop' } : pass))
  }

  /** Loses frames on this link that are larger than so many bytes. */
  mtu(link: Link, bytes: number): Undo {
    return this.rule(link, sizeLimit(bytes))
  }

  /** What becomes of frames on this link: `loss(0.1)`, `latency({ min: 50, max: 90 })`, … */
  rule({ from, to }: Link, rule: Rule): Undo {
    const way = { ...this.#end('from', from), ...this.#end('to', to) }
    return this.world.addRule(along(way, rule))
  }

  /** Its process ends at once. */
  crash(name: string, how: Parameters<World['crash']>[1] = {}): void {
    this.#cluster.crash(name, how)
  }

  /**
   * A new process on a crashed machine; resolves when its application is built. A disk that cannot
   * be read is tried again, one that is damaged given up. @throws DeadlineMissed after a minute.
   */
  restart(name: string, options: Parameters<World['restart']>[1] = {}): Promise<void> {
    return this.world.settle(this.#cluster.restart(name, options))
  }

  /** Another machine, with a member that joins the others. */
  start(name: string, options: EnvOptions = {}): Promise<void> {
    return this.world.settle(this.#cluster.add(name, options))
  }

  /** Another machine with a copy of a disk, and a member of the same name that runs on it. */
  clone(name: string, as: string, options: Parameters<World['clone']>[2] = {}): Promise<void> {
    return this.world.settle(this.#cluster.clone(name, as, options))
  }

  /** Its process ends when it makes this call: see `World.crashAt`. */
  crashAt(point: CrashPoint, name: string, options: CrashAtOptions = {}): Undo {
    return this.world.crashAt(point, name, options)
  }

  /** Its process stands still, for so long or until `resume`. */
  pause(name: string, duration?: Duration): Undo {
    const undo = this.world.pause(name)
    if (duration !== undefined) this.world.after(msOf(duration), undo)
    return undo
  }

  resume(name: string): void {
    this.world.resume(name)
  }

  /** Each thing it does keeps its process busy for so long. */
  slow(name: string, how: Parameters<World['slow']>[1]): Undo {
    return this.world.slow(name, how)
  }

  clock(name: string, faults: ClockFaults): Undo {
    return this.world.setClock(name, faults)
  }

  disk(name: string, faults: DiskFaults): Undo {
    return this.world.disk(name, faults)
  }

  /** Flips so many bits of what is durable on its disk; default 1. */
  rot(name: string, bits: number = 1): void {
    this.#cluster.rot(name, bits)
  }

  backup(name: string, options: BackupOptions = {}): Backup {
    return this.world.backup(name, options)
  }

  /** On a crashed machine: what the backup holds takes the place of all. */
  restore(name: string, backup: Backup): void {
    this.#cluster.restore(name, backup)
  }

  #end(end: 'from' | 'to', names: Names | undefined): Way {
    return names === undefined ? {} : { [end]: this.world.addressesOf(listOf(names)) }
  }
}

const listOf = (names: Names): readonly string[] => (typeof names === 'string' ? [names] : names)

const isWell = (member: Member): boolean =>
  member.state.state === 'operational' && member.failedPeers().length === 0
