import { describe, expect, it } from 'vitest'
import { tryOn } from '../base/rule.ts'
import { bannedGlobals } from './banned-globals.ts'
import { bannedSyntax } from './banned-syntax.ts'
import { clockedStreams } from './clocked-streams.ts'
import { header, issues } from './comments.ts'
import { names } from './names.ts'
import { promises } from './promises.ts'

const pure = 'packages/core/src/log/sample.ts'
const rim = 'packages/core/src/member/sample.ts'
const platform = 'packages/core/src/platform/sample.ts'

describe('banned-globals', () => {
  it.each([
    ['const a = Date.now()', 'Date.now'],
    ['const a = new Date()', 'new Date()'],
    ['const a = Math.random()', 'Math.random'],
    ['setTimeout(f, 1)', 'setTimeout'],
    ['setInterval(f, 1)', 'setInterval'],
    ['setImmediate(f)', 'setImmediate'],
    ['queueMicrotask(f)', 'queueMicrotask'],
    ['const a = crypto.randomUUID()', 'crypto.randomUUID'],
    ['const a = performance.now()', 'performance.now'],
    ['process.exit(1)', 'process.exit'],
    ['console.log(1)', 'console.log'],
    ['const a = b.localeCompare(c)', 'b.localeCompare'],
    ['const a = f().localeCompare(c)', '….localeCompare'],
  ])('fires on %s', (text, what) => {
    expect(tryOn(bannedGlobals, { [pure]: text })[0]).toMatch(`${pure}:1 ${what}: `)
    expect(tryOn(bannedGlobals, { [rim]: text })).toHaveLength(1)
  })
  it('accepts them in platform/, in tests, and in comments and strings', () => {
    const test = 'packages/core/src/log/sample.test.ts'
    const spoken = "// Date.now()\nconst a = 'console.log'\nconst b = new Date(at)"
    const real = 'const a = Date.now()'
    expect(tryOn(bannedGlobals, { [platform]: real, [test]: real, [pure]: spoken })).toEqual([])
  })
})

describe('promises', () => {
  it.each(['async function f() {}', 'const f = async () => 1', 'class A { async f() {} }'])(
    'fires on %s in L0 to L5',
    (text) => {
      expect(tryOn(promises, { [pure]: text })).toHaveLength(1)
      expect(tryOn(promises, { [rim]: text })).toEqual([])
    },
  )
  it('fires on await', () => {
    expect(tryOn(promises, { [pure]: 'await f()\nfor await (const a of b) {}' })).toHaveLength(2)
  })
  it('lets only replies.ts make one', () => {
    const text = 'const a = new Promise(() => {})'
    const replies = 'packages/core/src/rim/replies.ts'
    expect(tryOn(promises, { [rim]: text, [replies]: text })).toEqual([
      `${rim}:1 new Promise: only ${replies} makes promises`,
    ])
  })
})

describe('banned-syntax', () => {
  it.each([
    ['const a = b as any', 'any'],
    ['const f = (a: any) => a', 'any'],
    ['type A = readonly any[]', 'any'],
    ['// @ts-ignore\nf()', '@ts-ignore'],
    ['export default 1', 'export default'],
    ['enum A { B }', 'enum'],
    ['namespace A { export const b = 1 }', 'namespace'],
  ])('fires on %s', (text, what) => {
    expect(tryOn(bannedSyntax, { [pure]: text })[0]).toMatch(`${pure}:1 ${what}: `)
  })
  it('accepts a default export in a configuration, the words elsewhere, unknown', () => {
    const text = "const any = 'any'\n// as any\nconst a: unknown = { enum: 1 }"
    expect(tryOn(bannedSyntax, { 'vitest.config.ts': 'export default {}', [pure]: text })).toEqual(
      [],
    )
  })
})

describe('names', () => {
  it.each(['utils.ts', 'helpers/a.ts', 'common/a.ts', 'shared.ts', 'misc/a.ts', 'lib/a.ts'])(
    'fires on %s',
    (path) => {
      expect(tryOn(names, { [`packages/core/src/${path}`]: '' })).toHaveLength(1)
    },
  )
  it('fires on types.ts and on other cases than kebab', () => {
    expect(tryOn(names, { 'bench/types.ts': '', 'bench/myFile.ts': '' })).toEqual([
      'bench/types.ts:1 types.ts: name the concept, or keep it where it is used',
      'bench/myFile.ts:1 myFile.ts: names are kebab-case',
    ])
  })
  it('accepts kebab-case and the suffixes of tests', () => {
    const good = ['log/event-log.ts', 'log/merge.property.test.ts', 'exports.types.test.ts']
    expect(tryOn(names, Object.fromEntries(good.map((path) => [path, ''])))).toEqual([])
  })
})

describe('clocked-streams', () => {
  it.each([
    "import { debounceTime } from 'rxjs'",
    "import { timer as t } from 'rxjs'",
    "import { delay } from 'rxjs/operators'",
    "import { fromPromise } from 'xstate'",
    "import { setup } from 'xstate'\nsetup({}).createMachine({ after: { 100: 'x' } })",
    "import { raise } from 'xstate'\nraise({ type: 'x' }, { delay: 5 })",
  ])('fires on %s', (text) => {
    expect(tryOn(clockedStreams, { [rim]: text })).toHaveLength(1)
  })
  it('accepts streams without a clock, and `after` where no machine is', () => {
    const other = 'packages/transport-nats/src/a.ts'
    const good = "import { map, merge } from 'rxjs'\nconst a = { after: 1 }"
    expect(tryOn(clockedStreams, { [rim]: good, [other]: 'f({ delay: 1 })' })).toEqual([])
  })
})

describe('header and issues', () => {
  it('fires on a source of core that opens with code', () => {
    expect(tryOn(header, { [pure]: 'const a = 1' })).toHaveLength(1)
    expect(tryOn(header, { [pure]: '// Decides.\nconst a = 1' })).toEqual([])
    expect(tryOn(header, { 'packages/cli/src/a.ts': 'const a = 1' })).toEqual([])
  })
  it('fires on later work without its issue', () => {
    const word = ['TO', 'DO'].join('')
    expect(tryOn(issues, { [pure]: `// ${word}: later` })).toHaveLength(1)
    expect(tryOn(issues, { [pure]: `// ${word} #12: later\nconst a = '${word}'` })).toEqual([])
  })
})
