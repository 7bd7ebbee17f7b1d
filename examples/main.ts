/**
 * Runs one example, by its number or the beginning of its name: `npm run example -- 01`.
 */
import { readdirSync } from 'node:fs'

const isExample = /^\d\d-/
const examples = readdirSync(new URL('.', import.meta.url)).filter((name) => isExample.test(name))
const asked = process.argv[2] ?? ''
const found = asked === '' ? undefined : examples.find((name) => name.startsWith(asked))

if (found === undefined) {
  console.error(`Give one of these, or its number:\n  ${examples.join('\n  ')}`)
  process.exitCode = 2
} else {
  await import(new URL(`${found}/main.js`, import.meta.url).href)
}
