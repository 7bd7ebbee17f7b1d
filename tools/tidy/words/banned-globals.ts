// Ambient names that core may not touch outside platform/: clocks, timers, randomness, the process
// and the console, each with what to use instead. Found in the syntax tree, so that comments and
// strings may speak of them.

import type { Node } from 'oxc-parser'
import { coreFolder, isCoreSource } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { treeOf, walk } from '../base/source.ts'

const timer = 'arm a timer effect'

/** `object.member`, or `object.*` for anything of it; `*.member` for that member of anything. */
const members: Readonly<Record<string, string>> = {
  'Date.now': 'the input carries the time; the rim reads the Clock port',
  'Math.random': "draw from the input's entropy",
  'crypto.randomUUID': "draw from the input's entropy",
  'crypto.getRandomValues': "draw from the input's entropy",
  'performance.now': 'the input carries the time; the rim reads the Clock port',
  'process.*': 'only platform/ knows the process',
  'console.*': 'publish a notice, or use the Logger port',
  '*.localeCompare': 'compare code units: the order must not depend on the machine',
}

const names: Readonly<Record<string, string>> = {
  setTimeout: timer,
  setInterval: timer,
  setImmediate: timer,
  queueMicrotask: 'an effect runs in its step; nothing hides in a queue',
  structuredClone: 'values are readonly: share them',
}

const nameOf = (node: Node): string => (node.type === 'Identifier' ? node.name : '')

function bannedMember(node: Node): readonly [string, string] | undefined {
  if (node.type !== 'MemberExpression' || node.computed) return undefined
  const object = nameOf(node.object)
  const property = nameOf(node.property)
  const patterns = [`${object}.${property}`, `${object}.*`, `*.${property}`]
  const pattern = patterns.find((each) => Object.hasOwn(members, each))
  if (pattern === undefined) return undefined
  return [`${object || '…'}.${property}`, members[pattern] ?? '']
}

function bannedCall(node: Node): readonly [string, string] | undefined {
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && !node.arguments.length) {
    return ['new Date()', members['Date.now'] ?? '']
  }
  if (node.type !== 'CallExpression') return undefined
  const name = nameOf(node.callee)
  return Object.hasOwn(names, name) ? [name, names[name] ?? ''] : undefined
}

export const bannedGlobals: Rule = perFile({
  name: 'banned-globals',
  appliesTo: (path) => isCoreSource(path) && coreFolder(path) !== 'platform',
  checkFile: (source) => {
    const findings: Finding[] = []
    walk(treeOf(source).program, (node) => {
      const banned = bannedMember(node) ?? bannedCall(node)
      if (banned) findings.push(findingAt(source, node.start, banned.join(': ')))
    })
    return findings
  },
})
