/**
 * What a log store promises when things go wrong: a crash leaves a prefix that includes all that
 * completed, and a write that failed is told, never swallowed, and followed by no other until the
 * store is opened again (a failed sync may not be retried: what it lost is not known).
 */
import { FsError } from '@quorate/core'
import { completed, ended, promised, reached, refused, started } from '../contract.ts'
import type { Contract, ContractCase, Operation } from '../contract.ts'
import {
  begin,
  identityOf,
  labelled,
  openStore,
  promisedEntries,
  promisedPrefix,
  reopen,
} from './shelf.ts'
import type { LogStoreHarness } from './shelf.ts'

type Case = ContractCase<LogStoreHarness>

const crashed: Case = {
  name: 'after a crash everything that completed is there, and what else is there is a prefix',
  capability: 'crash',
  async run(harness) {
    const store = await begin(harness, 1)
    const entries = labelled(40)
    await completed(harness, store.append(entries.slice(0, 10)), 'append()')
    let durable = 10
    for (const [i, entry] of entries.slice(10).entries()) {
      store.append([entry]).subscribe({ complete: () => (durable = 11 + i), error: ignored })
    }
    await crash(harness)
    const { recovered } = await openStore(harness)
    promised(recovered.identity?.store === identityOf(1).store, 'the identity is gone')
    const found = recovered.entries.length
    promised(found >= durable, `${durable} appends completed, ${found} survived the crash`)
    promisedPrefix(recovered.entries, entries)
  },
}

const ignored = (): void => {}

async function crash(harness: LogStoreHarness): Promise<void> {
  promised(harness.crash !== undefined, 'the harness claims crash but has no crash()')
  await harness.crash()
}

const goesOn: Case = {
  name: 'after a crash the store goes on from what survived',
  capability: 'crash',
  async run(harness) {
    const first = await begin(harness, 1)
    await completed(harness, first.append(labelled(2)), 'append()')
    await crash(harness)
    const { store } = await openStore(harness)
    await completed(harness, store.append(labelled(3).slice(2)), 'append()')
    await completed(harness, store.close(), 'close()')
    promisedEntries((await openStore(harness)).recovered, labelled(3))
  },
}

const startSurvives: Case = {
  name: 'after a crash a start() that completed holds',
  capability: 'crash',
  async run(harness) {
    const store = await begin(harness, 1)
    await completed(harness, store.append(labelled(3)), 'append()')
    await completed(harness, store.start(identityOf(2)), 'start()')
    await crash(harness)
    const { recovered } = await openStore(harness)
    promised(recovered.identity?.store === identityOf(2).store, 'the old log came back')
    promisedEntries(recovered, [])
  },
}

const startIsWhole: Case = {
  name: 'after a crash in a start() with entries there is the old log or the new one, whole',
  capability: 'crash',
  async run(harness) {
    const store = await begin(harness, 1)
    await completed(harness, store.append(labelled(3)), 'append()')
    store.start(identityOf(2), labelled(60).slice(3)).subscribe({ error: ignored })
    await crash(harness)
    const { recovered } = await openStore(harness)
    const isNew = recovered.identity?.store === identityOf(2).store
    promised(isNew || recovered.identity?.store === identityOf(1).store, 'neither log is there')
    promisedEntries(recovered, isNew ? labelled(60).slice(3) : labelled(3))
  },
}

const told: Case = {
  name: 'a write that failed is told, and no other is taken until the store is opened again',
  capability: 'write-failure',
  async run(harness) {
    const store = await begin(harness, 1)
    const entries = labelled(4)
    await completed(harness, store.append(entries.slice(0, 2)), 'append()')
    promised(harness.failNextWrite !== undefined, 'the harness has no failNextWrite()')
    harness.failNextWrite()
    await refused(harness, store.append(entries.slice(2, 3)), 'append() on a failing disk')
    await refused(harness, store.append(entries.slice(3)), 'append() after one that failed')
    await ended(harness, store.close(), 'close()')
    const { recovered } = await openStore(harness)
    const found = recovered.entries.length
    promised(found >= 2, `${found} entries came back though 2 appends completed`)
    promisedPrefix(recovered.entries, entries.slice(0, 3))
  },
}

const large: readonly Uint8Array[] = [new Uint8Array(1 << 20).fill(7)]

/** Leaves no room; returns what makes room again. */
function filled(harness: LogStoreHarness): () => void {
  promised(harness.fill !== undefined, 'the harness claims full but has no fill()')
  return harness.fill()
}

