/**
 * What a disk promises of names as long as nothing goes wrong: a name leads to what was put under
 * it, a new one never hides what is there, and no path leads out of the place.
 */
import { completed, promised } from '../contract.ts'
import type { Contract } from '../contract.ts'
import {
  answer,
  bytesOf,
  contentAt,
  created,
  promisedBytes,
  promisedNames,
  refusedAs,
  stored,
} from './place.ts'
import type { Case, FsHarness } from './place.ts'

const listed: Case = {
  name: 'a new place is empty; a folder lists its own names, sorted',
  async run(harness) {
    const fs = harness.create()
    await promisedNames(harness, fs, [''])
    for (const name of ['b', 'a', 'B', 'a-1']) await stored(harness, fs, [name, bytesOf(1, 1)])
    await completed(harness, fs.makeFolder('folder'), 'makeFolder()')
    await stored(harness, fs, ['folder/inside', bytesOf(1, 1)])
    await promisedNames(harness, harness.create(), ['', 'B', 'a', 'a-1', 'b', 'folder'])
    await promisedNames(harness, fs, ['folder', 'inside'])
  },
}

const taken: Case = {
  name: 'what is there is not made again, and what is not there is not found',
  async run(harness) {
    const fs = harness.create()
    await stored(harness, fs, ['file', bytesOf(1, 10)])
    await completed(harness, fs.makeFolder('folder'), 'makeFolder()')
    for (const name of ['file', 'folder']) {
      await refusedAs(harness, fs.open(name, 'create'), ['exists', `open() of a new ${name}`])
      await refusedAs(harness, fs.makeFolder(name), ['exists', `makeFolder() of ${name}`])
    }
    promisedBytes(await contentAt(harness, fs, 'file'), bytesOf(1, 10), 'after refusals')
    for (const [what, operation] of [
      ['open() to read', fs.open('nothing', 'read')],
      ['open() to write', fs.open('nothing', 'write')],
      ['open() in no folder', fs.open('nothing/new', 'create')],
      ['makeFolder() in no folder', fs.makeFolder('nothing/new')],
      ['list()', fs.list('nothing')],
      ['remove()', fs.remove('nothing')],
      ['rename()', fs.rename('nothing', 'new')],
      ['syncFolder()', fs.syncFolder('nothing')],
      ['lock()', fs.lock('nothing', 'me')],
    ] as const) {
      await refusedAs(harness, operation, ['not-found', what])
    }
    await promisedNames(harness, fs, ['', 'file', 'folder'])
  },
}

const kinds: Case = {
  name: 'a folder is no file, and a file no folder',
  async run(harness) {
    const fs = harness.create()
    await stored(harness, fs, ['file', bytesOf(1, 10)])
    await completed(harness, fs.makeFolder('folder'), 'makeFolder()')
    for (const [what, operation] of [
      ['open() of a folder to read', fs.open('folder', 'read')],
      ['open() of a folder to write', fs.open('folder', 'write')],
      ['open() in a file', fs.open('file/new', 'create')],
      ['list() of a file', fs.list('file')],
      ['syncFolder() of a file', fs.syncFolder('file')],
      ['lock() of a file', fs.lock('file', 'me')],
    ] as const) {
      await refusedAs(harness, operation, ['wrong-kind', what])
    }
  },
}

const removed: Case = {
  name: 'remove() takes a file or an empty folder away, never a folder that holds something',
  async run(harness) {
    const fs = harness.create()
    await completed(harness, fs.makeFolder('folder'), 'makeFolder()')
    await stored(harness, fs, ['folder/file', bytesOf(1, 10)])
    await refusedAs(harness, fs.remove('folder'), ['not-empty', 'remove() of a folder with a file'])
    promisedBytes(await contentAt(harness, fs, 'folder/file'), bytesOf(1, 10), 'after a refusal')
    await completed(harness, fs.remove('folder/file'), 'remove() of a file')
    await completed(harness, fs.remove('folder'), 'remove() of an empty folder')
    await promisedNames(harness, fs, [''])
    const anew = await created(harness, fs, ['folder', bytesOf(2, 3)])
    promised((await answer(harness, anew.size(), 'size()')) === 3, 'a removed name is not free')
  },
}

