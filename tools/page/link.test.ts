import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linked } from './link.mjs'

let folder: string

/** Said in two parts, lest somebody takes this file's own for it. */
const mapping = ['Mapping', 'URL'].join('')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-link-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What the script of these modules puts into `said`. */
function outcomeOf(modules: Readonly<Record<string, string>>): unknown[] {
  for (const [name, code] of Object.entries(modules)) writeFileSync(join(folder, name), code)
  const said: unknown[] = []
  runInNewContext(linked(join(folder, 'main.js'), 'start(said)'), { said })
  return said
}

describe('linking', () => {
  it('puts what is imported before, once, and keeps names apart', () => {
    const said = outcomeOf({
      'main.js': `/// <reference lib="dom" />
import { both as twice, other } from './door.js';
import { count, name } from './b.js';
const size = 'mine';
export function start(said) { said.push(twice, name, other, count(), size); }
//# source${mapping}=main.js.map
`,
      'door.js': "export * from './a.js';\nexport { name as other } from './b.js';\n",
      'a.js':
        "import { count } from './b.js';\nconst size = 1;\nexport const both = size + count();\n",
      'b.js':
        "let calls = 0;\nexport const name = 'b';\nexport function count() { return ++calls; }\n",
    })
    expect(said).toEqual([2, 'b', 'b', 2, 'mine'])
  })

  it('refuses what it does not know', () => {
    const main = "import * as b from './b.js';\nexport function start() { b; }\n"
    expect(() => outcomeOf({ 'main.js': main, 'b.js': '' })).toThrow('an import or export is left')
  })
})
