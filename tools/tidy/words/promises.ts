// Promises live at the public door. L0 to L5 know none: no async, no await. In all of core only
// rim/replies.ts makes one.

import type { Node } from 'oxc-parser'
import { isFunction } from '../base/functions.ts'
import { isCoreSource, isPureCore } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { treeOf, walk } from '../base/source.ts'

const maker = 'packages/core/src/rim/replies.ts'

const isAsync = (node: Node): boolean =>
  node.type === 'AwaitExpression' ||
  (node.type === 'ForOfStatement' && node.await) ||
  (isFunction(node) && node.async)

const makesPromise = (node: Node): boolean =>
  node.type === 'NewExpression' &&
  node.callee.type === 'Identifier' &&
  node.callee.name === 'Promise'

function messageFor(path: string, node: Node): string | undefined {
  if (isPureCore(path) && isAsync(node)) return 'async: a step never waits; ask for an effect'
  if (path !== maker && makesPromise(node)) return `new Promise: only ${maker} makes promises`
  return undefined
}

export const promises: Rule = perFile({
  name: 'promises',
  appliesTo: isCoreSource,
  checkFile: (source) => {
    const findings: Finding[] = []
    walk(treeOf(source).program, (node) => {
      const message = messageFor(source.path, node)
      if (message) findings.push(findingAt(source, node.start, message))
    })
    return findings
  },
})
