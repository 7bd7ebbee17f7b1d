/**
 * `npm run bench [-- NAME] [--json FILE] [--runs N]`: runs the benchmark, or the area, of that
 * name, or all of them, five times or more; prints a table and writes the figures to the file. It
 * fails on a name it does not know, and never on a target that is missed: the table says so.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { catalogue } from './catalogue.ts'
import { type Figure, fullEffort, recordOf } from './figure.ts'
import { tableOf } from './table.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, runs: { type: 'string', default: String(fullEffort.runs) } },
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
const figures: Figure[] = []
for (const benchmark of chosen) {
  console.error(`running ${benchmark.name} …`)
  figures.push(...(await benchmark.run({ ...fullEffort, runs })))
}
console.log(tableOf(figures))
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify(figures.map(recordOf), undefined, 2)}\n`)
