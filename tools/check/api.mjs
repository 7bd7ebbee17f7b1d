// The public surface of each published package, kept in git under api/. Alone it fails when the
// emitted declarations say something else than the committed report; `--write` records the change.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiReport } from './api-report.mjs'
import { publishedPackages } from './published.mjs'

const write = process.argv.includes('--write')
const reports = publishedPackages().map(({ short, folder, manifest }) => ({
  file: join('api', `${short}.api.md`),
  text: apiReport(manifest.name, join(folder, 'dist/index.d.ts')),
}))
const known = new Set(reports.map(({ file }) => file))
const orphans = existsSync('api')
  ? readdirSync('api')
      .map((file) => join('api', file))
      .filter((file) => !known.has(file))
  : []

/** The first lines that differ, enough to see what changed. */
function difference(before, after) {
  const had = new Set(before.split('\n'))
  const has = new Set(after.split('\n'))
  const gone = [...had].filter((line) => !has.has(line)).map((line) => `- ${line}`)
  const come = [...has].filter((line) => !had.has(line)).map((line) => `+ ${line}`)
  return [...gone, ...come].slice(0, 20).map((line) => `    ${line}`)
}

function compare({ file, text }) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return before === text ? [] : [`${file} differs from the build:`, ...difference(before, text)]
}

if (write) {
  mkdirSync('api', { recursive: true })
  for (const { file, text } of reports) writeFileSync(file, text)
  for (const file of orphans) rmSync(file)
} else {
  const problems = [
    ...reports.flatMap(compare),
    ...orphans.map((file) => `${file} belongs to no published package`),
  ]
  if (problems.length > 0) {
    console.log(problems.join('\n'))
    console.log('If the change is meant, record it: npm run api (and say why in the commit).')
    process.exitCode = 1
  }
}
