// `npm run check`: runs every step of steps.mjs, prints each with its time, and the output of those
// that failed. All steps run even when one failed, so that one run shows everything.

import { pathToFileURL } from 'node:url'
import { lanes } from './steps.mjs'
import { run } from './run-command.mjs'

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** A step's outcome: `output` is printed when it failed. */
const attempt = (step) => (step.run ? step.run() : run(step.command[0], step.command.slice(1)))

const linesShown = 80

/** The start of a failed step's output, indented, and how to see the rest. */
function excerpt(step, output) {
  const lines = output.trimEnd().split('\n')
  const more = lines.length - linesShown
  const itself = step.command?.join(' ')
  const rest = more > 0 ? [`… and ${more} more lines${itself ? `: ${itself}` : ''}`] : []
  return [...lines.slice(0, linesShown), ...rest].map((line) => `        ${line}`).join('\n')
}

async function runLane(lane, failed) {
  for (const step of lane) {
    if (step.needs && failed.has(step.needs)) {
      console.log(`  skip  ${step.name} (needs ${step.needs})`)
      continue
    }
    const since = performance.now()
    const { ok, output } = await attempt(step)
    console.log(`  ${ok ? 'ok  ' : 'FAIL'}  ${step.name}  ${seconds(since)}`)
    if (ok) continue
    failed.add(step.name)
    console.log(excerpt(step, output))
  }
}

/** The names of the steps that failed. */
export async function check() {
  const since = performance.now()
  const failed = new Set()
  await Promise.all(lanes.map((lane) => runLane(lane, failed)))
  const verdict = failed.size === 0 ? 'passed' : `failed: ${[...failed].join(', ')}`
  console.log(`check ${verdict}  ${seconds(since)}`)
  return [...failed]
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await check()).length === 0 ? 0 : 1
}
