/**
 * What a `LogStore` promises: what completed is there after a close or a crash, in the order it was
 * written, as it was written; what did not complete may be there as a prefix; one holder at a time.
 * Entries are bytes to a store: the suite writes none that could be decoded.
 */
import { finalize } from 'rxjs'
import type { LogStorePromise } from '../capabilities.ts'
import { applicable } from '../capabilities.ts'
import { allCompleted, completed, promised, refused, started } from '../contract.ts'
import type { Contract, ContractCase } from '../contract.ts'
import { checkpointCases } from './checkpoint.ts'
import { failureCases } from './failure.ts'
import { begin, identityOf, labelled, promisedEntries, reopen } from './shelf.ts'
import { openStore } from './shelf.ts'
import type { LogStoreHarness } from './shelf.ts'

/** The cases a log store must pass, with those its harness has the means for; default: none. */
export const logStoreContract = (
  promises: readonly LogStorePromise[] = [],
): Contract<LogStoreHarness> => [
  ...cases,
  ...applicable([...checkpointCases, ...failureCases], promises),
]

type Case = ContractCase<LogStoreHarness>

const fresh: Case = {
  name: 'a new store is empty: no identity, no entries, no repairs',
  async run(harness) {
    const { recovered } = await openStore(harness)
    promised(recovered.identity === undefined, 'a new store has an identity')
    promised(recovered.entries.length === 0, 'a new store has entries')
    promised(
      recovered.repairs.length === 0,
      `a new store was repaired: ${recovered.repairs.join()}`,
    )
  },
}

const kept: Case = {
  name: 'what was started and appended is there after closing and opening again',
  async run(harness) {
    const store = await begin(harness, 1)
    for (const entry of labelled(5)) await completed(harness, store.append([entry]), 'append()')
    const recovered = await reopen(harness, store)
    promised(recovered.identity?.store === identityOf(1).store, 'another store id came back')
    promised(recovered.identity?.cluster === identityOf(1).cluster, 'another cluster id came back')
    promisedEntries(recovered, labelled(5))
    promised(
      recovered.repairs.length === 0,
      `a closed store was repaired: ${recovered.repairs.join()}`,
    )
  },
}

const batches: Case = {
  name: 'the order of appends and of the entries in a batch is kept',
  async run(harness) {
    const store = await begin(harness, 1)
    const entries = labelled(60)
    for (const [from, to] of [
      [0, 1],
      [1, 20],
      [20, 22],
      [22, 60],
    ] as const) {
      await completed(harness, store.append(entries.slice(from, to)), 'append()')
    }
    promisedEntries(await reopen(harness, store), entries)
  },
}

const overlapping: Case = {
  name: 'appends that overlap are carried out in order, and all complete',
  async run(harness) {
    const store = await begin(harness, 1)
    const entries = labelled(30)
    const appends = entries.map((entry) => started(store.append([entry]), 'append()'))
    await allCompleted(harness, appends)
    promisedEntries(await reopen(harness, store), entries)
  },
}

const sizes: Case = {
  name: 'entries of 1 byte, of every byte value, and of 1 MiB come back as they were',
  async run(harness) {
    const store = await begin(harness, 1)
    const entries = [1, 256, 4_095, 4_096, 4_097, 1 << 20].map((size, first) =>
      Uint8Array.from({ length: size }, (_, i) => first + i * 7),
    )
    for (const entry of entries) await completed(harness, store.append([entry]), 'append()')
    promisedEntries(await reopen(harness, store), entries)
  },
}

const emptyBatch: Case = {
  name: 'an empty batch completes and adds nothing',
  async run(harness) {
    const store = await begin(harness, 1)
    await completed(harness, store.append([]), 'append() of nothing')
    promisedEntries(await reopen(harness, store), [])
  },
}

const copied: Case = {
  name: 'the writer may reuse its buffer once its append completed',
  async run(harness) {
    const store = await begin(harness, 1)
    const buffer = new Uint8Array([1, 2, 3])
    await completed(harness, store.append([buffer]), 'append()')
    buffer.fill(9)
    promisedEntries(await reopen(harness, store), [new Uint8Array([1, 2, 3])])
  },
}

