/**
 * The built code that mutants patch. An old build would be another program than the sources: a
 * missing one, and one older than its sources, are refused.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './mutant.ts'

const packages = fileURLToPath(new URL('../../../', import.meta.url))
const notBuilt = /\.(?:test|fixture)\.ts$/

/** The text of the built file that a bug is planted in. */
export const builtText = ({ package: its = 'core', file }: Mutant): string =>
  readFileSync(join(packages, its, 'dist', file), 'utf8')

/** @throws Error saying what to run. */
export function demandBuilt(): void {
  const stale = ['core', 'log-file', 'transport-memory', 'simulator'].find(
    (name) => newestSource(name) > builtAt(name),
  )
  if (stale === undefined) return
  throw new Error(`${stale} is not built, or changed since: run npm run build (npm test does)`)
}

/** The compiler touches this file whenever it has brought a package up to date. */
function builtAt(name: string): number {
  const stamp = join(packages, name, 'tsconfig.tsbuildinfo')
  return existsSync(stamp) ? statSync(stamp).mtimeMs : 0
}

function newestSource(name: string): number {
  const folder = join(packages, name, 'src')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !notBuilt.test(path),
  )
  return Math.max(...sources.map((path) => statSync(join(folder, path)).mtimeMs))
}
