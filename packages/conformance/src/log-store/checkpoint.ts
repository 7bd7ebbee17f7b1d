/**
 * What a log store promises of the checkpoint beside its log: the one kept last, whole, or one from
 * before, or none; never a piece of one, and never one from before a `start()`. Appends do not wait
 * for it.
 */
import { equalBytes } from '@quorate/core'
import type { Recovered } from '@quorate/core'
import { allCompleted, completed, promised, started } from '../contract.ts'
import type { Contract, ContractCase } from '../contract.ts'
import { begin, identityOf, labelled, openStore, promisedEntries, reopen } from './shelf.ts'
import type { LogStoreHarness } from './shelf.ts'

type Case = ContractCase<LogStoreHarness>

const checkpointOf = (n: number): Uint8Array => new Uint8Array(3_000).fill(n)

const isOneOf = ({ checkpoint }: Recovered, numbers: readonly number[]): boolean =>
  checkpoint !== undefined && numbers.some((n) => equalBytes(checkpoint, checkpointOf(n)))

const replaced: Case = {
  name: 'a checkpoint is given back as it was until the next one is, and the log beside it',
  async run(harness) {
    const first = await begin(harness, 1)
    await completed(harness, first.saveCheckpoint(checkpointOf(1)), 'saveCheckpoint()')
    await completed(harness, first.close(), 'close()')
    const { store, recovered: before } = await openStore(harness)
    promised(isOneOf(before, [1]), 'another checkpoint came back')
    const beside = [
      started(store.append(labelled(2)), 'append()'),
      started(store.saveCheckpoint(checkpointOf(2)), 'saveCheckpoint()'),
      started(store.append(labelled(3).slice(2)), 'append()'),
    ]
    await allCompleted(harness, beside)
    const recovered = await reopen(harness, store)
    promised(isOneOf(recovered, [2]), 'an older checkpoint came back')
    promisedEntries(recovered, labelled(3))
  },
}

const forgotten: Case = {
  name: 'a start() forgets the checkpoint',
  async run(harness) {
    const store = await begin(harness, 1)
    await completed(harness, store.saveCheckpoint(checkpointOf(1)), 'saveCheckpoint()')
    await completed(harness, store.start(identityOf(2)), 'start()')
    const { checkpoint } = await reopen(harness, store)
    promised(checkpoint === undefined, 'the checkpoint of a log that was set aside came back')
  },
}

const crashed: Case = {
  name: 'after a crash the checkpoint is one that was kept, whole',
  capability: 'crash',
  async run(harness) {
    promised(harness.crash !== undefined, 'the harness claims crash but has no crash()')
    const store = await begin(harness, 1)
    await completed(harness, store.append(labelled(2)), 'append()')
    await completed(harness, store.saveCheckpoint(checkpointOf(1)), 'saveCheckpoint()')
    started(store.saveCheckpoint(checkpointOf(2)), 'saveCheckpoint()')
    await harness.crash()
    const { recovered } = await openStore(harness)
    const isWhole = recovered.checkpoint === undefined || isOneOf(recovered, [1, 2])
    promised(isWhole, 'a piece of a checkpoint came back')
    promisedEntries(recovered, labelled(2))
  },
}

export const checkpointCases: Contract<LogStoreHarness> = [replaced, forgotten, crashed]
