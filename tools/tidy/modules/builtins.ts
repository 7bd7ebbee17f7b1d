// The two things about core's imports that a table of folders cannot say: Node's modules are named
// only in platform/, and ports/ takes from rxjs nothing but types.

import { coreFolder, isCoreSource } from '../base/paths.ts'
import { type Finding, findingAt, perFile, type Rule } from '../base/rule.ts'
import { treeOf } from '../base/source.ts'
import { importsOf } from './imports.ts'

export const builtins: Rule = perFile({
  name: 'builtins',
  appliesTo: (path) => isCoreSource(path) && coreFolder(path) !== 'platform',
  checkFile: (source) =>
    importsOf(source)
      .filter(({ specifier }) => specifier.startsWith('node:'))
      .map(({ specifier, offset }) =>
        findingAt(source, offset, `${specifier}: only platform/ knows Node; ask for a port`),
      ),
})

export const portsAreTypes: Rule = perFile({
  name: 'ports-are-types',
  appliesTo: (path) => isCoreSource(path) && coreFolder(path) === 'ports',
  checkFile: (source) =>
    treeOf(source).program.body.flatMap((node): readonly Finding[] =>
      node.type === 'ImportDeclaration' &&
      node.source.value.startsWith('rxjs') &&
      node.importKind !== 'type'
        ? [findingAt(source, node.start, 'a port is an interface: import type from rxjs')]
        : [],
    ),
})
