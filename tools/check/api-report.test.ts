import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apiReport } from './api-report.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-api-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function reportOn(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return apiReport('sample', join(folder, 'index.d.ts'))
}

describe('apiReport', () => {
  it('follows the door to each declaration, by name, without comments', () => {
    const report = reportOn({
      'index.d.ts': "export { b } from './b.js'\nexport * from './a.ts'\n",
      'a.d.ts': 'export interface A {\n  /** Said. */\n\n  readonly x: 1\n}\n',
      'b.d.ts': 'export declare function b(x: 1): void\nexport declare function b(x: 2): void\n',
    })
    expect(report).toContain(
      [
        '```ts',
        'export interface A {',
        '  readonly x: 1',
        '}',
        'export declare function b(x: 1): void',
        'export declare function b(x: 2): void',
        '```',
      ].join('\n'),
    )
    expect(report).not.toContain('Reachable')
  })
  it('shows what the surface rests on although the door does not name it', () => {
    const report = reportOn({
      'index.d.ts': "export type { A } from './a.js'\n",
      'a.d.ts': "import type { B } from './b.js'\nexport type A = readonly B[]\n",
      'b.d.ts':
        'export interface B extends C { }\ninterface C { readonly c: 1 }\ninterface D { }\n',
    })
    const [, hidden] = report.split('## Reachable, not exported')
    expect(hidden).toContain('export interface B extends C { }\ninterface C { readonly c: 1 }')
    expect(hidden).not.toContain('interface D')
  })
  it('keeps names from elsewhere and new names apart', () => {
    const report = reportOn({
      'index.d.ts': "export { Observable } from 'rxjs'\nexport { a as z } from './a.js'\n",
      'a.d.ts': 'export declare const a: 1;\n',
    })
    expect(report).toContain("export { Observable } from 'rxjs'")
    expect(report).toContain('export declare const a: 1;\nexport { a as z }')
  })
})
