/**
 * What members tell, as rows: their states, the entries that became durable there, their notices.
 * Follows one life of a member at a time and only listens: a run is the same with it and without.
 */
import { reservedKeys } from '@quorate/core'
import type { LogEntry, Member, Notice, StateInfo, StoreId } from '@quorate/core'
import type { EntryRow, Lane, MarkRow, StateChange } from '../run-record.ts'
import type { KeptRows } from './kept-rows.ts'
import { LogPlaces } from './log-places.ts'
import { micros } from './micros.ts'
import type { StateChanges } from './state-changes.ts'
import { eventSubject, noticeText, shortened, valueText } from './told-text.ts'
import type { Words } from './words.ts'

/** Entries kept, and as many marks. */
export const marksMax = 100_000

/** What the rows of all members go into. */
export interface Rows {
  readonly words: Words
  readonly states: StateChanges
  readonly marks: KeptRows<MarkRow>
  readonly entries: KeptRows<EntryRow>
  /** Virtual milliseconds. */
  readonly now: () => number
}

/** Stores whose names are kept: more is beyond any run that people look at. */
const storesMax = 10_000

export class RecordedMembers {
  readonly #rows: Rows
  readonly #names = new Map<StoreId, string>()

  constructor(rows: Rows) {
    this.#rows = rows
  }

  /** Listens to one life of a member. */
  follow(lane: Lane, member: Member): void {
    const places = new LogPlaces()
    const log = member.log()
    places.restart(log)
    for (const entry of log) this.#learn(entry)
    this.#become(lane, { entries: places.length })
    member.state$.subscribe(({ state, reasons }) => this.#become(lane, { state, reasons }))
    member.stateInfo$.subscribe((info) => {
      const version = member.version().hash.slice(0, 8)
      this.#become(lane, { ...stateOf(info), version })
    })
    member.events$.subscribe((entry) => this.#entry(lane, entry, places))
    member.notices$.subscribe((notice) => this.#notice(lane, notice, member))
  }

  #become(lane: Lane, change: StateChange): void {
    this.#rows.states.become(this.#rows.now(), lane, change)
  }

  #entry(lane: Lane, entry: LogEntry, places: LogPlaces): void {
    const { words, entries, now } = this.#rows
    this.#learn(entry)
    const { place, length, isLate } = places.add(entry)
    entries.add([
      micros(now()),
      lane,
      words.of(this.#names.get(entry.store) ?? entry.store.slice(0, 8)),
      words.of(entry.event.kind),
      words.of(shortened(eventSubject(entry.event))),
      place,
      length,
      isLate ? 1 : 0,
    ])
    this.#become(lane, { entries: length })
  }

  /** Which store goes by which name. */
  #learn({ store, event }: LogEntry): void {
    if (this.#names.size >= storesMax) return
    if (event.kind === 'cluster-founded') this.#names.set(store, event.name)
    if (event.kind === 'member-joined') this.#names.set(event.store, event.name)
  }

  #notice(lane: Lane, notice: Notice, member: Member): void {
    if (notice.kind === 'housekeeping-done') return
    const { words, marks, now } = this.#rows
    const text = words.of(shortened(noticeText(notice)))
    marks.add([micros(now()), lane, words.of(notice.kind), text])
    if (notice.kind === 'peer-failed' || notice.kind === 'peer-recovered')
      this.#become(lane, { silent: member.failedPeers().map(({ name }) => name) })
  }
}

function stateOf(info: StateInfo): StateChange {
  const put = Object.entries(info).filter(([key]) => !reservedKeys.includes(key))
  return {
    members: info.members.map(({ name }) => name),
    failed: info.failed.map(({ name }) => name),
    keys: Object.fromEntries(put.map(([key, value]) => [key, valueText(value)])),
  }
}
