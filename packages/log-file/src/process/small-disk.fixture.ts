/**
 * A real file system with little room: a tmpfs, mounted for the test. Where that may not be, the
 * test says so on standard error, and is given a folder whose files are counted instead: it then
 * shows less, and never passes without having run.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FsError } from '@quorate/core'
import type { Fs, FsFile } from '@quorate/core'
import { defer, map, throwError } from 'rxjs'
import type { Observable } from 'rxjs'
import { nodeFs } from '../disk/index.ts'

export interface SmallDisk {
  readonly fs: Fs
  /** Leaves no room; returns what makes room again. */
  fill(): () => void
  /** How many bytes its files have, without that of the lock. */
  bytes(): number
  remove(): void
}

export function smallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-small-'))
  return mounted(folder, bytes) ?? counted(folder, bytes)
}

function mounted(folder: string, bytes: number): SmallDisk | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], {
      stdio: 'pipe',
    })
  } catch (error) {
    console.error(`NO SMALL FILE SYSTEM: a tmpfs cannot be mounted: ${String(error)}`)
    return undefined
  }
  return {
    fs: nodeFs(folder),
    fill: () => filled(join(folder, 'filler'), bytes),
    bytes: () => bytesIn(folder),
    remove: () => {
      execFileSync('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true })
    },
  }
}

/** Takes what is left, down to the last page. */
function filled(path: string, bytes: number): () => void {
  try {
    for (const size of [65_536, 4_096])
      for (let taken = 0; taken < bytes; taken += size)
        writeFileSync(path, new Uint8Array(size), { flag: 'a' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
  return () => rmSync(path)
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== '.lock')
    .map((name) => statSync(join(folder, name)))
    .filter((stats) => stats.isFile())
    .reduce((sum, { size }) => sum + size, 0)

/** Refuses what would make its files larger than that together. */
function counted(folder: string, bytes: number): SmallDisk {
  const real = nodeFs(folder)
  let room = bytes
  const within = (file: FsFile): FsFile => ({
    size: () => file.size(),
    read: (at, length) => file.read(at, length),
    write: (at, data) => defer(() => (bytesIn(folder) > room ? full() : file.write(at, data))),
    truncate: (size) => file.truncate(size),
    sync: () => file.sync(),
    close: () => file.close(),
  })
  const fs: Fs = {
    makeFolder: (path) => real.makeFolder(path),
    list: (path) => real.list(path),
    open: (path, mode) => real.open(path, mode).pipe(map(within)),
    remove: (path) => real.remove(path),
    rename: (path, name) => real.rename(path, name),
    syncFolder: (path) => real.syncFolder(path),
    lock: (path, holder) => real.lock(path, holder),
  }
  const fill = (): (() => void) => {
    room = bytesIn(folder) - 1
    return () => (room = bytes)
  }
  return {
    fs,
    fill,
    bytes: () => bytesIn(folder),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

const full = (): Observable<never> => throwError(() => new FsError('full', 'no room is left'))
