// Holds every rule against the repository itself, one test a rule.

import { describe, expect, it } from 'vitest'
import { readRepository } from './base/repo.ts'
import { treeOf } from './base/source.ts'
import { complaints, rules } from './table.ts'

describe('the repository', () => {
  const sources = readRepository()

  it('was read', () => {
    const paths = sources.map(({ path }) => path)
    expect(paths).toContain('packages/core/src/index.ts')
    expect(paths).toContain('package.json')
    expect(paths).toContain('CONTRIBUTING.md')
  })

  it('parses', () => {
    const code = sources.filter(({ path }) => path.endsWith('.ts'))
    const empty = code.filter((source) => {
      return source.text.trim() !== '' && treeOf(source).program.end === 0
    })
    expect(empty.map(({ path }) => path)).toEqual([])
  })

  it.each(rules)('$name', (rule) => {
    expect(complaints(rule, sources).join('\n')).toBe('')
  })
})
