// Census of ports: whoever implements Transport, LogStore or Fs runs the conformance suite. An
// implementation is a class that `implements` the port or a function with a body that returns it;
// its package needs a test that imports @quorate/conformance and calls the suite. Core, which may
// not import the suites, is covered by conformance's own tests.

import type { Node, TSType } from 'oxc-parser'
import { isFunction } from '../base/functions.ts'
import { isPackageSource, isTest, packageOf } from '../base/paths.ts'
import { findingAt, type Rule } from '../base/rule.ts'
import { type Source, treeOf, walk } from '../base/source.ts'

const suites: Readonly<Record<string, string>> = {
  Transport: 'transportContract',
  LogStore: 'logStoreContract',
  Fs: 'fsContract',
}

interface Implementation {
  readonly port: string
  readonly source: Source
  readonly offset: number
}

const isPort = (name: string): boolean => Object.hasOwn(suites, name)

const referred = (type: TSType | undefined): string =>
  type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' ? type.typeName.name : ''

function portsOf(node: Node): readonly string[] {
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
    const names = (node.implements ?? []).map(({ expression }) => expression)
    return names.flatMap((each) => (each.type === 'Identifier' ? [each.name] : [])).filter(isPort)
  }
  if (!isFunction(node) || !node.body) return []
  return [referred(node.returnType?.typeAnnotation)].filter(isPort)
}

function implementationsIn(source: Source): readonly Implementation[] {
  const found: Implementation[] = []
  walk(treeOf(source).program, (node) => {
    for (const port of portsOf(node)) found.push({ port, source, offset: node.start })
  })
  return found
}

/** Where the suites are run for a package: in its own tests, for core in conformance's. */
const judgeOf = (name: string): string => (name === 'core' ? 'conformance' : name)

function runsSuite(tests: readonly Source[], name: string, suite: string): boolean {
  const its = tests.filter(({ path }) => packageOf(path) === judgeOf(name))
  const imported = judgeOf(name) === 'conformance' ? './' : '@quorate/conformance'
  return its.some(({ text }) => text.includes(imported) && new RegExp(`\\b${suite}\\b`).test(text))
}

export const contracts: Rule = {
  name: 'contracts',
  check: (sources) => {
    const tests = sources.filter(({ path }) => isTest(path))
    return sources
      .filter(({ path }) => isPackageSource(path))
      .flatMap(implementationsIn)
      .filter(({ port, source }) => {
        return !runsSuite(tests, packageOf(source.path) ?? '', suites[port] ?? '')
      })
      .map(({ port, source, offset }) => {
        const message = `implements ${port}: no test of its package runs ${suites[port]}`
        return findingAt(source, offset, message)
      })
  },
}
