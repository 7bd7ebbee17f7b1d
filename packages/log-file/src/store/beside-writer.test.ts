import type { Fs, FsFile } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { concat, defer, ignoreElements, map, reduce } from 'rxjs'
import type { Observable } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { backupLog, fileLog, readLog } from '../file-log.ts'
import { recordsAt } from '../format/index.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'

/** A disk each of whose long reads stands still once at a place in the file: `write` goes on. */
function standing(fs: Fs, at: number, write: () => void): Fs {
  const halved = (file: FsFile, from: number, length: number): Observable<Uint8Array> =>
    concat(
      file.read(from, at - from),
      defer(() => {
        write()
        return file.read(at, from + length - at)
      }),
    ).pipe(
      reduce<Uint8Array, readonly number[]>((all, part) => [...all, ...part], []),
      map((all) => Uint8Array.from(all)),
    )
  const slow = (file: FsFile): FsFile => ({
    size: () => file.size(),
    read: (from, length) =>
      from < at && at < from + length ? halved(file, from, length) : file.read(from, length),
    write: (from, bytes) => file.write(from, bytes),
    truncate: (size) => file.truncate(size),
    sync: () => file.sync(),
    close: () => file.close(),
  })
  return { ...bound(fs), open: (path, mode) => fs.open(path, mode).pipe(map(slow)) }
}

const bound = (fs: Fs): Fs => ({
  makeFolder: (path) => fs.makeFolder(path),
  list: (path) => fs.list(path),
  open: (path, mode) => fs.open(path, mode),
  remove: (path) => fs.remove(path),
  rename: (path, name) => fs.rename(path, name),
  syncFolder: (path) => fs.syncFolder(path),
  lock: (path, holder) => fs.lock(path, holder),
})

describe('a log that is read while its member writes', () => {
  it('is not taken for damaged, wherever in its file the reader stood still', () => {
    for (let at = recordsAt + 1; at < recordsAt + 400; at++) {
      const world = createWorld({ seed: 1 })
      const { fs } = world.env('a')
      const store = fileLog(fs, { segmentBytes: recordsAt + 2_000 })
      answerOf(store.open())
      answerOf(store.start(identityOf(1)))
      let written = 0
      const write = (): void => {
        for (let i = 0; i < 3; i++)
          answerOf(store.append([entryOf(++written, 40)]).pipe(ignoreElements()))
      }
      write()
      const reading = answerOf(readLog(standing(fs, at, write)))
      expect(reading.damage).toBe(undefined)
      expect(reading.entries.length).toBeGreaterThanOrEqual(3)
      const made = endOf(backupLog(standing(fs, at, write), world.env('b').fs))
      expect(made.error).toBe(undefined)
    }
  })
})
