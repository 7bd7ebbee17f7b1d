// The real repository as sources: what git tracks, and what it would track if one said so.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Source } from './source.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')

const read = /\.(?:ts|mts|mjs|cjs|json|md|sh)$/

const listed = (): readonly string[] =>
  execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  }).split('\0')

/** Every text file a rule may look at; a tracked file that was just deleted is not there. */
export const readRepository = (): readonly Source[] =>
  [...new Set(listed())]
    .filter((path) => read.test(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
