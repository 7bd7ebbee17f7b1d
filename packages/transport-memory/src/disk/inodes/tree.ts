/**
 * Finds files and folders by path, and says with an `FsError` why there is none. Changes nothing.
 */
import { FsError } from '@quorate/core'
import type { DiskFile } from './disk-file.ts'
import type { DiskFolder, Inode } from './disk-folder.ts'

/** A name in a folder that is there; what it leads to need not be. */
export interface Spot {
  readonly folder: DiskFolder
  readonly name: string
  readonly inode: Inode | undefined
}

const isName = (name: string): boolean => !['', '.', '..'].includes(name) && !/[/\\\0]/.test(name)

/** The name, if it is one. */
export function nameFrom(name: string): string {
  if (!isName(name)) throw new FsError('invalid', `${name} is no name`)
  return name
}

const namesIn = (path: string): readonly string[] => path.split('/').map(nameFrom)

/** The folder at a path. */
export const folderAt = (root: DiskFolder, path: string): DiskFolder =>
  path === '' ? root : walk(root, namesIn(path))

/** A name in its folder. */
export function spotAt(root: DiskFolder, path: string): Spot {
  const names = namesIn(path)
  const folder = walk(root, names.slice(0, -1))
  const name = names.at(-1) ?? ''
  return { folder, name, inode: folder.cached.get(name) }
}

function walk(root: DiskFolder, names: readonly string[]): DiskFolder {
  let folder = root
  for (const name of names) {
    const inode = folder.cached.get(name)
    if (inode === undefined) throw new FsError('not-found', `there is no ${names.join('/')}`)
    if (inode.kind !== 'folder') throw new FsError('wrong-kind', `${name} is a file`)
    folder = inode
  }
  return folder
}

/** The file at a path. */
export function fileAt(root: DiskFolder, path: string): DiskFile {
  const { inode } = spotAt(root, path)
  if (inode === undefined) throw new FsError('not-found', `there is no ${path}`)
  if (inode.kind !== 'file') throw new FsError('wrong-kind', `${path} is a folder`)
  return inode
}
