// RxJS operators and xstate features with a clock of their own: under virtual time they would wait
// for real. Time is a timer effect on the Clock port.

import type { ImportDeclaration, Node } from 'oxc-parser'
import { isPackageSource, packageOf } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { treeOf, walk } from '../base/source.ts'

const instead = 'has a clock of its own: arm a timer effect on the Clock'

const bannedImports: Readonly<Record<string, readonly string[]>> = {
  rxjs: [
    'delay',
    'debounceTime',
    'throttleTime',
    'timeout',
    'timeoutWith',
    'interval',
    'timer',
    'bufferTime',
    'auditTime',
    'sampleTime',
    'windowTime',
    'timeInterval',
    'timestamp',
    'asyncScheduler',
    'asapScheduler',
    'animationFrameScheduler',
  ],
  xstate: ['fromPromise', 'waitFor'],
}

const packageName = (specifier: string): string => specifier.split('/')[0] ?? specifier

function importedNames(node: ImportDeclaration): readonly string[] {
  return node.specifiers.map((each) =>
    each.type === 'ImportSpecifier' && each.imported.type === 'Identifier'
      ? each.imported.name
      : '*',
  )
}

function bannedIn(node: ImportDeclaration): readonly string[] {
  const banned = bannedImports[packageName(node.source.value)] ?? []
  return importedNames(node).filter((name) => banned.includes(name))
}

const importsXstate = (node: Node): boolean =>
  node.type === 'ImportDeclaration' && packageName(node.source.value) === 'xstate'

const keyOf = (node: Node): string =>
  node.type === 'Property' && node.key.type === 'Identifier' ? node.key.name : ''

const isDelayedSend = (node: Node, parents: readonly Node[]): boolean => {
  const call = parents.findLast(({ type }) => type === 'CallExpression')
  if (keyOf(node) !== 'delay' || call?.type !== 'CallExpression') return false
  return call.callee.type === 'Identifier' && ['raise', 'sendTo'].includes(call.callee.name)
}

export const clockedStreams: Rule = perFile({
  name: 'clocked-streams',
  appliesTo: (path) => isPackageSource(path) && packageOf(path) !== 'cli',
  checkFile: (source) => {
    const findings: Finding[] = []
    const { program } = treeOf(source)
    const drivesMachine = program.body.some(importsXstate)
    const report = (node: Node, what: string): void => {
      findings.push(findingAt(source, node.start, `${what} ${instead}`))
    }
    walk(program, (node, parents) => {
      if (node.type === 'ImportDeclaration') for (const its of bannedIn(node)) report(node, its)
      if (!drivesMachine) return
      if (keyOf(node) === 'after') report(node, '`after`')
      if (isDelayedSend(node, parents)) report(node, '`delay`')
    })
    return findings
  },
})
