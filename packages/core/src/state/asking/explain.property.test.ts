import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClusterEvent, LogEntry, StoreId } from '../../model/index.ts'
import { formatEntryId } from '../../model/index.ts'
import { foldLog } from '../checkpoint.ts'
import type { ClusterState, StoreRecord } from '../cluster-state.ts'
import { emptyState } from '../cluster-state.ts'
import { addressOf, deleted, down, ejected, joined, put, Scribe, up } from '../entries.fixture.ts'
import {
  explain,
  type Explanation,
  type MentionedEntry,
  type ExplanationSubject as Subject,
} from './explain.ts'
import { someLog } from '../logs.fixture.ts'
import { StateDraft } from '../state-draft.ts'

/** What rests on which entry after a fold, by what the fold itself changed when the entry came. */
type Holders = ReadonlyMap<string, LogEntry>

interface Step {
  readonly entry: LogEntry
  readonly overrode: ReadonlySet<LogEntry>
}

/** Folds entry by entry and looks which records are others after each. */
class Watched {
  readonly #draft = new StateDraft(emptyState)
  readonly #holders = new Map<string, LogEntry>()
  readonly steps: Step[] = []

  constructor(log: readonly LogEntry[], about: { key?: string; stores: readonly StoreId[] }) {
    for (const entry of log) {
      const { key, stores } = about
      const records = stores.map((store) => this.#draft.recordOf(store))
      this.#draft.fold(entry)
      const now = stores.map((store) => this.#draft.recordOf(store))
      this.#carry(entry, now)
      const taken = stores.flatMap((store, i) =>
        changedParts(entry, records[i], now[i]).map((part) => `${part} ${store}`),
      )
      const isSet = key !== undefined && this.#draft.valueRecordOf(key)?.set === entry
      this.#take(entry, isSet ? ['value'] : taken)
    }
  }

  get holders(): Holders {
    return this.#holders
  }

  /** An info that a store was admitted with rests on what set it before, elsewhere. */
  #carry(entry: LogEntry, records: readonly (StoreRecord | undefined)[]): void {
    for (const record of records) {
      const { store, infoSet } = record ?? {}
      if (infoSet === undefined || infoSet === entry) continue
      if (this.#holders.get(`info ${store}`) === infoSet) continue
      for (const [place, holder] of this.#holders)
        if (holder === infoSet) this.#holders.delete(place)
      this.#holders.set(`info ${store}`, infoSet)
    }
  }

  #take(entry: LogEntry, places: readonly string[]): void {
    const overrode = new Set<LogEntry>()
    for (const place of places) {
      const before = this.#holders.get(place)
      if (before !== undefined) overrode.add(before)
      this.#holders.set(place, entry)
    }
    this.steps.push({ entry, overrode })
  }
}

/** Which parts of a record this entry decided: all records but the changed one stay the same. */
function changedParts(
  { event }: LogEntry,
  was: StoreRecord | undefined,
  now: StoreRecord | undefined,
): readonly string[] {
  if (was === now || now === undefined) return []
  if (was === undefined) return ['membership', 'address']
  if (was.ended !== now.ended) return ['membership', 'address', 'info', 'verdict']
  if (was.infoSet !== now.infoSet) return ['info']
  return [event.kind === 'member-moved' ? 'address' : 'verdict']
}

const id = (entry: LogEntry | MentionedEntry): string =>
  formatEntryId('id' in entry ? entry.id : entry)
const ids = (entries: Iterable<LogEntry | MentionedEntry>): string =>
  [...entries].map(id).toSorted().join()

/** Where explanation and fold differ; undefined: nowhere. */
function problem(log: readonly LogEntry[], state: ClusterState, subject: Subject) {
  const said = explain(state, log, subject)
  const watched =
    'key' in subject
      ? new Watched(log, { ...subject, stores: [] })
      : new Watched(log, { stores: storesOf(state, subject.name) })
  const saidOf = new Map(said.map((one) => [id(one), one]))
  for (const { entry, overrode } of watched.steps)
    if (ids(saidOf.get(id(entry))?.overrode ?? []) !== ids(overrode)) return `${id(entry)} overrode`
  const standing = new Set(watched.holders.values())
  if (ids(said.filter(({ outcome }) => outcome === 'stands')) !== ids(standing)) return 'stands'
  return said.map((one) => problemOfOne(one, said, state)).find((each) => each !== undefined)
}

function problemOfOne(one: Explanation, all: readonly Explanation[], state: ClusterState) {
  const overriding = all.filter(({ overrode }) => overrode.some((each) => id(each) === id(one)))
  if (ids(one.overriddenBy) !== ids(overriding)) return `${id(one)}: not both sides say so`
  const outcome = [...state.outcomes.values()].find(({ entry }) => id(entry) === id(one))
  if (outcome?.kind === 'lost' && ids([outcome.to]) !== ids(one.overriddenBy)) return 'lost'
  const reason = outcome?.kind === 'void' ? outcome.reason : undefined
  if (reason !== one.voidReason) return 'void'
  const isIdle = one.overriddenBy.length === 0 && one.outcome !== 'stands'
  return isIdle === (one.outcome === 'void') ? undefined : `${id(one)}: ${one.outcome} by nobody`
}

function storesOf(state: ClusterState, name: string): readonly StoreId[] {
  const joins = [...state.stores.values()].filter(({ admitted }) => {
    const { event } = admitted
    return 'name' in event && event.name === name
  })
  const before = joins.flatMap(({ admitted: { event, store } }) =>
    event.kind === 'member-joined' && event.replaces === store ? [store] : [],
  )
  return [...new Set([...before, ...joins.map(({ store }) => store)])]
}

const subjects: readonly Subject[] = [
  ...['k', 'l', 'm', 'nothing'].map((key) => ({ key })),
  ...['a', 'b', 'c', 'd', 'nobody'].map((name) => ({ name })),
]

describe('what explains', () => {
  it('any log is what its fold did, for every key and member', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const state = foldLog(log)
        for (const subject of subjects) expect(problem(log, state, subject)).toBeUndefined()
      }),
    )
  })

  it('all 46,656 logs of three things by three authors is what their fold did', () => {
    const problems = new Set<string>()
    let seen = 0
    for (const log of smallLogs()) {
      seen++
      const state = foldLog(log)
      for (const subject of [{ key: 'k' }, { name: 'a' }, { name: 'b' }, { name: 'c' }]) {
        const found = problem(log, state, subject)
        if (found !== undefined) problems.add(`${log.map(({ event }) => event.kind)}: ${found}`)
      }
    }
    expect([...problems].slice(0, 3)).toEqual([])
    expect(seen).toBe(46_656)
  }, 180_000)
})

