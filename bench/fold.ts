/**
 * How fast the log becomes state: entries folded a second from scratch, and the time one late entry
 * costs deep in a long log. Beside each stands the same work done by a loop over plain Maps, which
 * keeps no earlier state: what the fold could reach at most. Measures nothing but the fold.
 */
import type {
  Address,
  ClusterEvent,
  ClusterId,
  EntryId,
  LogEntry,
  MemberName,
  RunId,
  StoreId,
} from '@quorate/core'
import { streamOf } from '@quorate/core'
import { collections, state } from './internal.ts'

/** One figure: the median of some runs, with the least and the most of them. */
export interface Measured {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly min: number
  readonly max: number
  /** What is promised; undefined: nothing, it stands there to compare. */
  readonly target: number | undefined
  readonly met: boolean
}

const { AppendVector } = collections
const { advance, emptyCheckpoints } = state

const authorDigits = ['a', 'b', 'c', 'd', 'e']
const keyCount = 200
const runs = 7
const foldTarget = 2_000_000
const lateTargetMs = 5

/** `scale` 1: a million entries, and an entry 10,000 deep in 100,000; less is proportional. */
export async function foldBenchmarks(options: { scale: number }): Promise<Measured[]> {
  const sized = (count: number): number => Math.max(1, Math.round(count * options.scale))
  const history = historyOf(sized(1_000_000))
  const late = lateEntry(historyOf(sized(100_000)), sized(10_000))
  return [...foldRates(history), ...lateTimes(late)]
}

function foldRates(history: readonly LogEntry[]): Measured[] {
  const ordered = AppendVector.of(history)
  const perSecond = (work: () => unknown): number[] =>
    timesOf(work).map((elapsedMs) => (history.length / elapsedMs) * 1_000)
  const folded = perSecond(() => advance(emptyCheckpoints, ordered, 0))
  const plain = perSecond(() => foldPlainly(new Map(), history))
  return [
    atLeast('fold', folded, { unit: 'entries/s', target: foldTarget }),
    atLeast('fold: plain Maps', plain, { unit: 'entries/s', target: undefined }),
  ]
}

interface Late {
  readonly before: readonly LogEntry[]
  readonly after: readonly LogEntry[]
  /** Where the late entry belongs. */
  readonly position: number
}

function lateTimes({ before, after, position }: Late): Measured[] {
  const { checkpoints } = advance(emptyCheckpoints, AppendVector.of(before), 0)
  const ordered = AppendVector.of(after)
  const values = foldPlainly(new Map(), before.slice(0, position))
  const moved = after.slice(position)
  const folded = timesOf(() => advance(checkpoints, ordered, position))
  const plain = timesOf(() => foldPlainly(new Map(values), moved))
  return [
    atMost('late-insert', folded, { unit: 'ms', target: lateTargetMs }),
    atMost('late-insert: plain Maps', plain, { unit: 'ms', target: undefined }),
  ]
}

function lateEntry(before: readonly LogEntry[], depth: number): Late {
  const position = Math.max(authorDigits.length, before.length - depth)
  const event: ClusterEvent = { kind: 'state-info-put', key: 'key-0', value: 'late', basis: null }
  const entry = entryOf({ author: 1, seq: before.length, event })
  const after = [...before.slice(0, position), entry, ...before.slice(position)]
  return { before, after, position }
}

interface PlainRecord {
  readonly value: unknown
  readonly set: LogEntry
}

/** The same rule for a put as the fold's, and no other rule, over one Map that changes. */
function foldPlainly(
  values: Map<string, PlainRecord>,
  entries: readonly LogEntry[],
): Map<string, PlainRecord> {
  const lost: LogEntry[] = []
  for (const entry of entries) {
    const event = entry.event
    if (event.kind !== 'state-info-put') continue
    const current = values.get(event.key)?.set
    const basis = event.basis
    const isKnown = current?.seq === basis?.seq && current?.stream === basis?.stream
    if (current !== undefined && !isKnown) lost.push(current)
    values.set(event.key, { value: event.value, set: entry })
  }
  return values
}

/** Members found and join, then put: each put knows the one before it at its key. */
function historyOf(length: number): LogEntry[] {
  const entries = authorDigits.map((_, author) => foundingOf(author))
  const heads = new Map<string, EntryId>()
  for (let index = entries.length; index < length; index++) {
    const key = `key-${(index * 7919) % keyCount}`
    const basis = heads.get(key) ?? null
    const event: ClusterEvent = { kind: 'state-info-put', key, value: index, basis }
    const entry = entryOf({ author: index % authorDigits.length, seq: index, event })
    heads.set(key, { stream: entry.stream, seq: entry.seq })
    entries.push(entry)
  }
  return entries
}

function foundingOf(author: number): LogEntry {
  const name = `member-${author}` as MemberName
  const address = `at-${author}` as Address
  const event: ClusterEvent =
    author === 0
      ? { kind: 'cluster-founded', cluster: cluster(), name, address, replicationFactor: 1 }
      : { kind: 'member-joined', name, address, store: storeOf(author), replaces: null }
  return entryOf({ author: 0, seq: author, event })
}

const cluster = (): ClusterId => 'f'.repeat(32) as ClusterId
const storeOf = (author: number): StoreId => (authorDigits[author] ?? '').repeat(32) as StoreId
const noBytes = new Uint8Array(0)

interface Written {
  readonly author: number
  readonly seq: number
  readonly event: ClusterEvent
}

function entryOf({ author, seq, event }: Written): LogEntry {
  const store = storeOf(author)
  return {
    stream: streamOf(store, '0'.repeat(16) as RunId),
    seq,
    store,
    hlc: { l: seq, c: 0 },
    view: 0,
    deps: new Map(),
    prev: noBytes,
    event,
    signature: noBytes,
    bytes: noBytes,
    hash: noBytes,
  }
}

/** Milliseconds of each run, the first two left out: they are the compiler's. */
function timesOf(work: () => unknown): number[] {
  const times: number[] = []
  for (let run = -2; run < runs; run++) {
    const start = performance.now()
    work()
    const elapsedMs = performance.now() - start
    if (run >= 0) times.push(elapsedMs)
  }
  return times
}

type Promised = Pick<Measured, 'unit' | 'target'>

const atLeast = (name: string, samples: readonly number[], promised: Promised): Measured => {
  const { value, min, max } = spread(samples)
  const met = promised.target === undefined || value >= promised.target
  return { name, value, min, max, ...promised, met }
}

const atMost = (name: string, samples: readonly number[], promised: Promised): Measured => {
  const { value, min, max } = spread(samples)
  const met = promised.target === undefined || value <= promised.target
  return { name, value, min, max, ...promised, met }
}

function spread(samples: readonly number[]): { value: number; min: number; max: number } {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  return { value, min: sorted[0] ?? value, max: sorted.at(-1) ?? value }
}
