/**
 * What outlives a machine's processes: its disk, and the log of members that are given no other
 * store. Both share the machine's faults, its crashes, its backups and the rot of its bits. Makes
 * the ports of each process from them; what an ended process asks of those is a leak.
 */
import { EMPTY, NEVER, Observable } from 'rxjs'
import { FsError, invariant } from '@quorate/core'
import type { Fs, LogStore, MemberName } from '@quorate/core'
import { MemoryLogStore } from '../log/index.ts'
import type { LogCall, LogContent } from '../log/index.ts'
import type { CrashOptions, Gate } from '../points/index.ts'
import { belowOf, bitsOf, keyOf, mix } from '../random.ts'
import type { Key, Range, Seed } from '../random.ts'
import type { Life, Timeline } from '../time/index.ts'
import type { Trace } from '../trace.ts'
import { SimulatedDisk } from './disk.ts'
import { DiskFs } from './disk-fs.ts'
import { Faults } from './faults.ts'
import type { FolderImage } from './inodes/index.ts'

/** Whose storage it is, and what that shares with others. */
export interface StorageOwner {
  readonly name: MemberName
  readonly seed: Seed
  readonly timeline: Timeline
  readonly trace: Trace
  /** How long a sync takes; undefined: writes to the log are durable at once. */
  readonly syncMs: Range | undefined
  /** The process of the moment. */
  readonly life: () => Life
}

/** What a backup keeps. */
export interface BackupOptions {
  /** With what is not durable yet, as a copy of files in use has it; default false. */
  readonly unsynced?: boolean
}

/** A copy of a machine's disk and log, to be restored on it or another. */
export interface Backup {
  readonly of: MemberName
  /** Virtual milliseconds. */
  readonly at: number
}

class Copy implements Backup {
  readonly of: MemberName
  readonly at: number
  readonly disk: FolderImage
  readonly log: LogContent

  constructor(owner: StorageOwner, disk: FolderImage, log: LogContent) {
    this.of = owner.name
    this.at = owner.timeline.now
    this.disk = disk
    this.log = log
  }
}

export class Storage {
  readonly faults: Faults
  readonly #owner: StorageOwner
  readonly #disk: SimulatedDisk
  #log: MemoryLogStore
  #logCalls = 0
  #writes = 0

  constructor(owner: StorageOwner) {
    this.#owner = owner
    this.faults = new Faults(owner.syncMs)
    this.#disk = new SimulatedDisk(this.#key('disk'), () => this.faults.capacityBytes)
    this.#log = this.#emptyLog()
  }

  /** The disk, for the process of the moment. */
  fs(gate: Gate): Fs {
    const { life, timeline, trace } = this.#owner
    const caller = {
      life: life(),
      key: this.#key('fs'),
      timeline,
      trace,
      gate,
      faults: this.faults,
    }
    return new DiskFs(this.#disk, caller)
  }

  /** The log, for the process of the moment. */
  log(): LogStore {
    return boundTo(this.#owner.life(), this.#log)
  }

  /** The process has ended; of its writes to the log under way a keyed number survives. */
  crash(options: CrashOptions): void {
    const { timeline } = this.#owner
    const key = keyOf(this.#key('crash'), timeline.now)
    this.#disk.crash(options, key)
    if (options.lose === 'all') this.#log = this.#emptyLog()
    const writes = this.#log.unsynced
    this.#log.crash(options.lose === 'none' ? writes : belowOf(key, writes + 1))
  }

  backup({ unsynced = false }: BackupOptions): Backup {
    const image = this.#disk.image(unsynced ? 'cached' : 'durable')
    return new Copy(this.#owner, image, this.#log.backup({ unsynced }))
  }

  /** In the place of all that is there. Nobody uses it. */
  restore(backup: Backup): void {
    invariant(backup instanceof Copy, 'a backup is what backup() gave')
    this.#disk.restore(backup.disk)
    this.#log.restore(backup.log)
  }

  /** Flips a keyed bit of what is durable, on the disk or in the log. */
  rot(nth: number): void {
    const key = mix(keyOf(this.#key('rot'), this.#owner.timeline.now), nth)
    const logBits = this.#log.durableBytes * 8
    const bit = belowOf(key, logBits + this.#disk.durableBytes * 8)
    if (bit < logBits) this.#log.rot(bit)
    else this.#disk.rot(bit - logBits)
  }

  #emptyLog(): MemoryLogStore {
    return new MemoryLogStore({
      whenSynced: (durable) => this.#sync(durable),
      errorOf: (call) => this.#logErrorOf(call),
    })
  }

  #logErrorOf(call: LogCall): FsError | undefined {
    if (call.kind === 'write' && this.#log.bytes + call.bytes > this.faults.capacityBytes)
      return noRoom()
    const key = mix(this.#key('log'), this.#logCalls++)
    if (call.kind === 'write' && this.faults.shareTaken(key) < 1) return noRoom()
    return this.faults.errorOf(call.kind, key)
  }

  #sync(durable: () => void): void {
    const { timeline, life } = this.#owner
    const key = keyOf(this.#key('sync'), this.#writes++)
    const ms = this.faults.durationOf('sync', key)
    if (ms === 0 && this.#owner.syncMs === undefined) durable()
    else
      timeline.schedule({ at: timeline.now + ms, tie: bitsOf(key) }, { run: durable, life: life() })
  }

  #key(purpose: string): Key {
    return keyOf(this.#owner.seed, purpose, this.#owner.name)
  }
}

const noRoom = (): FsError => new FsError('full', 'no room for the log')

/** The store for one life: afterwards nothing is written, and nothing completes. */
function boundTo(life: Life, store: LogStore): LogStore {
  const bound = <T>(what: string, operation: () => Observable<T>): Observable<T> =>
    new Observable((subscriber) => (life.leaks(what) ? NEVER : operation()).subscribe(subscriber))
  return {
    open: () => bound('log.open', () => store.open()),
    start: (identity, entries) => bound('log.start', () => store.start(identity, entries)),
    append: (batch) => bound('log.append', () => store.append(batch)),
    saveCheckpoint: (bytes) => bound('log.saveCheckpoint', () => store.saveCheckpoint(bytes)),
    close: () => (life.state === 'ended' ? EMPTY : store.close()),
  }
}
