// L0 to L5 change nothing they were handed: no assignment to a property of a parameter, no mutating
// method on it or on what it holds. `set`, `add` and `delete` count only where their result is
// thrown away: on a persistent collection they return the new one.

import type { Node } from 'oxc-parser'
import { isFunction } from '../base/functions.ts'
import { isPureCore } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { treeOf, walk } from '../base/source.ts'

const mutators = ['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill']
const mutatorsWhenDropped = ['set', 'add', 'delete', 'clear']

/** The names that a parameter or a destructuring pattern brings into scope. */
function boundNames(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'AssignmentPattern':
      return boundNames(pattern.left)
    case 'RestElement':
      return boundNames(pattern.argument)
    case 'TSParameterProperty':
      return boundNames(pattern.parameter)
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => (each ? boundNames(each) : []))
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) =>
        each.type === 'Property' ? boundNames(each.value) : boundNames(each),
      )
    default:
      return []
  }
}

/** `a` for `a.b[c].d`; nothing for `f().b` or `this.b`. */
function rootName(node: Node): string | undefined {
  if (node.type === 'MemberExpression') return rootName(node.object)
  if (node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression') {
    return rootName(node.expression)
  }
  return node.type === 'Identifier' ? node.name : undefined
}

function mutatedBy(node: Node, parent: Node | undefined): Node | undefined {
  if (node.type === 'AssignmentExpression') return node.left
  if (node.type === 'UpdateExpression') return node.argument
  if (node.type === 'UnaryExpression') return node.operator === 'delete' ? node.argument : undefined
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const { property } = node.callee
  if (property.type !== 'Identifier') return undefined
  const dropped = parent?.type === 'ExpressionStatement'
  const banned = dropped ? [...mutators, ...mutatorsWhenDropped] : mutators
  return banned.includes(property.name) ? node.callee : undefined
}

const isParameter = (name: string, parents: readonly Node[]): boolean =>
  parents.filter(isFunction).some(({ params }) => params.flatMap(boundNames).includes(name))

export const parameterMutation: Rule = perFile({
  name: 'parameter-mutation',
  appliesTo: isPureCore,
  checkFile: (source) => {
    const findings: Finding[] = []
    walk(treeOf(source).program, (node, parents) => {
      const target = mutatedBy(node, parents.at(-1))
      if (target?.type !== 'MemberExpression') return
      const name = rootName(target)
      if (name === undefined || !isParameter(name, parents)) return
      findings.push(
        findingAt(source, node.start, `changes its parameter ${name}: return a new one`),
      )
    })
    return findings
  },
})
