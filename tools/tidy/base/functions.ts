// What counts as a function, and what it is called in a finding.

import type { ArrowFunctionExpression, Function as FunctionNode, Node } from 'oxc-parser'

export type Callable = FunctionNode | ArrowFunctionExpression

const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

export const isFunction = (node: Node): node is Callable => kinds.includes(node.type)

const nameIn = (node: Node | undefined): string | undefined => {
  if (node === undefined) return undefined
  const key = 'key' in node ? node.key : 'id' in node ? node.id : undefined
  const name = key && typeof key === 'object' && 'name' in key ? key.name : undefined
  return typeof name === 'string' ? name : undefined
}

export const nameOf = (node: Callable, parents: readonly Node[]): string =>
  nameIn(node) ?? nameIn(parents.at(-1)) ?? 'a function'
