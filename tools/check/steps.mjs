// Decides what `npm run check` runs: two lanes of steps, side by side (CI has two cores). The first
// lane is all that needs a build; the second reads sources only. A step is a name and a command, or
// a name and a function; `needs` names the step without which this one says nothing.

import { packTogether } from './packages.mjs'

const bin = (name) => `node_modules/.bin/${name}`

export const lanes = [
  [
    { name: 'build', command: [bin('tsc'), '-b'] },
    { name: 'api', command: [process.execPath, 'tools/check/api.mjs'], needs: 'build' },
    { name: 'page', command: [process.execPath, 'tools/page/page.mjs'], needs: 'build' },
    { name: 'packages', run: packTogether, needs: 'build' },
  ],
  [
    { name: 'lockfile', command: [process.execPath, 'tools/check/lockfile.mjs'] },
    { name: 'format', command: [bin('biome'), 'format', '--max-diagnostics=50'] },
    {
      name: 'lint',
      command: [
        bin('oxlint'),
        '--type-aware',
        '--tsconfig',
        'tsconfig.check.json',
        '--format',
        'unix',
      ],
    },
    { name: 'types', command: [bin('tsc'), '-p', 'tsconfig.check.json'] },
    { name: 'unused', command: [bin('knip'), '--no-progress'] },
    { name: 'layers', command: [bin('depcruise'), 'packages', 'examples', 'bench', 'tools'] },
  ],
]
