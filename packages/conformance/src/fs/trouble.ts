/**
 * What a disk promises when things go wrong: what was synced survives a crash, a rename is never
 * half done, and a call that fails says so and leaves the rest usable.
 */
import { equalBytes } from '@quorate/core'
import { completed, promised } from '../contract.ts'
import type { Contract } from '../contract.ts'
import {
  answer,
  bytesOf,
  contentAt,
  contentOf,
  created,
  promisedBytes,
  promisedNames,
} from './place.ts'
import { refusedAs, stored } from './place.ts'
import type { Case, FsHarness } from './place.ts'

async function crash(harness: FsHarness): Promise<void> {
  promised(harness.crash !== undefined, 'the harness claims crash but has no crash()')
  await harness.crash()
}

const durable: Case = {
  name: 'after a crash what was synced is there: content, length and names',
  capability: 'crash',
  async run(harness) {
    const fs = harness.create()
    await completed(harness, fs.makeFolder('folder'), 'makeFolder()')
    await completed(harness, fs.syncFolder(''), 'syncFolder()')
    const file = await created(harness, fs, ['folder/file', bytesOf(1, 3_000)])
    await completed(harness, file.truncate(2_000), 'truncate()')
    await completed(harness, file.sync(), 'sync()')
    await completed(harness, fs.syncFolder('folder'), 'syncFolder()')
    await completed(harness, file.write(2_000, bytesOf(2, 3_000)), 'write() that is not synced')
    await crash(harness)
    const found = await contentAt(harness, harness.create(), 'folder/file')
    promisedBytes(found.slice(0, 2_000), bytesOf(1, 3_000).slice(0, 2_000), 'after a crash')
  },
}

const unsyncedName: Case = {
  name: 'after a crash a file whose name was not synced is there whole, or not at all',
  capability: 'crash',
  async run(harness) {
    const fs = harness.create()
    await stored(harness, fs, ['file', bytesOf(1, 100)])
    await crash(harness)
    const after = harness.create()
    const names = await answer(harness, after.list(''), 'list()')
    if (names.includes('file'))
      promisedBytes(await contentAt(harness, after, 'file'), bytesOf(1, 100), 'after a crash')
    else promised(names.length === 0, `names that nobody gave: ${names.join()}`)
  },
}

const atomic: Case = {
  name: 'after a crash in the middle of replacing a file it is the old or the new one, whole',
  capability: 'crash',
  async run(harness) {
    const fs = harness.create()
    const [old, next] = [bytesOf(1, 1_500), bytesOf(2, 700)]
    await stored(harness, fs, ['file', old])
    await completed(harness, fs.syncFolder(''), 'syncFolder()')
    await stored(harness, fs, ['file.next', next])
    await completed(harness, fs.rename('file.next', 'file'), 'rename()')
    await crash(harness)
    const found = await contentAt(harness, harness.create(), 'file')
    promised(equalBytes(found, old) || equalBytes(found, next), 'neither the old nor the new file')
  },
}

const replaced: Case = {
  name: 'after a crash a rename and a removal that were synced hold',
  capability: 'crash',
  async run(harness) {
    const fs = harness.create()
    for (const name of ['file', 'file.next', 'gone'])
      await stored(harness, fs, [name, bytesOf(1, 9)])
    await completed(harness, fs.syncFolder(''), 'syncFolder()')
    await completed(harness, fs.rename('file.next', 'file'), 'rename()')
    await completed(harness, fs.remove('gone'), 'remove()')
    await completed(harness, fs.syncFolder(''), 'syncFolder()')
    await crash(harness)
    await promisedNames(harness, harness.create(), ['', 'file'])
  },
}

const freed: Case = {
  name: 'after a crash nothing is locked',
  capability: 'crash',
  async run(harness) {
    await answer(harness, harness.create().lock('', 'who crashes'), 'lock()')
    await crash(harness)
    await answer(harness, harness.create().lock('', 'who comes after'), 'lock() after a crash')
  },
}

const full: Case = {
  name: 'a full disk refuses writes as full, goes on otherwise, and takes them when there is room',
  capability: 'full',
  async run(harness) {
    const fs = harness.create()
    const file = await created(harness, fs, ['file', bytesOf(1, 100)])
    promised(harness.fill !== undefined, 'the harness claims full but has no fill()')
    const makeRoom = harness.fill()
    const more = bytesOf(2, 1 << 20)
    await refusedAs(harness, file.write(100, more), ['full', 'write() on a full disk'])
    promisedBytes((await contentOf(harness, file)).slice(0, 100), bytesOf(1, 100), 'when full')
    makeRoom()
    await completed(harness, file.write(100, more), 'write() when there is room again')
    await completed(harness, file.sync(), 'sync()')
    promisedBytes((await contentOf(harness, file)).slice(100), more, 'when there is room again')
  },
}

const failing: Case = {
  name: 'reads and writes that fail are told as io, and go on when the disk is mended',
  capability: 'io-failure',
  async run(harness) {
    const file = await created(harness, harness.create(), ['file', bytesOf(1, 100)])
    promised(harness.breakDown !== undefined, 'the harness has no breakDown()')
    const mendWrites = harness.breakDown('write')
    await refusedAs(harness, file.write(0, bytesOf(2, 100)), ['io', 'write() on a broken disk'])
    await refusedAs(harness, file.truncate(0), ['io', 'truncate() on a broken disk'])
    mendWrites()
    const mendReads = harness.breakDown('read')
    await refusedAs(harness, file.read(0, 100), ['io', 'read() on a broken disk'])
    mendReads()
    await completed(harness, file.write(0, bytesOf(3, 100)), 'write() on a mended disk')
    promisedBytes(await contentOf(harness, file), bytesOf(3, 100), 'on a mended disk')
  },
}

const unsyncable: Case = {
  name: 'a sync that fails is told as io; what is written and synced after that is durable',
  capability: 'io-failure',
  async run(harness) {
    const fs = harness.create()
    const file = await created(harness, fs, ['file', bytesOf(1, 100)])
    promised(harness.breakDown !== undefined, 'the harness has no breakDown()')
    const mend = harness.breakDown('sync')
    await refusedAs(harness, file.sync(), ['io', 'sync() on a broken disk'])
    await refusedAs(harness, fs.syncFolder(''), ['io', 'syncFolder() on a broken disk'])
    mend()
    await completed(harness, file.close(), 'close()')
    await stored(harness, fs, ['anew', bytesOf(2, 100)])
    await completed(harness, fs.syncFolder(''), 'syncFolder()')
    promisedBytes(await contentAt(harness, fs, 'anew'), bytesOf(2, 100), 'written anew')
    if (harness.crash === undefined) return
    await harness.crash()
    promisedBytes(await contentAt(harness, harness.create(), 'anew'), bytesOf(2, 100), 'durable')
  },
}

/** Each only for harnesses that can make it happen. */
export const troubleCases: Contract<FsHarness> = [
  durable,
  unsyncedName,
  atomic,
  replaced,
  freed,
  full,
  failing,
  unsyncable,
]
