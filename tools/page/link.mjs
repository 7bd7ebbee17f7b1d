// Modules as one script: each in a function of its own, after those it imports, so that their
// names do not meet. Knows the imports and exports that the compiler writes for our own code, by
// name from relative paths, and refuses what it does not know: no bundler is needed for so little.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

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

/** `{ a, b as c }` as the names they have from here on: `a, c`. */
const namesOf = (names) =>
  names
    .slice(1, -1)
    .replace(/\w+ as /g, '')
    .trim()

/** A module as a function called at once, whose result is what the module exports. */
function linkedModule({ file, code }, placeOf) {
  const from = (path) => placeOf(join(dirname(file), path))
  const passedOn = []
  const own = [...code.matchAll(exported)].map(([, name]) => name)
  const body = code
    .replace(reExported, (_, names, path) => {
      passedOn.push(names === '*' ? `...${from(path)}` : namesOf(names))
      return names === '*' ? '' : `const ${patternOf(names)} = ${from(path)}\n`
    })
    .replace(imported, (_, names, path) => `const ${patternOf(names)} = ${from(path)}\n`)
    .replace(exported, '')
    .replace(remarks, '')
  if (/^(?:import|export) /m.test(body)) throw new Error(`an import or export is left in ${file}`)
  const result = [...passedOn, ...own].join(', ')
  return `const ${placeOf(file)} = (() => {\n${body}return { ${result} }\n})()`
}

/** The script of a module and all it imports; `call` is done with what the module exports. */
export function linked(entry, call) {
  const modules = modulesOf(entry)
  const places = new Map(modules.map(({ file }, i) => [file, `module${i}`]))
  const placeOf = (file) => places.get(file)
  const parts = modules.map((module) => linkedModule(module, placeOf))
  return `'use strict'\n{\n${parts.join('\n')}\n${placeOf(entry)}.${call}\n}\n`
}
