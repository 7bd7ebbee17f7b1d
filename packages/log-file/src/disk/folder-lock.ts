/**
 * Holds a folder for one holder among all processes of the machine: a lock of the operating system
 * on a file in it, which names the holder. The system lets it go when the process ends, however it
 * ends; the file stays and means nothing by itself. Never decides by age, or by whether a process
 * of some number is there: numbers are used again.
 */
import { promises } from 'node:fs'
import { join } from 'node:path'
import { FsError } from '@quorate/core'
import type { FsLock } from '@quorate/core'
import { done, fsErrorOf } from './asking.ts'

/** The file of the lock; hidden from whoever lists the folder. */
export const lockName = '.lock'

/** What is to be held: the folder, what it is called for people, and by whom. */
export interface Holding {
  readonly folder: string
  readonly path: string
  readonly holder: string
}

/** @throws FsError `locked` when another holds it. */
export async function folderLock({ folder, path, holder }: Holding): Promise<FsLock> {
  const file = join(folder, lockName)
  const handle = await promises.open(file, 'a+')
  try {
    if (!(await isFree(handle.fd))) {
      const other = (await promises.readFile(file, 'utf8')) || 'another process'
      throw new FsError('locked', `${path === '' ? folder : path} is held by ${other}`)
    }
    await named(handle, holder)
  } catch (error) {
    await handle.close()
    throw error
  }
  return lockOf(handle)
}

/** Says who holds it, for a person. A disk that is full may have no room for that: it is held. */
async function named(handle: promises.FileHandle, holder: string): Promise<void> {
  await handle.truncate(0)
  try {
    await handle.write(holder)
  } catch (error) {
    if (fsErrorOf(error).code !== 'full') throw error
  }
}

/** Takes the lock if it is free. */
async function isFree(descriptor: number): Promise<boolean> {
  const { tryLock } = await import('fs-native-extensions')
  return tryLock(descriptor)
}

function lockOf(handle: promises.FileHandle): FsLock {
  let isHeld = true
  const release = async (): Promise<void> => {
    if (!isHeld) return
    isHeld = false
    await handle.truncate(0)
    await handle.close()
  }
  return { release: () => done(release) }
}
