/**
 * The verbs of a world that are about what survives a process: crashes, also at a named point, and
 * what is wrong with disks, their backups and their copies. Each says what happens to which
 * machine and leaves it in the trace; what that does is the machine's own.
 */
import { invariant } from '@quorate/core'
import type { Backup, BackupOptions, DiskFaults } from './disk/index.ts'
import type { EnvOptions, Machine, MemberEnv } from './machine.ts'
import type { CrashAtOptions, CrashOptions, CrashPoint, PortPoint, Points } from './points/index.ts'
import { Driver } from './time/index.ts'
import type { Timeline } from './time/index.ts'
import type { Trace, TraceKind } from './trace.ts'

/** What the verbs of a world rest on. */
export interface VerbParts {
  readonly timeline: Timeline
  readonly trace: Trace
  readonly points: Points
  /** Ends every error: what is needed to run the same again. */
  readonly whereabouts: () => string
}

export abstract class DiskVerbs extends Driver {
  readonly #parts: VerbParts

  constructor(parts: VerbParts) {
    super(parts.timeline, parts.whereabouts)
    this.#parts = parts
  }

  /** A new machine, and what a member on it is created from. */
  abstract env(name: string, options?: EnvOptions): MemberEnv

  protected abstract machine(name: string): Machine

  /** How often each call of the members' ports was made; those never made are missing. */
  get points(): ReadonlyMap<PortPoint, number> {
    return this.#parts.points.passed
  }

  /** Its process ends at once: nothing it scheduled happens, nothing it sends is sent. */
  crash(name: string, options: CrashOptions = {}): void {
    this.machine(name).crash(options)
  }

  /**
   * Its process ends, once, when it makes this call: `crashAt('fs:sync', 'a', { when: 'after' })`,
   * or the n-th of any: `crashAt('fs:*', 'a', { times: n })`. Returns how to call it off. A machine
   * that was restarted meanwhile crashes all the same.
   */
  crashAt(point: CrashPoint, name: string, options: CrashAtOptions = {}): () => void {
    return this.machine(name).crashAt(point, options)
  }

  /** What is wrong with a machine's disk from now on; returns how to clear it. Faults add up. */
  disk(name: string, faults: DiskFaults): () => void {
    const clear = this.machine(name).storage.faults.add(faults)
    this.#record('disk', name, JSON.stringify(faults))
    return () => {
      clear()
      this.#record('disk', name, 'cleared')
    }
  }

  /** Flips so many keyed bits of what is durable on its disk and in its log; default 1. */
  rot(name: string, bits: number = 1): void {
    const { storage } = this.machine(name)
    for (let nth = 0; nth < bits; nth++) storage.rot(nth)
    this.#record('rot', name, String(bits))
  }

  /** A copy of its disk and log. */
  backup(name: string, options: BackupOptions = {}): Backup {
    return this.machine(name).storage.backup(options)
  }

  /** On a crashed machine: what a backup, its own or another's, holds takes the place of all. */
  restore(name: string, backup: Backup): void {
    const { life, storage } = this.machine(name)
    invariant(life.state === 'ended', `${name} is running: crash it first`)
    storage.restore(backup)
    this.#record('restore', name, `${backup.of} at ${backup.at}`)
  }

  /** Another machine with a copy of a disk and log, and what a member on it is created from. */
  clone(name: string, as: string, options: EnvOptions & BackupOptions = {}): MemberEnv {
    const backup = this.backup(name, options)
    const env = this.env(as, options)
    this.machine(as).storage.restore(backup)
    this.#record('restore', as, `${backup.of} at ${backup.at}`)
    return env
  }

  #record(kind: TraceKind, from: string, note: string): void {
    this.#parts.trace.record({ at: this.#parts.timeline.now, kind, from, note })
  }
}
