/**
 * `npm run bench [-- NAME] [--json FILE] [--runs N] [--share S] [--members N]`: runs the benchmark,
 * or the area, of that name, or all of them, five times or more; prints a table and writes the
 * figures to the file. `--share` is how much of the full load, up to 1; `--members` the largest
 * cluster of those that are made in several sizes. It fails on a name it does not know, and never
 * on a target that is missed: the table says so.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { catalogue } from './catalogue.ts'
import { type Effort, type Figure, fullEffort, recordOf } from './figure.ts'
import { tableOf } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    runs: { type: 'string', default: String(fullEffort.runs) },
    share: { type: 'string', default: String(fullEffort.share) },
    members: { type: 'string' },
  },
})
const [wanted] = positionals
const chosen = catalogue.filter(
  ({ name, area }) => wanted === undefined || wanted === name || wanted === area,
)
if (chosen.length === 0) {
  const known = catalogue.map(({ name, area }) => `${name} (${area})`).join(', ')
  console.error(`no benchmark or area is called ${String(wanted)}; known: ${known}`)
  process.exit(2)
}
const runs = Math.max(fullEffort.runs, Number(values.runs) || 0)
const share = Math.min(fullEffort.share, Number(values.share) || fullEffort.share)
const limit = values.members === undefined ? {} : { membersMax: Number(values.members) }
const effort: Effort = { runs, share, ...limit }
const figures: Figure[] = []
for (const benchmark of chosen) {
  console.error(`running ${benchmark.name} …`)
  figures.push(...(await benchmark.run(effort)))
}
console.log(tableOf(figures))
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify(figures.map(recordOf), undefined, 2)}\n`)
