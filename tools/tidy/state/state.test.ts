import { describe, expect, it } from 'vitest'
import { tryOn } from '../base/rule.ts'
import { moduleState } from './module-state.ts'
import { parameterMutation } from './parameter-mutation.ts'

const path = 'packages/core/src/log/sample.ts'

describe('module-state', () => {
  it.each([
    'let a = 1',
    'export let a = 1',
    'const a = new Map()',
    'export const a: Set<string> = new Set()',
    'const a = []',
    "const a = ['x']",
    'const a: Record<string, string> = {}',
    'class A { static count = 0 }',
  ])('fires on %s', (text) => {
    expect(tryOn(moduleState, { [path]: text })).toHaveLength(1)
  })
  it.each([
    'const a: ReadonlyMap<string, number> = new Map()',
    'const a: readonly string[] = []',
    'const a: VersionVector = new Map()',
    'const a = [1] as const',
    'const a = { b: 1 }',
    'const a = Object.freeze([1])',
    'class A { static readonly max = 1 }',
    'function f() { let a = 1; const b = new Map() }',
  ])('accepts %s', (text) => {
    expect(tryOn(moduleState, { [path]: text })).toEqual([])
  })
})

describe('parameter-mutation', () => {
  it.each([
    'const f = (a) => { a.b = 1 }',
    'const f = (a) => { a.b.c += 1 }',
    'const f = (a) => { a[0]++ }',
    'const f = (a) => { delete a.b }',
    'const f = (a) => { a.push(1) }',
    'const f = (a) => a.sort()',
    'const f = ({ b: [c] }) => { c.list.splice(0) }',
    'const f = (a) => { a.set(1, 2) }',
    'function f(a) { return () => a.reverse() }',
    'class A { f(a = {}) { a.b = 1 } }',
  ])('fires on %s', (text) => {
    expect(tryOn(parameterMutation, { [path]: text })).toHaveLength(1)
  })
  it.each([
    'const f = (a) => { const b = []; b.push(a); return b }',
    'const f = (a) => a.set(1, 2)',
    'const f = (a) => [...a].sort()',
    'const f = (a) => { this.b = a }',
    'const f = (a) => { a = 1 }',
  ])('accepts %s', (text) => {
    expect(tryOn(parameterMutation, { [path]: text })).toEqual([])
  })
  it('leaves the rim alone', () => {
    const text = 'const f = (a) => { a.b = 1 }'
    expect(tryOn(parameterMutation, { 'packages/core/src/member/a.ts': text })).toEqual([])
  })
})
