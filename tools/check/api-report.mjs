// Renders the public surface of one package from the .d.ts of its door: every exported name with
// its declaration, then the declarations these rest on although the door does not name them.

import { moduleAt } from './declarations.mjs'

/** Where `name`, seen from outside `file`, is declared: { file, name }, or { outside, name }. */
function resolveExport(file, name) {
  const module = moduleAt(file)
  const target = module.exported.get(name)
  if (!target) return module.all.map((to) => to.file && resolveExport(to.file, name)).find(Boolean)
  return target.local ? resolveLocal(file, target.local) : resolveTarget(target)
}

const resolveTarget = (target) => (target.file ? resolveExport(target.file, target.name) : target)

function resolveLocal(file, name) {
  const module = moduleAt(file)
  if (module.declared.has(name)) return { file, name }
  const target = module.imported.get(name)
  return target && resolveTarget(target)
}

function exportedNames(file) {
  const module = moduleAt(file)
  const starred = module.all.flatMap((to) => (to.file ? exportedNames(to.file) : []))
  return [...new Set([...module.exported.keys(), ...starred])].filter((name) => name !== '')
}

const idOf = ({ file, name }) => `${file}#${name}`

function usedBy({ file, name }) {
  const { uses } = moduleAt(file).declared.get(name)
  return [...uses].map((its) => resolveLocal(file, its)).filter((target) => target?.file)
}

/** Everything reachable from the exported declarations that is not exported itself. */
function restsOn(shown) {
  const seen = new Set(shown.map(idOf))
  const reached = []
  const open = [...shown]
  for (let next = open.pop(); next; next = open.pop()) {
    for (const target of usedBy(next)) {
      if (seen.has(idOf(target))) continue
      seen.add(idOf(target))
      reached.push(target)
      open.push(target)
    }
  }
  return reached
}

const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
const fenced = (lines) => ['```ts', ...lines, '```']

function render({ as, target }) {
  if (target.outside) return `export { ${target.name} } from '${target.outside}'`
  const { text } = moduleAt(target.file).declared.get(target.name)
  return as === target.name ? text : `${text}\nexport { ${target.name} as ${as} }`
}

/** The report's whole text. `door` is the path of the package's emitted index.d.ts. */
export function apiReport(packageName, door) {
  const names = exportedNames(door).toSorted()
  const shown = names.map((as) => ({ as, target: resolveExport(door, as) }))
  const own = shown.map(({ target }) => target).filter(({ file }) => file)
  const hidden = restsOn(own).toSorted(byName)
  const lines = [`# Public surface of ${packageName}`, '']
  lines.push('Written by `npm run api`; a change to this file is a change for users.', '')
  lines.push(...fenced(shown.map(render)))
  if (hidden.length > 0) {
    lines.push('', '## Reachable, not exported', '')
    lines.push(...fenced(hidden.map((target) => render({ as: target.name, target }))))
  }
  return `${lines.join('\n')}\n`
}
