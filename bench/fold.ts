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
import type { Benchmark, Effort, Figure } from './figure.ts'
import { collections, state } from './internal.ts'
import { operations, perSecond, sideBySide, spreadIn } from './measure.ts'

const { AppendVector } = collections
const { advance, emptyCheckpoints } = state

const authorDigits = ['a', 'b', 'c', 'd', 'e']
const keyCount = 200
const historyLength = 1_000_000
const lateLength = 100_000
const lateDepth = 10_000
const entriesPerSecondWanted = 2_000_000
const lateMsWanted = 5

export const fold: Benchmark = { name: 'fold', area: 'state', run: foldRates }
export const lateInsert: Benchmark = { name: 'late-insert', area: 'state', run: lateTimes }

async function foldRates(effort: Effort): Promise<readonly Figure[]> {
  const history = historyOf(operations(historyLength, effort))
  const ordered = AppendVector.of(history)
  const rateOf = (work: () => unknown) => () => perSecond(history.length, millisOf(work))
  const turns = await sideBySide(
    {
      folded: rateOf(() => advance(emptyCheckpoints, ordered, 0)),
      plain: rateOf(() => foldPlainly(new Map(), history)),
    },
    effort,
  )
  const target = { is: 'at-least', value: entriesPerSecondWanted } as const
  const note = `${history.length} entries from memory, from nothing`
  const limit = 'the same puts into one plain Map, which keeps no earlier state'
  return [
    { name: 'fold', ...spreadIn(turns, 'folded'), unit: 'entries/s', target, note },
    {
      name: 'fold/plain-maps',
      ...spreadIn(turns, 'plain'),
      unit: 'entries/s',
      target: undefined,
      note: limit,
    },
  ]
}

async function lateTimes(effort: Effort): Promise<readonly Figure[]> {
  const depth = operations(lateDepth, effort)
  const { before, after, position } = lateEntry(historyOf(operations(lateLength, effort)), depth)
  const { checkpoints } = advance(emptyCheckpoints, AppendVector.of(before), 0)
  const ordered = AppendVector.of(after)
  const values = foldPlainly(new Map(), before.slice(0, position))
  const moved = after.slice(position)
  const turns = await sideBySide(
    {
      folded: () => meanMillisOf(() => advance(checkpoints, ordered, position)),
      plain: () => meanMillisOf(() => foldPlainly(new Map(values), moved)),
    },
    effort,
  )
  const target = { is: 'at-most', value: lateMsWanted } as const
  const note = `one entry ${depth} deep in ${before.length}: all after it folded again`
  const limit = 'the same puts into a copy of one plain Map, taken there beforehand'
  return [
    { name: 'late-insert', ...spreadIn(turns, 'folded'), unit: 'ms', target, note },
    {
      name: 'late-insert/plain-maps',
      ...spreadIn(turns, 'plain'),
      unit: 'ms',
      target: undefined,
      note: limit,
    },
  ]
}

/** One insertion is over too soon to be measured alone: a collection would outweigh it. */
const insertionsPerTurn = 10

function meanMillisOf(work: () => unknown): number {
  const all = millisOf(() => {
    for (let i = 0; i < insertionsPerTurn; i++) work()
  })
  return all / insertionsPerTurn
}

function millisOf(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

interface Late {
  readonly before: readonly LogEntry[]
  readonly after: readonly LogEntry[]
  /** Where the late entry belongs. */
  readonly position: number
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
