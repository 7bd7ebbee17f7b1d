// A folder has at most 12 files of code, tests not counted: a reader sees it at a glance.

import { folderOf, isCode } from '../base/paths.ts'
import { findingIn, type Rule } from '../base/rule.ts'

const filesMax = 12

function countByFolder(paths: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const path of paths) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1)
  return counts
}

export const folderSize: Rule = {
  name: 'folder-size',
  check: (sources) => {
    const paths = sources.map(({ path }) => path).filter(isCode)
    return [...countByFolder(paths)]
      .filter(([, count]) => count > filesMax)
      .map(([folder, count]) =>
        findingIn(folder, `${count} files, at most ${filesMax}: it holds two concepts`),
      )
  },
}
