// Where the built `quorate` command is. A child process needs JavaScript, and an old build would
// test another program: a missing build, and one older than its sources, are refused.
/// <reference types="node" />
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = fileURLToPath(new URL('../../../', import.meta.url))
const built = ['core', 'transport-memory', 'transport-nats', 'log-file', 'cli']
const notBuilt = /\.(?:test|fixture)\.ts$/

/** The path of dist/bin.js. @throws Error saying what to run. */
export function builtCommand(): string {
  const bin = join(packages, 'cli', 'dist', 'bin.js')
  const stale = built.find((name) => newestSource(name) > builtAt(name))
  if (existsSync(bin) && stale === undefined) return bin
  const why = stale === undefined ? 'is not built' : `is older than the sources of ${stale}`
  throw new Error(`the quorate command ${why}: run npm run build first (npm test does)`)
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
