// Control flow nests at most three deep within one function (`else if` is no deeper than its `if`),
// and functions with a block nest at most three deep in each other. Beyond that: name the inner
// part.

import type { Node } from 'oxc-parser'
import { isFunction } from '../base/functions.ts'
import { isCode } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { treeOf, walk } from '../base/source.ts'

const depthMax = 3

const control = [
  'IfStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
]

const isElseIf = (node: Node, parent: Node | undefined): boolean =>
  parent?.type === 'IfStatement' && parent.alternate === node

const deepens = (node: Node, parent: Node | undefined): boolean =>
  control.includes(node.type) && !isElseIf(node, parent)

/** The control statements around a node, itself included, up to the nearest function. */
function controlDepth(chain: readonly Node[]): number {
  const from = chain.findLastIndex(isFunction) + 1
  return chain.slice(from).filter((node, index) => deepens(node, chain[from + index - 1])).length
}

const hasBlock = (node: Node): boolean => isFunction(node) && node.body?.type === 'BlockStatement'

function depthOf(node: Node, parents: readonly Node[]): number {
  const chain = [...parents, node]
  if (hasBlock(node)) return chain.filter(hasBlock).length
  return deepens(node, parents.at(-1)) ? controlDepth(chain) : 0
}

export const nesting: Rule = perFile({
  name: 'nesting',
  appliesTo: isCode,
  checkFile: (source) => {
    const findings: Finding[] = []
    walk(treeOf(source).program, (node, parents) => {
      const depth = depthOf(node, parents)
      if (depth <= depthMax) return
      const what = isFunction(node) ? 'functions' : 'control flow'
      const message = `${what} nested ${depth} deep, at most ${depthMax}: name the inner part`
      findings.push(findingAt(source, node.start, message))
    })
    return findings
  },
})
