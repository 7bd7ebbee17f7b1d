// Reads an emitted .d.ts as a module: what it declares, imports and exports, each by name. Knows
// nothing of packages: a specifier that is not relative leads outside and ends there.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

const cache = new Map()

const nameOf = (node) => node.name ?? node.value
const follow = (file, specifier) =>
  specifier.startsWith('.')
    ? { file: join(dirname(file), specifier).replace(/\.[jt]s$/, '.d.ts') }
    : { outside: specifier }

const declaredNames = (node) =>
  node.type === 'VariableDeclaration'
    ? node.declarations.map(({ id }) => id.name)
    : node.id
      ? [nameOf(node.id)]
      : []

/** Comments are documentation, not surface; a blank line less or more is no change either. */
const surfaceText = (text) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')

function typeNames(node) {
  const names = new Set()
  const root = (name) => (name.type === 'TSQualifiedName' ? root(name.left) : name.name)
  const add = (name) => names.add(root(name))
  new Visitor({
    TSTypeReference: ({ typeName }) => add(typeName),
    TSTypeQuery: ({ exprName }) => exprName.type !== 'TSImportType' && add(exprName),
    TSInterfaceHeritage: ({ expression }) => expression.name && names.add(expression.name),
    ClassDeclaration: ({ superClass }) => superClass?.name && names.add(superClass.name),
  }).visit({ type: 'Program', body: [node], sourceType: 'module', hashbang: null })
  return names
}

function declare(module, node, text) {
  for (const name of declaredNames(node)) {
    const before = module.declared.get(name)
    const its = surfaceText(text)
    module.declared.set(name, {
      text: before ? `${before.text}\n${its}` : its,
      uses: new Set([...(before?.uses ?? []), ...typeNames(node)]),
    })
  }
}

function readImport(module, node) {
  for (const { local, imported } of node.specifiers) {
    const name = imported ? nameOf(imported) : '*'
    module.imported.set(local.name, { ...follow(module.file, node.source.value), name })
  }
}

function readExport(module, node, text) {
  if (node.declaration) {
    declare(module, node.declaration, text)
    for (const name of declaredNames(node.declaration)) module.exported.set(name, { local: name })
  }
  for (const { local, exported } of node.specifiers) {
    const target = node.source
      ? { ...follow(module.file, node.source.value), name: nameOf(local) }
      : { local: nameOf(local) }
    module.exported.set(nameOf(exported), target)
  }
}

const readers = {
  ImportDeclaration: readImport,
  ExportNamedDeclaration: readExport,
  ExportAllDeclaration: (module, node) => module.all.push(follow(module.file, node.source.value)),
}

/** { file, declared, imported, exported, all } of one .d.ts, read once. */
export function moduleAt(file) {
  const known = cache.get(file)
  if (known) return known
  const module = { file, declared: new Map(), imported: new Map(), exported: new Map(), all: [] }
  cache.set(file, module)
  const text = readFileSync(file, 'utf8')
  for (const node of parseSync(file, text).program.body) {
    const read = readers[node.type] ?? declare
    read(module, node, text.slice(node.start, node.end))
  }
  return module
}
