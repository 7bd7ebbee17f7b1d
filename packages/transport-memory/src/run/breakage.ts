/**
 * Performs what breaks, and gives back how it ends. What makes no sense where the run is (a crash
 * of what does not run) is passed over, so that any part of a plan is a plan.
 */
import { unreachable } from '@quorate/core'
import type { DiskFaults } from '../disk/index.ts'
import { capacity, corrupt, duplicate, loss, reorder } from '../faults/index.ts'
import type { Rule } from '../fault.ts'
import type {
  Clog,
  Clone,
  Crash,
  CrashAtCall,
  DiskFaultKind,
  FaultOp,
  NoiseKind,
  Timed,
} from '../plan/index.ts'
import type { PortPoint } from '../points/index.ts'
import type { World } from '../world.ts'
import type { Cluster, Ledger } from '../cluster/index.ts'

/** How what was broken is mended; harmless if it was mended before. */
export type Mend = () => void

const noises: { readonly [Kind in NoiseKind]: (share: number) => Rule } = {
  loss,
  duplicate,
  reorder,
  corrupt,
}

/** For what stays as it is. */
const nothingToMend: Mend = () => undefined

/** A disk as it was, and how many writes its machine had acknowledged then. */
interface Kept {
  readonly backup: ReturnType<World['backup']>
  readonly writes: number
}

export class Breakage<App> {
  readonly #world: World
  readonly #cluster: Cluster<App>
  readonly #ledger: Ledger
  readonly #kept = new Map<number, Kept>()
  readonly #crashes = new Map<PortPoint, number>()

  constructor(world: World, cluster: Cluster<App>, ledger: Ledger) {
    this.#world = world
    this.#cluster = cluster
    this.#ledger = ledger
  }

  /** How often a process ended at each call that it was to end at. */
  get crashes(): ReadonlyMap<PortPoint, number> {
    return this.#crashes
  }

  /** Before a crash that comes back with an older disk: keeps the disk as it is now. */
  keep({ id, name }: { readonly id: number; readonly name: string }): void {
    const writes = this.#ledger.writesOf(name)
    this.#kept.set(id, { backup: this.#world.backup(name), writes })
  }

  /** undefined: it makes no sense here. */
  perform(op: FaultOp & Timed): Mend | undefined {
    switch (op.kind) {
      case 'cut':
        return this.#world.cut(op.side, op.other, { oneWay: op.isOneWay })
      case 'clog':
        return this.#clog(op)
      case 'noise':
        return this.#world.addRule(noises[op.of](op.share))
      case 'narrow':
        return this.#world.addRule(capacity(op))
      case 'slow':
        return this.#world.slow(op.name, op)
      case 'clock':
        return this.#world.setClock(op.name, op)
      case 'disk':
        return this.#world.disk(op.name, diskFaults[op.fault])
      case 'pause':
        return this.#pause(op.name)
      case 'crash':
        return this.#crash(op)
      case 'crash-at':
        return this.#crashAt(op)
      case 'clone':
        return this.#clone(op)
      case 'rot':
        this.#cluster.rot(op.name, op.bits)
        return nothingToMend
      default:
        return unreachable(op)
    }
  }

  #clog({ side, other, forMs }: Clog): Mend {
    const mends = [this.#world.clog(side, other, forMs), this.#world.clog(other, side, forMs)]
    return () => {
      for (const mend of mends) mend()
    }
  }

  #pause(name: string): Mend | undefined {
    return this.#world.stateOf(name) === 'running' ? this.#world.pause(name) : undefined
  }

  #crash(op: Crash & Timed): Mend | undefined {
    const { name, lose, isTorn, back } = op
    if (this.#world.stateOf(name) === 'ended') return undefined
    this.#cluster.crash(name, { lose, torn: isTorn })
    const crashed = this.#cluster.actor(name).who
    return () => {
      if (!this.#isDownSince(name, crashed)) return
      if (back.as === 'backup') this.#restore(op)
      const address = `${name}-moved-${op.id}`
      void this.#cluster.restart(name, back.as === 'moved' ? { address } : {})
    }
  }

  #crashAt(op: CrashAtCall & Timed): Mend | undefined {
    const { name, point, nth: times, when, isRestarted, lose, isTorn: torn } = op
    if (this.#world.stateOf(name) === 'ended') return undefined
    if (isRestarted) this.#cluster.crash(name, { lose, torn })
    let crashed: string | undefined
    const onCrash = (call: PortPoint): void => {
      crashed = this.#cluster.actor(name).who
      this.#crashes.set(call, (this.#crashes.get(call) ?? 0) + 1)
    }
    const callOff = this.#world.crashAt(point, name, { times, when, lose, torn, onCrash })
    if (isRestarted) void this.#cluster.restart(name)
    return () => {
      callOff()
      if (crashed !== undefined && this.#isDownSince(name, crashed))
        void this.#cluster.restart(name)
    }
  }

  /** What it wrote and told nobody goes with it, on purpose. */
  #clone({ id, name }: Clone & Timed): Mend {
    const as = `${name}-clone-${id}`
    void this.#cluster.clone(name, as, {})
    return () => {
      if (this.#world.stateOf(as) !== 'ended') this.#cluster.crash(as)
      this.#ledger.rollBack(as, 0)
    }
  }

  /** The process that crashed was its last. */
  #isDownSince(name: string, crashed: string): boolean {
    return this.#world.stateOf(name) === 'ended' && this.#cluster.actor(name).who === crashed
  }

  #restore({ id, name }: Crash & Timed): void {
    const kept = this.#kept.get(id)
    if (kept === undefined) return
    this.#cluster.restore(name, kept.backup)
    this.#ledger.rollBack(name, kept.writes)
  }
}

const diskFaults: { readonly [Kind in DiskFaultKind]: DiskFaults } = {
  full: { capacityBytes: 0 },
  'full-midway': { fullWrites: 0.5 },
  'read-error': { readErrors: 0.5 },
  'write-error': { writeErrors: 0.2 },
  'sync-error': { syncErrors: 0.2 },
  slow: { latencyMs: { min: 10, max: 400 } },
}
