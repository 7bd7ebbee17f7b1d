// A function has at most 50 lines, from its first to its closing one.

import { isFunction, nameOf } from '../base/functions.ts'
import { isCode } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { lineAt, treeOf, walk } from '../base/source.ts'

const functionLinesMax = 50

export const functionLength: Rule = perFile({
  name: 'function-length',
  appliesTo: isCode,
  checkFile: (source) => {
    const findings: Finding[] = []
    walk(treeOf(source).program, (node, parents) => {
      if (!isFunction(node)) return
      const lines = lineAt(source, node.end) - lineAt(source, node.start) + 1
      if (lines <= functionLinesMax) return
      const name = nameOf(node, parents)
      const message = `${name} has ${lines} lines, at most ${functionLinesMax}`
      findings.push(findingAt(source, node.start, message))
    })
    return findings
  },
})
