// What a file refers to: every import, export from, dynamic import, and `new URL('…',
// import.meta.url)` that names another file; relative ones as paths of the repository.

import { posix } from 'node:path'
import type { Node } from 'oxc-parser'
import { folderOf } from '../base/paths.ts'
import { type Source, treeOf, walk } from '../base/source.ts'

export interface Import {
  readonly specifier: string
  readonly offset: number
  /** The path it leads to, for a relative specifier. */
  readonly target: string | undefined
}

const literal = (node: Node | null | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined

const isUrl = (node: Node): boolean => node.type === 'Identifier' && node.name === 'URL'

function specifierOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node.source)
    case 'NewExpression':
      return isUrl(node.callee) ? literal(node.arguments[0]) : undefined
    default:
      return undefined
  }
}

const targetOf = (path: string, specifier: string): string | undefined =>
  specifier.startsWith('.') ? posix.join(folderOf(path), specifier) : undefined

export function importsOf(source: Source): readonly Import[] {
  const found: Import[] = []
  walk(treeOf(source).program, (node) => {
    const specifier = specifierOf(node)
    if (specifier === undefined) return
    const target = targetOf(source.path, specifier)
    found.push({ specifier, offset: node.start, target })
  })
  return found
}
