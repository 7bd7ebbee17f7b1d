/**
 * Opens what a member stands on, log store first, then transport, and closes both again if
 * something is wrong: a start that fails leaves nothing open.
 */
import { lastValueFrom } from 'rxjs'
import {
  decodeCheckpoint,
  entryHeadBytes,
  frameOverheadMax,
  StoredEntries,
  vectorEntryBytesMax,
} from '../codec/index.ts'
import type { KernelConfig } from '../kernel/index.ts'
import {
  chosenName,
  type LogEntry,
  type MemberName,
  type SavedCheckpoint,
  type StoreId,
} from '../model/index.ts'
import {
  FsError,
  type Logger,
  type LogStore,
  type Recovered,
  type Transport,
} from '../ports/index.ts'
import { foldRules } from '../state/index.ts'
import { ClusterError, clusterError } from './errors.ts'
import type { Happening } from './inputs.ts'
import { invalid, type Surroundings } from './surroundings.ts'
import { failureOf, Runtime } from './runtime.ts'

/**
 * An opened runtime, not started yet, and the input that starts it.
 *
 * @throws ClusterError `cluster-config` if log store or transport cannot be opened, or the log is
 * that of another name; `store-failed` if the log is damaged or its disk fails, `store-full` if it
 * is full, `invalid-option` if frames are too small.
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
      loaded: loadedFrom(recovered, { ...options, config }),
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
  if (!(cause instanceof FsError) || cause.code === 'locked') throw cause
  const kind = cause.code === 'full' ? 'store-full' : 'store-failed'
  throw clusterError(kind, `cannot start: ${cause.message}`, cause)
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

/**
 * What the log held. Beside a checkpoint of its fold most entries are not asked for: they are read
 * then, and all of them are checked now if there is none.
 */
function loadedFrom(recovered: Recovered, { config, logger }: Surroundings): Happening {
  const checkpoint = checkpointIn(recovered, logger)
  const stored = new StoredEntries(config.hash)
  const entries = recovered.entries.map((bytes, index): LogEntry => {
    const decoded = checkpoint === undefined ? stored.whole(bytes) : stored.place(bytes)
    if (decoded.ok) return decoded.entry
    throw clusterError('store-failed', `entry ${index} of the log: ${decoded.detail}`)
  })
  const { identity } = recovered
  const owner = identity && ownerOf(identity.store, entries, checkpoint)
  if (owner !== undefined && owner !== config.name)
    throw clusterError('cluster-config', `the log is that of ${owner}, not of ${config.name}`)
  return { kind: 'log-loaded', identity, entries, checkpoint }
}

function checkpointIn({ checkpoint }: Recovered, logger: Logger): SavedCheckpoint | undefined {
  if (checkpoint === undefined) return undefined
  const decoded = decodeCheckpoint(checkpoint, foldRules)
  if (decoded.ok) return decoded.checkpoint
  logger.debug({ detail: decoded.detail }, 'checkpoint not used')
  return undefined
}

/** The name that a store was let in under: to the others it would be nobody under another. */
function ownerOf(
  own: StoreId,
  entries: readonly LogEntry[],
  checkpoint: SavedCheckpoint | undefined,
): MemberName | undefined {
  const listed = checkpoint?.stores.find(({ store }) => store === own)
  if (listed !== undefined) return chosenName(listed.name)
  for (const { event, store } of entries) {
    if (event.kind === 'cluster-founded' && store === own) return event.name
    if (event.kind === 'member-joined' && event.store === own) return event.name
  }
  return undefined
}
