// A source that nothing reaches is dead. Reached means imported, however indirectly, from a
// package's door, from a file its package.json names (a command), or from a test.

import { folderOf, isPackageSource, isTest } from '../base/paths.ts'
import { findingIn, type Rule } from '../base/rule.ts'
import type { Source } from '../base/source.ts'
import { importsOf } from './imports.ts'

const isPackageDoor = (path: string): boolean => /^packages\/[^/]+\/src\/index\.ts$/.test(path)
const isEntry = (path: string): boolean => isPackageDoor(path) || path.endsWith('.test.ts')
const isManifest = (path: string): boolean => /^packages\/[^/]+\/package\.json$/.test(path)

/** dist/bin.js is built from src/bin.ts. */
const namedIn = ({ path, text }: Source): readonly string[] =>
  [...text.matchAll(/"(?:\.\/)?(?:dist|src)\/([\w./-]+?)\.(?:js|ts)"/g)].map(
    ([, name]) => `${folderOf(path)}/src/${name}.ts`,
  )

function reachableFrom(
  roots: readonly string[],
  byPath: ReadonlyMap<string, Source>,
): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [...roots]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const source = byPath.get(path)
    if (source === undefined || reached.has(path)) continue
    reached.add(path)
    open.push(...importsOf(source).flatMap(({ target }) => target ?? []))
  }
  return reached
}

export const deadFiles: Rule = {
  name: 'dead-files',
  check: (sources) => {
    const code = sources.filter(({ path }) => isPackageSource(path) || isTest(path))
    const named = sources.filter(({ path }) => isManifest(path)).flatMap(namedIn)
    const doors = code.map(({ path }) => path).filter(isEntry)
    const byPath = new Map(code.map((source) => [source.path, source]))
    const reached = reachableFrom([...doors, ...named], byPath)
    return code
      .filter(({ path }) => !reached.has(path))
      .map(({ path }) => findingIn(path, 'nothing reaches this file: use it or remove it'))
  },
}
