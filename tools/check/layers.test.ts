// Shows every rule of .dependency-cruiser.mjs firing on a small repository of its own, written for
// the purpose, and that on this repository the tool really read the modules: it passes on none.

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowed, arrows, npmArrows, otherArrows, waysBack } from './layers.fixture.ts'

const root = resolve(import.meta.dirname, '../..')
const command = join(root, 'node_modules/.bin/depcruise')

interface Violation {
  readonly from: string
  readonly to: string
  readonly rule: { readonly name: string }
}

interface Report {
  readonly modules: readonly { readonly source: string; readonly followable?: boolean }[]
  readonly summary: { readonly violations: readonly Violation[] }
}

function cruise(cwd: string, folders: readonly string[]): Report {
  const config = join(root, '.dependency-cruiser.mjs')
  const args = ['--config', config, '--output-type', 'json', ...folders]
  const { stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Report
}

const packageNames = ['core', 'conformance', 'transport-memory', 'simulator', 'cli']

function writeAt(folder: string, path: string, text: string): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** A package whose source is entered by the same condition as ours. */
function writePackage(folder: string, name: string): void {
  const dependencies = { rxjs: '1', xstate: '1', msgpackr: '1' }
  const manifest = {
    name: `@quorate/${name}`,
    type: 'module',
    exports: { '.': { source: './src/index.ts' } },
    dependencies,
    devDependencies: { vitest: '1' },
  }
  writeAt(folder, `packages/${name}/package.json`, JSON.stringify(manifest))
  writeAt(folder, `packages/${name}/src/index.ts`, '')
  mkdirSync(join(folder, 'node_modules/@quorate'), { recursive: true })
  symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@quorate', name))
}

function writeRepository(folder: string): void {
  for (const name of packageNames) writePackage(folder, name)
  for (const name of ['rxjs', 'xstate', 'msgpackr', 'vitest', 'undeclared']) {
    writeAt(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'a.js' }))
    writeAt(folder, `node_modules/${name}/a.js`, '')
  }
  for (const name of Object.keys(allowed)) writeAt(folder, `packages/core/src/${name}/index.ts`, '')
  for (const [path, text] of Object.entries({ ...arrows(), ...npmArrows(), ...waysBack })) {
    writeAt(folder, path, text)
  }
  for (const { path, text } of otherArrows) writeAt(folder, path, text)
}

describe('the layers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-layers-'))
  const found = new Map<string, readonly string[]>()

  beforeAll(() => {
    writeRepository(folder)
    for (const { from, rule } of cruise(folder, ['packages', 'bench', 'tools']).summary
      .violations) {
      found.set(from, [...(found.get(from) ?? []), rule.name])
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const fired = (path: string): readonly string[] => found.get(path) ?? []

  it.each(Object.entries(allowed))('%s may import: %s', (name, list) => {
    const mayImport = list.split(' ')
    for (const other of Object.keys(allowed)) {
      const expected = other === name || mayImport.includes(other) ? [] : [`core-${name}-folders`]
      for (const kind of ['value', 'type']) {
        expect(fired(`packages/core/src/${name}/${kind}-of-${other}.ts`)).toEqual(expected)
      }
    }
  })

  it.each(Object.keys(allowed))('%s imports no npm package but its own', (name) => {
    const own: Record<string, readonly string[]> = {
      ports: ['rxjs'],
      codec: ['msgpackr'],
      rim: ['rxjs', 'xstate'],
      member: ['rxjs'],
    }
    for (const npm of ['rxjs', 'xstate', 'msgpackr']) {
      const expected = own[name]?.includes(npm) ? [] : [`core-${name}-npm`]
      expect(fired(`packages/core/src/${name}/npm-${npm}.ts`)).toEqual(expected)
    }
  })

  it.each(otherArrows)('$rule: $what', ({ path, rule }) => {
    if (rule === 'none') expect(fired(path)).toEqual([])
    else expect(fired(path)).toContain(rule)
  })
})

describe('dependency-cruiser here', () => {
  it('reads every source', () => {
    const args = ['ls-files', '-co', '--exclude-standard', 'packages/*/src/*.ts']
    const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' })
    const sources = listed.split('\n').filter((path) => path && existsSync(join(root, path)))
    const read = new Set(cruise(root, ['packages']).modules.map(({ source }) => source))
    expect(sources.length).toBeGreaterThan(40)
    expect(sources.filter((path) => !read.has(path))).toEqual([])
  })
})