const restarted: Case = {
  name: 'start() sets aside what was held and begins an empty log',
  async run(harness) {
    const store = await begin(harness, 1)
    await completed(harness, store.append(labelled(3)), 'append()')
    await completed(harness, store.start(identityOf(2)), 'start()')
    const later = labelled(5).slice(3)
    await completed(harness, store.append(later), 'append()')
    const recovered = await reopen(harness, store)
    promised(recovered.identity?.store === identityOf(2).store, 'the old identity came back')
    promisedEntries(recovered, later)
  },
}

const renewed: Case = {
  name: 'start() with entries begins a log that holds them all, and goes on behind them',
  async run(harness) {
    const store = await begin(harness, 1)
    await completed(harness, store.append(labelled(3)), 'append()')
    await completed(harness, store.start(identityOf(2), labelled(40)), 'start() with entries')
    await completed(harness, store.append(labelled(41).slice(40)), 'append()')
    const recovered = await reopen(harness, store)
    promised(recovered.identity?.store === identityOf(2).store, 'the old identity came back')
    promisedEntries(recovered, labelled(41))
  },
}

const startAlone: Case = {
  name: 'an identity started but not written under is there after opening again',
  async run(harness) {
    const store = await begin(harness, 1)
    const recovered = await reopen(harness, store)
    promised(recovered.identity?.store === identityOf(1).store, 'the identity is gone')
    promisedEntries(recovered, [])
  },
}

const continued: Case = {
  name: 'a reopened store goes on where it ended, as often as one likes',
  async run(harness) {
    const first = await begin(harness, 1)
    await completed(harness, first.close(), 'close()')
    for (const entry of labelled(4)) {
      const { store } = await openStore(harness)
      await completed(harness, store.append([entry]), 'append()')
      await completed(harness, store.close(), 'close()')
    }
    promisedEntries((await openStore(harness)).recovered, labelled(4))
  },
}

const held: Case = {
  name: 'a store that is held cannot be opened by another; its holder is not disturbed',
  async run(harness) {
    const store = await begin(harness, 1)
    await refused(harness, harness.create().open(), 'open() of a store that is held')
    await completed(harness, store.append(labelled(1)), 'append() by the holder')
    promisedEntries(await reopen(harness, store), labelled(1))
  },
}

const closing: Case = {
  name: 'closing twice is no error, nor is closing what was never opened',
  async run(harness) {
    await completed(harness, harness.create().close(), 'close() before open()')
    const store = await begin(harness, 1)
    await completed(harness, store.close(), 'close()')
    await completed(harness, store.close(), 'the second close()')
  },
}

const closeWaits: Case = {
  name: 'close() waits for the appends before it: none is lost',
  async run(harness) {
    const store = await begin(harness, 1)
    const append = started(store.append(labelled(20)), 'append()')
    let isEarly = false
    const watched = store.close().pipe(
      finalize(() => {
        isEarly = append.ending() === undefined
      }),
    )
    const close = started(watched, 'close()')
    await allCompleted(harness, [append, close])
    promised(!isEarly, 'close() completed before the append before it')
    promisedEntries((await openStore(harness)).recovered, labelled(20))
  },
}

const afterwards: Case = {
  name: 'append() and start() fail before open() and after close()',
  async run(harness) {
    const unopened = harness.create()
    await refused(harness, unopened.append(labelled(1)), 'append() before open()')
    await refused(harness, unopened.start(identityOf(2)), 'start() before open()')
    const store = await begin(harness, 1)
    await completed(harness, store.close(), 'close()')
    await refused(harness, store.append(labelled(1)), 'append() after close()')
    await refused(harness, store.start(identityOf(2)), 'start() after close()')
    const { recovered } = await openStore(harness)
    promised(recovered.identity?.store === identityOf(1).store, 'a refused start() took effect')
    promisedEntries(recovered, [])
  },
}

const cases: Contract<LogStoreHarness> = [
  fresh,
  kept,
  batches,
  overlapping,
  sizes,
  emptyBatch,
  copied,
  restarted,
  renewed,
  startAlone,
  continued,
  held,
  closing,
  closeWaits,
  afterwards,
]
