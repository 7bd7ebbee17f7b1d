/**
 * A disk's content as a value that nothing changes any more: what a backup keeps, and what a disk
 * is built from after a crash, a restore or a clone. Of each file and folder it is either what is
 * durable or what processes see.
 */
import type { Key } from '../../random.ts'
import { Content } from './content.ts'
import { DiskFile } from './disk-file.ts'
import { DiskFolder } from './disk-folder.ts'
import type { Inode } from './disk-folder.ts'

interface FileImage {
  readonly kind: 'file'
  readonly key: Key
  readonly content: Content
}

/** A folder and all below it. */
export interface FolderImage {
  readonly kind: 'folder'
  readonly key: Key
  readonly names: ReadonlyMap<string, FileImage | FolderImage>
}

/** Which state of a disk: what would be found after a crash, or what processes see. */
export type DiskState = 'durable' | 'cached'

export function imageOf(folder: DiskFolder, state: DiskState): FolderImage {
  const names = new Map<string, FileImage | FolderImage>()
  for (const [name, inode] of folder[state])
    names.set(name, inode.kind === 'file' ? fileImage(inode, state) : imageOf(inode, state))
  return { kind: 'folder', key: folder.key, names }
}

const fileImage = (file: DiskFile, state: DiskState): FileImage => ({
  kind: 'file',
  key: file.key,
  content: new Content(file[state]),
})

/** All of it durable. */
export function folderFrom(image: FolderImage): DiskFolder {
  const names = new Map<string, Inode>()
  for (const [name, each] of image.names)
    names.set(name, each.kind === 'file' ? new DiskFile(each.key, each.content) : folderFrom(each))
  return new DiskFolder(image.key, names)
}