const renamed: Case = {
  name: 'rename() gives a file another name, in the place of the file that had it',
  async run(harness) {
    const fs = harness.create()
    await stored(harness, fs, ['next', bytesOf(1, 10)])
    await stored(harness, fs, ['current', bytesOf(2, 2_000)])
    await completed(harness, fs.rename('next', 'current'), 'rename()')
    await promisedNames(harness, fs, ['', 'current'])
    promisedBytes(await contentAt(harness, fs, 'current'), bytesOf(1, 10), 'the new one')
    await completed(harness, fs.rename('current', 'current'), 'rename() to its own name')
    promisedBytes(await contentAt(harness, fs, 'current'), bytesOf(1, 10), 'under its own name')
  },
}

const folderRenamed: Case = {
  name: 'rename() of a folder takes along what it holds, and replaces nothing',
  async run(harness) {
    const fs = harness.create()
    for (const name of ['log', 'empty'])
      await completed(harness, fs.makeFolder(name), 'makeFolder()')
    await stored(harness, fs, ['log/segment', bytesOf(1, 10)])
    await stored(harness, fs, ['file', bytesOf(2, 10)])
    for (const name of ['empty', 'file'])
      await refusedAs(harness, fs.rename('log', name), [
        'exists',
        `rename() of a folder to ${name}`,
      ])
    await refusedAs(harness, fs.rename('file', 'empty'), ['exists', 'rename() to a folder'])
    await completed(harness, fs.rename('log', 'aside'), 'rename() of a folder')
    promisedBytes(await contentAt(harness, fs, 'aside/segment'), bytesOf(1, 10), 'taken along')
    await promisedNames(harness, fs, ['', 'aside', 'empty', 'file'])
  },
}

const inside: Case = {
  name: 'no path leads out of the place: what is no path is refused as invalid',
  async run(harness) {
    const fs = harness.create()
    await stored(harness, fs, ['file', bytesOf(1, 10)])
    for (const path of ['..', '.', '../file', '/file', './file', 'a//b', 'a/', '\0']) {
      const what = `open() of ${JSON.stringify(path)}`
      await refusedAs(harness, fs.open(path, 'create'), ['invalid', what])
    }
    for (const name of ['..', '.', '', '../file', 'a/b'])
      await refusedAs(harness, fs.rename('file', name), ['invalid', `rename() to ${name}`])
    for (const path of ['..', '/', './']) {
      await refusedAs(harness, fs.list(path), ['invalid', `list() of ${path}`])
    }
  },
}

const synced: Case = {
  name: 'files and folders can be synced, the place itself too, and stay as they are',
  async run(harness) {
    const fs = harness.create()
    await completed(harness, fs.makeFolder('folder'), 'makeFolder()')
    await stored(harness, fs, ['folder/file', bytesOf(1, 10)])
    await completed(harness, fs.syncFolder('folder'), 'syncFolder()')
    await completed(harness, fs.syncFolder(''), 'syncFolder() of the place')
    promisedBytes(await contentAt(harness, fs, 'folder/file'), bytesOf(1, 10), 'after syncs')
  },
}

const locked: Case = {
  name: 'a folder that is held is refused as locked, naming its holder, until it is let go',
  async run(harness) {
    const fs = harness.create()
    await completed(harness, fs.makeFolder('folder'), 'makeFolder()')
    const lock = await answer(harness, fs.lock('folder', 'the first one'), 'lock()')
    const second = harness.create()
    const error = await refusedAs(harness, second.lock('folder', 'another'), ['locked', 'lock()'])
    promised(error.message.includes('the first one'), `who holds it is not named: ${error.message}`)
    await completed(harness, lock.release(), 'release()')
    await completed(harness, lock.release(), 'the second release()')
    const next = await answer(harness, second.lock('folder', 'another'), 'lock() when let go')
    await completed(harness, lock.release(), 'release() of what is not held any more')
    await refusedAs(harness, fs.lock('folder', 'me'), ['locked', 'lock() of the next one'])
    await completed(harness, next.release(), 'release()')
  },
}

/** For every disk. */
export const nameCases: Contract<FsHarness> = [
  listed,
  taken,
  kinds,
  removed,
  renamed,
  folderRenamed,
  inside,
  synced,
  locked,
]
