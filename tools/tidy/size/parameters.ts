// A function takes at most three parameters, and so does one that is only declared (in an interface
// or a type): beyond that, an options object names them.

import type { Node } from 'oxc-parser'
import { isCode } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { treeOf, walk } from '../base/source.ts'

const parametersMax = 3

const isThis = (node: unknown): boolean =>
  typeof node === 'object' && node !== null && 'name' in node && node.name === 'this'

const countOf = (node: Node): number =>
  'params' in node && Array.isArray(node.params) && !node.type.startsWith('TSTypeParameter')
    ? node.params.filter((parameter: unknown) => !isThis(parameter)).length
    : 0

export const parameters: Rule = perFile({
  name: 'parameters',
  appliesTo: isCode,
  checkFile: (source) => {
    const findings: Finding[] = []
    walk(treeOf(source).program, (node) => {
      const count = countOf(node)
      if (count <= parametersMax) return
      const message = `${count} parameters, at most ${parametersMax}: take an options object`
      findings.push(findingAt(source, node.start, message))
    })
    return findings
  },
})
