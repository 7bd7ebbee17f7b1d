// A small repository in which every arrow between layers is drawn once, the allowed and the
// forbidden ones. `allowed` is the table of the architecture written a second time, so that a slip
// in the configuration shows.

const values = 'collections model time log state'
const protocols = 'membership replication locks requests writes'

/** A folder of core and the folders it may import. */
export const allowed: Readonly<Record<string, string>> = {
  collections: '',
  data: '',
  model: 'data',
  ports: 'model',
  time: 'collections model',
  codec: 'collections model time',
  log: 'collections model time codec',
  state: 'collections model time log',
  membership: values,
  replication: values,
  locks: values,
  requests: values,
  writes: values,
  kernel: `${values} ${protocols}`,
  platform: 'collections model ports',
  session: 'model ports codec',
  rim: `${values} ports codec ${protocols} kernel session`,
  member: `${values} ports codec ${protocols} kernel platform rim`,
}

const folders: readonly string[] = Object.keys(allowed)

/** Every folder imports every other, once a value and once a type. */
export const arrows = (): Record<string, string> =>
  Object.fromEntries(
    folders.flatMap((from) =>
      folders.flatMap((to) => [
        [`packages/core/src/${from}/value-of-${to}.ts`, `import { a } from '../${to}/index.ts'\na`],
        [
          `packages/core/src/${from}/type-of-${to}.ts`,
          `import type { A } from '../${to}/index.ts'`,
        ],
      ]),
    ),
  )

/** Every folder imports every npm package that some folder may. */
export const npmArrows = (): Record<string, string> =>
  Object.fromEntries(
    folders.flatMap((from) =>
      ['rxjs', 'xstate', 'msgpackr'].map((npm) => [
        `packages/core/src/${from}/npm-${npm}.ts`,
        `import type { A } from '${npm}'`,
      ]),
    ),
  )

/** The way back of the two cycles: a cycle is reported once, at the file that comes first. */
export const waysBack: Readonly<Record<string, string>> = {
  'packages/core/src/log/ring-b.ts': "import { a } from './ring-a.ts'\na",
  'packages/core/src/log/type-b.ts': "import type { A } from './type-a.ts'",
}

interface Arrow {
  readonly rule: string
  readonly what: string
  readonly path: string
  readonly text: string
}

const arrow =
  (rule: string, what: string) =>
  (path: string, text: string): Arrow => ({
    rule,
    what,
    path: `packages/${path}`,
    text,
  })

/** Arrows of every other rule; `none` marks one that must be let through. */
export const otherArrows: readonly Arrow[] = [
  arrow('no-cycle', 'two files')('core/src/log/ring-a.ts', "import { b } from './ring-b.ts'\nb"),
  arrow('no-cycle', 'of types')('core/src/log/type-a.ts', "import type { B } from './type-b.ts'"),
  arrow('no-unresolvable', 'a slip')('core/src/log/slip.ts', "import { a } from './nowhere.ts'\na"),
  arrow('no-undeclared', 'npm')('cli/src/undeclared.ts', "import { a } from 'undeclared'\na"),
  arrow('no-dev-dependency', 'npm')('cli/src/development.ts', "import { a } from 'vitest'\na"),
  arrow('none', 'tests use vitest')('core/src/log/a.test.ts', "import { it } from 'vitest'\nit"),
  arrow('no-import-of-tests', 'a source')(
    'core/src/log/b.ts',
    "import { a } from './a.test.ts'\na",
  ),
  arrow('core-known-folder', 'from')('core/src/odd/a.ts', "import { a } from '../log/index.ts'\na"),
  arrow('core-known-folder-used', 'to')('core/src/log/c.ts', "import { a } from '../odd/a.ts'\na"),
  arrow('package-known', 'a new one')('odd/src/index.ts', "import { a } from '@quorate/core'\na"),
  arrow('core-log-builtins', 'Node')('core/src/log/d.ts', "import { a } from 'node:fs'\na"),
  arrow('core-member-builtins', 'Node')('core/src/member/d.ts', "import { a } from 'node:fs'\na"),
  arrow('none', 'Node')('core/src/platform/d.ts', "import { a } from 'node:fs'\na"),
  arrow('package-conformance-builtins', 'Node')(
    'conformance/src/a.ts',
    "import { a } from 'node:fs'\na",
  ),
  arrow('package-core-packages', 'upwards')(
    'core/src/member/e.ts',
    "import { a } from '@quorate/transport-memory'\na",
  ),
  arrow('package-core-test-packages', 'upwards')(
    'core/src/member/e.test.ts',
    "import { a } from '@quorate/conformance'\na",
  ),
  arrow('package-transport-memory-packages', 'upwards')(
    'transport-memory/src/a.ts',
    "import type { A } from '@quorate/conformance'",
  ),
  arrow('none', 'adapters test themselves')(
    'transport-memory/src/a.test.ts',
    "import { a } from '@quorate/conformance'\nimport { b } from '@quorate/core'\na + b",
  ),
  arrow('package-transport-memory-npm', 'npm')(
    'transport-memory/src/b.ts',
    "import { a } from 'xstate'\na",
  ),
  arrow('private-simulator', 'to')('cli/src/a.ts', "import { a } from '@quorate/simulator'\na"),
  {
    rule: 'no-reaching-in',
    what: 'a tool',
    path: 'tools/a.ts',
    text: "import { a } from '../packages/core/src/log/index.ts'\na",
  },
  {
    rule: 'bench-doors',
    what: 'a benchmark',
    path: 'bench/a.ts',
    text: "import { a } from '../packages/core/src/log/value-of-time.ts'\na",
  },
  {
    rule: 'none',
    what: 'a benchmark of a part',
    path: 'bench/b.ts',
    text: "import { a } from '../packages/core/src/log/index.ts'\na",
  },
]
