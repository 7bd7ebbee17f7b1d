/**
 * Opens what a member stands on, log store first, then transport, and closes both again if
 * something is wrong: a start that fails leaves nothing open.
 */
import { lastValueFrom } from 'rxjs'
import {
  decodeEntry,
  entryHeadBytes,
  frameOverheadMax,
  vectorEntryBytesMax,
} from '../codec/index.ts'
import type { KernelConfig } from '../kernel/index.ts'
import type { LogEntry, MemberName, StoreId } from '../model/index.ts'
import { FsError, type LogStore, type Recovered, type Transport } from '../ports/index.ts'
import { ClusterError, clusterError } from './errors.ts'
import type { Happening } from './inputs.ts'
import { invalid, type Surroundings } from './surroundings.ts'
import { failureOf, Runtime } from './runtime.ts'

/**
 * An opened runtime, not started yet, and the input that starts it.
 *
 * @throws ClusterError `cluster-config` if log store or transport cannot be opened, or the log is
 * that of another name; `store-failed` if the log is damaged or its disk fails, `invalid-option` if
 * frames are too small.
 */
export async function openRuntime(options: Surroundings, log: LogStore): Promise<Opening> {
  const { transport, logger } = options
  /** What is ours to close: a store that another member holds is not. */
  const opened: Opened[] = []
  try {
    const recovered = await lastValueFrom(log.open()).catch(unreadable)
    opened.push(log, transport)
    await lastValueFrom(transport.open(), { defaultValue: undefined })
    for (const repair of recovered.repairs) logger.warn({ repair }, 'log repaired')
    const config = fitFrames(options.config, transport)
    return {
      runtime: new Runtime({ ...options, config }, log),
      loaded: loadedFrom(recovered, config),
    }
  } catch (cause) {
    for (const port of opened) {
      const error = await failureOf(() => port.close())
      if (error !== undefined) logger.warn({ error }, 'not closed')
    }
    if (cause instanceof ClusterError) throw cause
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw clusterError('cluster-config', `cannot start: ${detail}`, cause)
  }
}

/** A log store that is there but cannot be read, for a damaged disk, is no wrong configuration. */
function unreadable(cause: unknown): never {
  const isOfDisk = cause instanceof FsError && cause.code !== 'locked'
  throw isOfDisk ? clusterError('store-failed', `cannot start: ${cause.message}`, cause) : cause
}

type Opened = Pick<LogStore | Transport, 'close'>

export interface Opening {
  readonly runtime: Runtime
  readonly loaded: Happening
}

/**
 * Deltas no larger than a frame of this transport, and no more streams than leave room for the
 * largest entry: one of a new process names all of them.
 */
function fitFrames(config: KernelConfig, transport: Transport): KernelConfig {
  const { settings } = config
  const room = transport.maxFrameBytes - frameOverheadMax - deltaOverhead
  const roomForStreams = room - settings.writes.entryBytesMax - entryHeadBytes
  const streamsFitting = Math.floor(roomForStreams / vectorEntryBytesMax)
  if (streamsFitting < streamsMin) {
    const most = room - entryHeadBytes - streamsMin * vectorEntryBytesMax
    const why = `an entry that names ${streamsMin} streams must fit a frame of this transport`
    throw invalid('settings.writes.entryBytesMax', `must be at most ${most}: ${why}`)
  }
  // Some begin theirs before they hear of the others'.
  const logStreamsMax = Math.min(settings.writes.logStreamsMax, Math.ceil(streamsFitting / 2))
  const deltaBytesMax = Math.min(settings.replication.deltaBytesMax, room)
  const replication = { ...settings.replication, deltaBytesMax }
  const writes = { ...settings.writes, logStreamsMax }
  return { ...config, settings: { ...settings, replication, writes } }
}

/** So many streams must fit beside the largest entry, or a member does not start. */
const streamsMin = 64

/** Room for a delta's other fields beside its entries. */
const deltaOverhead = 1024

function loadedFrom(recovered: Recovered, config: KernelConfig): Happening {
  const entries = recovered.entries.map((bytes, index): LogEntry => {
    const decoded = decodeEntry(bytes, config.hash)
    if (decoded.ok) return decoded.entry
    throw clusterError('store-failed', `entry ${index} of the log: ${decoded.detail}`)
  })
  const owner = recovered.identity && ownerOf(recovered.identity.store, entries)
  if (owner !== undefined && owner !== config.name)
    throw clusterError('cluster-config', `the log is that of ${owner}, not of ${config.name}`)
  return { kind: 'log-loaded', identity: recovered.identity, entries }
}

/** The name that a store was let in under: to the others it would be nobody under another. */
function ownerOf(own: StoreId, entries: readonly LogEntry[]): MemberName | undefined {
  for (const { event, store } of entries) {
    if (event.kind === 'cluster-founded' && store === own) return event.name
    if (event.kind === 'member-joined' && event.store === own) return event.name
  }
  return undefined
}
