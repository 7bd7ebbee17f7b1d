import { describe, expect, it } from 'vitest'
import { tryOn } from '../base/rule.ts'
import { fileLength } from './file-length.ts'
import { folderSize } from './folder-size.ts'
import { functionLength } from './function-length.ts'
import { lineLength } from './line-length.ts'
import { nesting } from './nesting.ts'
import { parameters } from './parameters.ts'

const path = 'packages/core/src/log/sample.ts'
const lines = (count: number): string => 'const a = 1\n'.repeat(count)

describe('file-length', () => {
  it('fires on line 301', () => {
    expect(tryOn(fileLength, { [path]: lines(301) })).toEqual([
      `${path}:1 301 lines, at most 300: split it by decision`,
    ])
  })
  it('accepts 300 lines, and any number in a test', () => {
    const test = 'packages/core/src/log/sample.test.ts'
    expect(tryOn(fileLength, { [path]: lines(300), [test]: lines(900) })).toEqual([])
  })
})

describe('line-length', () => {
  it('fires on character 101', () => {
    expect(tryOn(lineLength, { [path]: `ok\n//${'x'.repeat(99)}` })).toEqual([
      `${path}:2 101 characters, at most 100`,
    ])
  })
  it('accepts 100 characters however many bytes, and a long address', () => {
    const address = `// https://example.org/${'x'.repeat(200)}`
    expect(tryOn(lineLength, { [path]: `${'é'.repeat(100)}\n${address}` })).toEqual([])
  })
})

describe('function-length', () => {
  const body = (count: number): string => `const f = () => {\n${lines(count - 2)}}`
  it('fires on a function of 51 lines and names it', () => {
    expect(tryOn(functionLength, { [path]: `\n${body(51)}` })).toEqual([
      `${path}:2 f has 51 lines, at most 50`,
    ])
  })
  it('names methods', () => {
    expect(tryOn(functionLength, { [path]: `class A { go() {${lines(60)}} }` })[0]).toMatch(
      / go has/,
    )
  })
  it('accepts 50 lines', () => {
    expect(tryOn(functionLength, { [path]: body(50) })).toEqual([])
  })
})

describe('parameters', () => {
  it.each([
    'function f(a, b, c, d) {}',
    'const f = (a, b, c, ...d) => 1',
    'class A { constructor(a, b, c, d) {} }',
    'interface A { f(a: 1, b: 1, c: 1, d: 1): void }',
    'type F = (a: 1, b: 1, c: 1, d: 1) => void',
  ])('fires on %s', (text) => {
    expect(tryOn(parameters, { [path]: text })).toEqual([
      `${path}:1 4 parameters, at most 3: take an options object`,
    ])
  })
  it('accepts three, a `this` besides, and many type parameters', () => {
    const text = 'function f<A, B, C, D>(this: Date, a: A, b: B, c: C) {}\ntype T = Map<1, 2, 3, 4>'
    expect(tryOn(parameters, { [path]: text })).toEqual([])
  })
})

describe('nesting', () => {
  it('fires on control flow four deep', () => {
    const text = 'function f() { for (;;) { if (a) { while (b) {\nswitch (c) {} } } } }'
    expect(tryOn(nesting, { [path]: text })).toEqual([
      `${path}:2 control flow nested 4 deep, at most 3: name the inner part`,
    ])
  })
  it('fires on functions four deep', () => {
    expect(
      tryOn(nesting, { [path]: 'const f = () => { g(() => { g(() => { g(() => { h() }) }) }) }' }),
    ).toEqual([`${path}:1 functions nested 4 deep, at most 3: name the inner part`])
  })
  it('accepts three deep, a chain of else-ifs, a fresh start in an inner function, and short functions', () => {
    const chain = 'if (a) {} else if (b) {} else if (c) {} else if (d) {} else if (e) { if (f) {} }'
    const inner = 'function g() { for (;;) { if (a) { b(() => { for (;;) { if (c) {} } }) } } }'
    const short = 'const f = () => { g(() => { g(() => { g(() => h((a) => a)) }) }) }'
    expect(tryOn(nesting, { [path]: [chain, inner, short].join('\n') })).toEqual([])
  })
})

describe('folder-size', () => {
  const folder = (count: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`packages/core/src/log/${n}.ts`, '']),
    )
  it('fires on the 13th file', () => {
    expect(tryOn(folderSize, folder(13))).toEqual([
      'packages/core/src/log:1 13 files, at most 12: it holds two concepts',
    ])
  })
  it('accepts 12 files and their tests', () => {
    expect(tryOn(folderSize, { ...folder(12), 'packages/core/src/log/a.test.ts': '' })).toEqual([])
  })
})
