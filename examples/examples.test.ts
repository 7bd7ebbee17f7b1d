/// <reference types="node" />
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))
const examples = readdirSync(here).filter((name) => /^\d\d-/.test(name))

afterEach(() => vi.restoreAllMocks())

it('there are six', () => {
  expect(examples).toHaveLength(6)
})

it.each(examples)('%s prints what is expected', async (name) => {
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...args: unknown[]) => {
    lines.push(format(...args))
  })
  await import(join(here, name, 'main.ts'))
  expect(`${lines.join('\n')}\n`).toBe(readFileSync(join(here, name, 'expected.txt'), 'utf8'))
})

it.each(examples)('%s is short enough to be read', (name) => {
  const text = readFileSync(join(here, name, 'main.ts'), 'utf8')
  expect(text.split('\n').length).toBeLessThanOrEqual(100)
})
