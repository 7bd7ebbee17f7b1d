// Which packages are published: every folder of packages/ whose package.json is not private.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const manifestOf = (folder) => {
  const file = join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** Folder, short name and package.json of each, in order of name. */
export const publishedPackages = (root = '.') =>
  readdirSync(join(root, 'packages'))
    .toSorted()
    .map((short) => ({ short, folder: join(root, 'packages', short) }))
    .map((entry) => ({ ...entry, manifest: manifestOf(entry.folder) }))
    .filter(({ manifest }) => manifest && !manifest.private)