const full: Case = {
  name: 'without room an append and all behind it are refused, until there is room again',
  capability: 'full',
  async run(harness) {
    const store = await begin(harness, 1)
    const entries = labelled(4)
    await completed(harness, store.append(entries.slice(0, 2)), 'append()')
    const makeRoom = filled(harness)
    const behind = [large, entries.slice(2, 3), []].map((batch) =>
      started(store.append(batch), 'append() on a full disk'),
    )
    await allRefused(harness, behind)
    await allRefused(harness, [started(store.append(entries.slice(3)), 'append() behind it')])
    await allRefused(harness, [started(store.start(identityOf(2)), 'start() behind it')])
    await allRefused(harness, [started(store.append([]), 'append() of nothing, without room')])
    makeRoom()
    await completed(harness, store.append([]), 'append() of nothing, with room')
    await completed(harness, store.append(large), 'append() of what was refused')
    await completed(harness, store.append(entries.slice(2)), 'append()')
    promisedEntries(await reopen(harness, store), [
      ...entries.slice(0, 2),
      ...large,
      ...entries.slice(2),
    ])
  },
}

const fullAtTheEnd: Case = {
  name: 'a store that is closed or crashes without room has what it told, and nothing refused',
  capability: 'full',
  async run(harness) {
    const store = await begin(harness, 1)
    await completed(harness, store.append(labelled(2)), 'append()')
    const makeRoom = filled(harness)
    await allRefused(harness, [started(store.append(large), 'append() on a full disk')])
    await completed(harness, store.close(), 'close() without room')
    const opened = await openStore(harness)
    promisedEntries(opened.recovered, labelled(2))
    makeRoom()
    await completed(harness, opened.store.append(large), 'append()')
    promisedEntries(await reopen(harness, opened.store), [...labelled(2), ...large])
  },
}

const fullAtStart: Case = {
  name: 'without room for another log the one before goes on, when there is room again',
  capability: 'full',
  async run(harness) {
    const store = await begin(harness, 1)
    const entries = labelled(3)
    await completed(harness, store.append(entries.slice(0, 2)), 'append()')
    const makeRoom = filled(harness)
    const refusing = started(store.start(identityOf(2), large), 'start() on a full disk')
    const behind = started(store.append(entries.slice(2)), 'append() behind it')
    await allRefused(harness, [refusing, behind])
    makeRoom()
    await completed(harness, store.append([]), 'append() of nothing, with room')
    await completed(harness, store.append(entries.slice(2)), 'append()')
    const recovered = await reopen(harness, store)
    const isBefore = recovered.identity?.store === identityOf(1).store
    promised(isBefore, 'the log that had no room is there')
    promisedEntries(recovered, entries)
  },
}

const fullAtFirstStart: Case = {
  name: 'without room for the first log there is none, and one can be begun when there is room',
  capability: 'full',
  async run(harness) {
    const makeRoom = filled(harness)
    const { store } = await openStore(harness)
    const refusing = started(store.start(identityOf(1), large), 'start() on a full disk')
    const behind = started(store.append(labelled(1)), 'append() behind it')
    await allRefused(harness, [refusing, behind])
    await allRefused(harness, [started(store.append([]), 'append() of nothing, without room')])
    await completed(harness, store.close(), 'close() without room')
    const { store: again, recovered } = await openStore(harness)
    promised(recovered.identity === undefined, 'a log that had no room is there')
    await allRefused(harness, [started(again.start(identityOf(2), large), 'start() without room')])
    makeRoom()
    await completed(harness, again.append([]), 'append() of nothing, with room')
    await completed(harness, again.start(identityOf(3), large), 'start() with room')
    await completed(harness, again.append(labelled(1)), 'append()')
    promisedEntries(await reopen(harness, again), [...large, ...labelled(1)])
  },
}

async function allRefused(
  harness: LogStoreHarness,
  appends: readonly Operation<unknown>[],
): Promise<void> {
  for (const { what, ending } of appends) {
    await reached(harness, () => ending() !== undefined, `${what} neither completed nor failed`)
    const error = ending()?.error
    const isFull = error instanceof FsError && error.code === 'full'
    promised(isFull, `${what} ended otherwise than as full: ${String(error)}`)
  }
}

/** Each only for harnesses that can make it happen. */
export const failureCases: Contract<LogStoreHarness> = [
  crashed,
  goesOn,
  startSurvives,
  startIsWhole,
  told,
  full,
  fullAtTheEnd,
  fullAtStart,
  fullAtFirstStart,
]
