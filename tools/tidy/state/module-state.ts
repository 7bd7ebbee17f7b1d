// No mutable state in a module: two members in one process would share it. At the top level there
// is no `let`, and no collection without a readonly type; a class has no mutable static.

import type { Expression, Node, TSType, VariableDeclarator } from 'oxc-parser'
import { isPackageSource } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { treeOf, walk } from '../base/source.ts'

const collections = ['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']

function isMutableValue(value: Expression | null): boolean {
  if (value?.type === 'ArrayExpression') return true
  if (value?.type === 'ObjectExpression') return value.properties.length === 0
  if (value?.type !== 'NewExpression' || value.callee.type !== 'Identifier') return false
  return collections.includes(value.callee.name)
}

/** A type of our own may well be readonly: only the plain mutable ones are held against it. */
function isMutableType(type: TSType | undefined): boolean {
  if (type === undefined || type.type === 'TSArrayType') return true
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return false
  return [...collections, 'Record'].includes(type.typeName.name)
}

const isMutable = ({ id, init }: VariableDeclarator): boolean =>
  isMutableValue(init) && isMutableType(id.typeAnnotation?.typeAnnotation)

const atTop = (parents: readonly Node[]): boolean =>
  parents.every(({ type }) => type === 'Program' || type === 'ExportNamedDeclaration')

function messageFor(node: Node, parents: readonly Node[]): string | undefined {
  if (node.type === 'PropertyDefinition' && node.static && !node.readonly) {
    return 'a mutable static is module state: make it readonly'
  }
  if (node.type !== 'VariableDeclaration' || !atTop(parents) || node.declare) return undefined
  if (node.kind !== 'const') return `module-level ${node.kind}: pass it as a value`
  return node.declarations.some(isMutable)
    ? 'a mutable module-level collection: give it a readonly type, or pass it as a value'
    : undefined
}

export const moduleState: Rule = perFile({
  name: 'module-state',
  appliesTo: isPackageSource,
  checkFile: (source) => {
    const findings: Finding[] = []
    walk(treeOf(source).program, (node, parents) => {
      const message = messageFor(node, parents)
      if (message) findings.push(findingAt(source, node.start, message))
    })
    return findings
  },
})
