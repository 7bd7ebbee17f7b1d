// A folder's index.ts is its only door: from outside one enters by it, from inside only tests do
// (importing one's own door is how cycles begin). Folders of core all have a door; elsewhere those
// that have one are held to it.

import { fileOf, folderOf, isTest, isTypeScript } from '../base/paths.ts'
import { type Finding, findingAt, findingIn, type Rule } from '../base/rule.ts'
import type { Source } from '../base/source.ts'
import { type Import, importsOf } from './imports.ts'

const isInPackage = (path: string): boolean => /^packages\/[^/]+\/src\//.test(path)
const isCoreFolder = (folder: string): boolean => /^packages\/core\/src\/[^/]+$/.test(folder)
const isWithin = (path: string, folder: string): boolean => path.startsWith(`${folder}/`)

const isOwnDoor = (path: string, target: string): boolean =>
  fileOf(target) === 'index.ts' && isWithin(path, folderOf(target))

/** The outermost folder with a door that holds the target and not the importer. */
function doorPassed(path: string, target: string, doors: ReadonlySet<string>): string | undefined {
  const parts = folderOf(target).split('/')
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  return folders.find((folder) => doors.has(folder) && !isWithin(path, folder))
}

function complaint(path: string, its: Import, doors: ReadonlySet<string>): string | undefined {
  if (its.target === undefined || !isInPackage(its.target)) return undefined
  if (isOwnDoor(path, its.target) && !isTest(path)) {
    return `imports the door of its own folder (${its.specifier}): import the sibling`
  }
  const door = doorPassed(path, its.target, doors)
  return door === undefined || its.target === `${door}/index.ts`
    ? undefined
    : `enters ${door} by ${its.specifier}: use its index.ts`
}

const foldersWithDoor = (sources: readonly Source[]): ReadonlySet<string> =>
  new Set(
    sources
      .map(({ path }) => path)
      .filter((path) => isInPackage(path) && fileOf(path) === 'index.ts')
      .map(folderOf),
  )

const coreFoldersOf = (sources: readonly Source[]): readonly string[] => [
  ...new Set(sources.map(({ path }) => folderOf(path)).filter(isCoreFolder)),
]

export const doors: Rule = {
  name: 'doors',
  check: (sources) => {
    const its = foldersWithDoor(sources)
    const missing = coreFoldersOf(sources).filter((folder) => !its.has(folder))
    const wrong = sources
      .filter(({ path }) => isInPackage(path) && isTypeScript(path))
      .flatMap((source) =>
        importsOf(source).flatMap((each): readonly Finding[] => {
          const message = complaint(source.path, each, its)
          return message === undefined ? [] : [findingAt(source, each.offset, message)]
        }),
      )
    return [...missing.map((folder) => findingIn(folder, 'has no door: add index.ts')), ...wrong]
  },
}
