/**
 * Which entries of the log were told as durable, one by one, so that whoever asks in between, even
 * from inside such a telling, can be given all that were told and then the rest. A log that is
 * begun anew was not told of yet; what still becomes durable of the one before is not of it, but
 * is told if that one comes back. One that goes on under another store is the same log.
 */
import { Subject } from 'rxjs'
import type { Kernel } from '../../kernel/index.ts'
import { entryOf } from '../../log/index.ts'
import type { LogEntry, StreamId } from '../../model/index.ts'

/** What of a kernel says which log it is, and how far that is durable. */
type LogOfKernel = Pick<Kernel, 'isLoaded' | 'self' | 'log' | 'durable'>

export class ToldEntries {
  /** Entries as they become durable here. */
  readonly told$: Subject<LogEntry> = new Subject()
  readonly #counts = new Map<StreamId, number>()

  /** A kernel follows another: of a log that is loaded, begun or back, what is durable was told. */
  follow(before: LogOfKernel, after: LogOfKernel): void {
    const isLoad = before.isLoaded !== after.isLoaded
    // Of a log that is begun nothing is durable, as long as that before it can come back.
    const isOther = before.durable.size === 0 || after.durable.size === 0
    if (!isLoad && !(isOther && before.self.store !== after.self.store)) return
    this.#counts.clear()
    for (const [stream, count] of after.durable) this.#counts.set(stream, count)
  }

  tell(entries: readonly LogEntry[], kernelNow: () => LogOfKernel): void {
    for (const entry of entries) {
      if (entryOf(kernelNow().log, entry) === entry) this.#counts.set(entry.stream, entry.seq + 1)
      this.told$.next(entry)
    }
  }

  /** It was told, and is of the log there is. */
  has({ log }: Pick<Kernel, 'log'>, entry: LogEntry): boolean {
    const isTold = entry.seq < (this.#counts.get(entry.stream) ?? 0)
    return isTold && entryOf(log, entry) === entry
  }
}
