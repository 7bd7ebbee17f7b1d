// Syntax that nobody here writes: holes in the types, default exports, and what does not erase.
// Configuration files may export by default, since their tools ask for it.

import type { Node } from 'oxc-parser'
import { isTypeScript } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { type Source, treeOf, walk } from '../base/source.ts'

const replacements: Partial<Record<Node['type'], string>> = {
  TSAnyKeyword: 'any: say what it is, or unknown',
  ExportDefaultDeclaration: 'export default: export by name',
  TSEnumDeclaration: 'enum: use a union of strings',
  TSModuleDeclaration: 'namespace: use a module',
  TSExportAssignment: 'export =: export by name',
}

const isConfig = (path: string): boolean => /\.config\.m?ts$/.test(path)

function messageFor(path: string, node: Node): string | undefined {
  if (node.type === 'ExportDefaultDeclaration' && isConfig(path)) return undefined
  if (node.type === 'TSModuleDeclaration' && node.declare) return undefined
  return replacements[node.type]
}

const silencers = (source: Source): readonly Finding[] =>
  treeOf(source)
    .comments.filter(({ value }) => /@ts-(?:ignore|nocheck)\b/.test(value))
    .map(({ start }) => findingAt(source, start, '@ts-ignore: mend the types instead'))

export const bannedSyntax: Rule = perFile({
  name: 'banned-syntax',
  appliesTo: isTypeScript,
  checkFile: (source) => {
    const findings = [...silencers(source)]
    walk(treeOf(source).program, (node) => {
      const message = messageFor(source.path, node)
      if (message) findings.push(findingAt(source, node.start, message))
    })
    return findings
  },
})
