// Turns the table of tools/check/layers.mjs into dependency-cruiser's rules, and adds those that
// hold everywhere. `import type` counts like any import. Beside TypeScript 7 this tool reads .ts
// files through @swc/core only; without it, it cruises nothing and passes, so a test counts the
// modules.

import { coreFolders, packages } from './tools/check/layers.mjs'

const test = '\\.(?:test|fixture)\\.ts$'
const anyOf = (names) => (names.length > 0 ? `(?:${names.join('|')})` : '(?!)')
const npmPath = (names) => `(?:^|/)node_modules/${anyOf(names)}/`
const npmTypes = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown']
const error = (name, comment, arrow) => ({ name, comment, severity: 'error', ...arrow })

const core = (folders) => `^packages/core/src/${anyOf(folders)}/`
const known = coreFolders.map(({ folder }) => folder)

const coreFolderRules = ({ folder, folders, npm, builtins }) => {
  const from = { path: core([folder]), pathNot: test }
  const may = folders.length > 0 ? folders.join(', ') : 'no folder'
  const mayNpm = npm.length > 0 ? npm.join(', ') : 'none'
  return [
    error(`core-${folder}-folders`, `${folder} may import ${may}`, {
      from,
      to: { path: '^packages/core/src/', pathNot: core([folder, ...folders]) },
    }),
    error(`core-${folder}-npm`, `npm packages ${folder} may import: ${mayNpm}`, {
      from,
      to: { dependencyTypes: npmTypes, pathNot: npmPath(npm) },
    }),
    ...(builtins ? [] : [noBuiltins(`core-${folder}-builtins`, from)]),
  ]
}

const noBuiltins = (name, from) =>
  error(name, 'Node built-ins stay in platform, adapters, cli and tools', {
    from,
    to: { dependencyTypes: ['core'] },
  })

const ownPackages = (names) => `^packages/${anyOf(names)}/`

const packageRules = ({ name, packages: its, testing, npm, builtins }) => {
  const path = `^packages/${name}/src/`
  const from = { path, pathNot: test }
  const arrow = (suffix, source, allowed) =>
    error(`package-${name}${suffix}`, `${name} may import: ${allowed.join(', ') || 'no package'}`, {
      from: source,
      to: { path: '^(?:packages|examples|bench|tools)/', pathNot: ownPackages([name, ...allowed]) },
    })
  return [
    arrow('-packages', from, its),
    arrow('-test-packages', { path: `${path}.*${test}` }, [...its, ...testing]),
    ...(npm
      ? [
          error(`package-${name}-npm`, `npm packages ${name} may import: ${npm.join(', ')}`, {
            from,
            to: { dependencyTypes: npmTypes, pathNot: npmPath(npm) },
          }),
        ]
      : []),
    ...(builtins ? [] : [noBuiltins(`package-${name}-builtins`, from)]),
  ]
}

const everywhere = [
  error('no-cycle', 'No import cycle of any length, types included', {
    from: {},
    to: { circular: true },
  }),
  error('no-unresolvable', 'An import that leads nowhere', {
    from: {},
    to: { couldNotResolve: true },
  }),
  error('no-undeclared', 'An npm package that the nearest package.json does not declare', {
    from: { path: '^packages/', pathNot: test },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  }),
  error('no-dev-dependency', 'What is published may not rest on a devDependency', {
    from: { path: '^packages/', pathNot: test },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'] },
  }),
  error('no-import-of-tests', 'Only tests import tests and their samples', {
    from: { pathNot: test },
    to: { path: test },
  }),
  error('core-known-folder', 'A new folder of core needs a row in tools/check/layers.mjs', {
    from: { path: '^packages/core/src/[^/]+/', pathNot: core(known) },
    to: {},
  }),
  error('core-known-folder-used', 'A new folder of core needs a row in tools/check/layers.mjs', {
    from: {},
    to: { path: '^packages/core/src/[^/]+/', pathNot: core(known) },
  }),
  error('package-known', 'A new package needs a row in tools/check/layers.mjs', {
    from: {
      path: '^packages/[^/]+/src/',
      pathNot: `^packages/${anyOf(packages.map(({ name }) => name))}/`,
    },
    to: {},
  }),
  error('no-reaching-in', 'Examples and tools enter a package by its door', {
    from: { path: '^(?:examples|tools)/' },
    to: { path: '^packages/[^/]+/src/', pathNot: '^packages/[^/]+/src/index\\.ts$' },
  }),
  error('bench-doors', 'Benchmarks measure parts of core too: by the door of a folder', {
    from: { path: '^bench/' },
    to: {
      path: '^packages/[^/]+/src/',
      pathNot: '^packages/(?:[^/]+/src|core/src/[^/]+)/index\\.ts$',
    },
  }),
  error('private-simulator', 'Nothing imports the simulator', {
    from: { pathNot: '^packages/simulator/' },
    to: { path: '^packages/simulator/' },
  }),
]

export default {
  forbidden: [
    ...everywhere,
    ...coreFolders.flatMap(coreFolderRules),
    ...packages.flatMap(packageRules),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '/fixtures/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
}