const authors = ['a', 'b', 'c'] as const
const after = { a: 'b', b: 'c', c: 'a' } as const
type Author = (typeof authors)[number]

/** What each may say; a basis is the newest entry, which may be no write at all. */
const sayings: readonly ((by: Author, last: LogEntry | undefined) => ClusterEvent)[] = [
  () => put('k', 1),
  (_, last) => put('k', 2, last ?? null),
  () => deleted('k'),
  (by) => ejected(by),
  (by) => ejected(after[by]),
  (by) => joined({ a: 'd', b: 'e', c: 'f' }[by], after[by], after[by]),
  (by) => joined({ a: 'g', b: 'h', c: 'i' }[by], by, by),
  (by) => joined({ a: 'j', b: 'k', c: 'l' }[by], after[by], by),
  (by) => down(after[by]),
  (by) => up(after[by]),
  () => ({ kind: 'member-info-changed', info: { x: 1 } }),
  () => ({ kind: 'member-moved', address: addressOf('elsewhere') }),
]

/** Every log of three sayings after the founding. */
function* smallLogs(): Generator<readonly LogEntry[]> {
  const choices = authors.flatMap((by) => sayings.map((say) => ({ by, say })))
  for (const one of choices)
    for (const two of choices)
      for (const three of choices) {
        const scribe = new Scribe()
        const log = scribe.cluster('b', 'c')
        for (const { by, say } of [one, two, three]) log.push(scribe.write(by, say(by, log.at(-1))))
        yield log
      }
}
