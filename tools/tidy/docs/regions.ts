// A code block in the docs is a region of a file that runs: `<!-- region: path#name -->` before the
// fence, `// #region name` … `// #endregion name` in a test or an example (`# region` in a script),
// word for word. Without `#name` it is that whole file. Shell blocks may instead consist of
// commands that the repository knows (commands.ts).

import { isTest } from '../base/paths.ts'
import { type Finding, findingIn, type Rule } from '../base/rule.ts'
import type { Source } from '../base/source.ts'
import { unknownCommands } from './commands.ts'
import { dedent, type Fence, fencesOf } from './fences.ts'

const free = ['text', 'mermaid']
const shell = ['sh', 'bash', 'shell']
const codeFiles = /\.(?:ts|mts|js|mjs)$/

const isDoc = (path: string): boolean =>
  path === 'README.md' || /^docs\/.+\.md$/.test(path) || /^packages\/[^/]+\/README\.md$/.test(path)

/** Only what a test runs may be shown as code; the examples are run by a test of theirs. */
const runs = (path: string): boolean =>
  isTest(path) || path.startsWith('examples/') || !codeFiles.test(path)

const mark = (line: string): string | undefined =>
  /^\s*(?:\/\/|#)\s*#?((?:end)?region\s+\S+)\s*$/.exec(line)?.[1]?.replace(/\s+/, ' ')

/** The text between the marks of a region, without the marks of regions inside it. */
function regionOf(text: string, name: string): string | undefined {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => mark(line) === `region ${name}`)
  const end = lines.findIndex((line) => mark(line) === `endregion ${name}`)
  if (start < 0 || end < start) return undefined
  const inside = lines.slice(start + 1, end).filter((line) => mark(line) === undefined)
  return dedent(inside.join('\n'))
}

function complaintOn(fence: Fence, sources: readonly Source[]): string | undefined {
  if (free.includes(fence.tag)) return undefined
  if (fence.tag === '') return 'a block says what it is: tag it text, ts, sh, json or mermaid'
  if (fence.region !== undefined) return complaintOnRegion(fence, fence.region, sources)
  if (!shell.includes(fence.tag)) return 'a block without <!-- region: path#name --> before it'
  const unknown = unknownCommands(fence.text, sources)
  return unknown.length > 0 ? `commands nobody checks: ${unknown.join('; ')}` : undefined
}

function complaintOnRegion(
  { text }: Fence,
  region: string,
  sources: readonly Source[],
): string | undefined {
  const [path = '', name] = region.split('#')
  const source = sources.find((each) => each.path === path)
  if (source === undefined) return `region ${region}: no such file`
  if (!runs(path)) return `region ${region}: not a test, not an example, so nothing runs it`
  const expected = name === undefined ? source.text.trim() : regionOf(source.text, name)
  if (expected === undefined) return `region ${region}: no such region in the file`
  return expected === text ? undefined : `differs from region ${region}`
}

export const regions: Rule = {
  name: 'doc-regions',
  check: (sources) =>
    sources
      .filter(({ path }) => isDoc(path))
      .flatMap(({ path, text }) =>
        fencesOf(text).flatMap((fence): readonly Finding[] => {
          const message = complaintOn(fence, sources)
          return message === undefined ? [] : [{ ...findingIn(path, message), line: fence.line }]
        }),
      ),
}
