import { describe, expect, it } from 'vitest'
import { tryOn } from '../base/rule.ts'
import { invariantsCited, messageRows } from './protocol.ts'
import { regions } from './regions.ts'

const message = 'packages/core/src/model/message.ts'
const page = 'docs/protocol/membership.md'
const ping = "export interface Ping { readonly kind: 'ping' }"

describe('message-rows', () => {
  it('fires on a kind that no table names in its first cell', () => {
    const files = { [message]: `\n${ping}`, [page]: '`ping`\n| `pong` | answers `ping` |' }
    expect(tryOn(messageRows, files)).toEqual([
      `${message}:2 message 'ping' has no row in docs/protocol/*.md`,
    ])
  })
  it('accepts a kind with its row', () => {
    expect(tryOn(messageRows, { [message]: ping, [page]: '| `ping` | any |' })).toEqual([])
  })
})

describe('invariants-cited', () => {
  const text = '# M\n\n- **M1** One.\n**M2.** Two.\n| **M3** | Three |\n'
  it('fires on each number that no code cites', () => {
    const files = { [page]: text, 'packages/core/src/a.ts': '// keeps M1, M12 and M3' }
    expect(tryOn(invariantsCited, files)).toEqual([
      `${page}:4 invariant M2 is cited nowhere in packages/`,
    ])
  })
  it('accepts citations in code and in tests', () => {
    const code = { 'packages/core/src/a.ts': '// M1', 'packages/x/src/a.test.ts': "it('M2 M3')" }
    expect(tryOn(invariantsCited, { [page]: text, ...code })).toEqual([])
  })
})

const fence = (tag: string, text: string): string => ['```' + tag, text, '```'].join('\n')
const test = 'packages/core/src/a.test.ts'
const region = ['  // #region join', '  const a = 1', '    f(a)', '  // #endregion join'].join('\n')
const shown = 'const a = 1\n  f(a)'
const marked = (path: string, text: string): string =>
  `<!-- region: ${path} -->\n${fence('ts', text)}`

describe('doc-regions', () => {
  it.each([
    ['no marker', fence('ts', shown), 'a block without'],
    ['no tag', fence('', shown), 'a block says what it is'],
    ['a missing file', marked('nowhere.ts#join', shown), 'no such file'],
    ['a missing region', marked(`${test}#leave`, shown), 'no such region'],
    ['other text', marked(`${test}#join`, 'const a = 2'), 'differs from region'],
    ['a file nothing runs', marked('packages/core/src/b.ts#join', shown), 'nothing runs it'],
  ])('fires on %s', (_, text, complaint) => {
    const files = { [test]: region, 'packages/core/src/b.ts': region }
    expect(tryOn(regions, { ...files, 'README.md': `\n${text}` })[0]).toMatch(complaint)
  })
  it('accepts a region word for word, dedented, in a list, of a script, and a whole file', () => {
    const script = 'examples/start.sh'
    const good = [
      marked(`${test}#join`, shown),
      `- a list\n\n  ${marked(`${test}#join`, shown).replaceAll('\n', '\n  ')}`,
      `<!-- region: ${script}#up -->\n${fence('sh', 'nats-server -p 1')}`,
      `<!-- region: examples/a.json -->\n${fence('json', '{ "a": 1 }')}`,
      fence('text', 'anything'),
    ].join('\n\n')
    const files = {
      [test]: region,
      [script]: '# region up\nnats-server -p 1\n# endregion up\n',
      'examples/a.json': '{ "a": 1 }\n',
    }
    expect(tryOn(regions, { ...files, 'docs/guide/a.md': good })).toEqual([])
  })
  const manifests = {
    'package.json': '{ "scripts": { "test": "", "demo": "" } }',
    'packages/core/package.json': '{ "name": "@quorate/core", "dependencies": { "rxjs": "7" } }',
  }
  it.each(['npm run nothing', 'npm install left', 'curl x', 'npm test && rm -r x'])(
    'fires on the command %s',
    (command) => {
      expect(tryOn(regions, { ...manifests, 'README.md': fence('sh', command) })).toHaveLength(1)
    },
  )
  it('accepts commands that package.json and the command line know', () => {
    const commands = [
      'npm ci  # once',
      'npm install @quorate/core rxjs',
      '$ npm test',
      'npm run demo -- --seed 1',
      'npx quorate demo && cd x',
      'git clone https://example.org/q.git',
    ].join('\n')
    expect(tryOn(regions, { ...manifests, 'README.md': fence('sh', commands) })).toEqual([])
  })
})
