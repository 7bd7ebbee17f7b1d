// The page that shows a run, as one file: its markup with its style and its script inside, and a
// policy that lets nothing else in. The script is the build's modules one after the other, each
// after those it imports. Alone it fails when the committed page is another than the sources make;
// `--write` makes it.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const folder = 'packages/transport-memory'
const page = join(folder, 'page.html')
const { entry } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).page
const sources = join(folder, dirname(entry).replace(/^\.?\/?dist/, 'src'))

const reExported = /^export (\*|\{[^}]*\}) from '(\.[^']+)';\n?/gm
const imported = /^import (\{[^}]*\}) from '(\.[^']+)';\n?/gm
const exported = /^export (?=(?:const|function|class) (\w+))/gm
const remarks = /^(?:\/\/# sourceMappingURL=|\/\/\/ <reference|export \{\};).*\n?/gm

const neededBy = (file, code) =>
  [...code.matchAll(imported), ...code.matchAll(reExported)].map(([, , path]) =>
    join(dirname(file), path),
  )

/** The modules that a module needs, itself last. */
function modulesOf(file, seen = new Set()) {
  if (seen.has(file)) return []
  seen.add(file)
  const code = readFileSync(file, 'utf8')
  const needed = neededBy(file, code).flatMap((path) => modulesOf(path, seen))
  return [...needed, { file, code }]
}

/** `{ a, b as c }` as a pattern that takes them out of an object: `{ a, b: c }`. */
const patternOf = (names) => names.replaceAll(' as ', ': ')

/** A module as a function called at once, whose result is what the module exports. */
function linkedModule({ file, code }, placeOf) {
  const from = (path) => placeOf(join(dirname(file), path))
  const passedOn = []
  const own = [...code.matchAll(exported)].map(([, name]) => name)
  const body = code
    .replace(reExported, (_, names, path) => {
      passedOn.push(names === '*' ? `...${from(path)}` : patternOf(names).slice(1, -1).trim())
      return names === '*' ? '' : `const ${patternOf(names)} = ${from(path)}\n`
    })
    .replace(imported, (_, names, path) => `const ${patternOf(names)} = ${from(path)}\n`)
    .replace(exported, '')
    .replace(remarks, '')
  if (/^(?:import|export) /m.test(body)) throw new Error(`an import or export is left in ${file}`)
  const result = [...passedOn, ...own].join(', ')
  return `const ${placeOf(file)} = (() => {\n${body}return { ${result} }\n})()`
}

function linked(modules) {
  const places = new Map(modules.map(({ file }, i) => [file, `module${i}`]))
  const placeOf = (file) => places.get(file)
  const parts = modules.map((module) => linkedModule(module, placeOf))
  return `'use strict'\n{\n${parts.join('\n')}\n${placeOf(modules.at(-1).file)}.startPage()\n}\n`
}

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function pageText() {
  const script = linked(modulesOf(join(folder, entry)))
  const style = readFileSync(join(sources, 'page.css'), 'utf8')
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}`
  const parts = { policy, style, script, record: '{{record}}' }
  const markup = readFileSync(join(sources, 'page.html'), 'utf8')
  return markup.replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part])
}

const text = pageText()
if (process.argv.includes('--write')) writeFileSync(page, text)
else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
  console.log(`${page} is another than its sources make: npm run page`)
  process.exitCode = 1
}
