// Commands that docs may show without a region, because something else keeps them true: scripts of
// package.json, installing our own packages or their dependencies, and the quorate command itself.

import type { Source } from '../base/source.ts'

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([its]) => its === key)?.[1]
    : undefined

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : []

const manifest = ({ text }: Source): unknown => JSON.parse(text)

function scriptsOf(sources: readonly Source[]): readonly string[] {
  const root = sources.find(({ path }) => path === 'package.json')
  return root ? keysOf(field(manifest(root), 'scripts')) : []
}

/** Our packages, and what they depend on: the names that `npm install` may be shown with. */
function installable(sources: readonly Source[]): readonly string[] {
  const manifests = sources
    .filter(({ path }) => /^packages\/[^/]+\/package\.json$/.test(path))
    .map(manifest)
  const names = manifests.map((each) => String(field(each, 'name')))
  const rest = manifests.flatMap((each) => [
    ...keysOf(field(each, 'dependencies')),
    ...keysOf(field(each, 'peerDependencies')),
  ])
  return [...names, ...rest]
}

function isKnownNpm(words: readonly string[], sources: readonly Source[]): boolean {
  const [verb = '', ...rest] = words
  if (verb === 'ci' || (verb === 'install' && rest.length === 0)) return true
  if (verb === 'test' || verb === 'start') return scriptsOf(sources).includes(verb)
  if (verb === 'run') return scriptsOf(sources).includes(rest[0] ?? '')
  const names = rest.filter((word) => !word.startsWith('-'))
  return verb === 'install' && names.every((name) => installable(sources).includes(name))
}

function isKnown(command: string, sources: readonly Source[]): boolean {
  const [program = '', ...words] = command.split(/\s+/)
  if (program === 'npx') return words[0] === 'quorate'
  if (program === 'npm') return isKnownNpm(words, sources)
  if (program === 'git') return words[0] === 'clone'
  return program === 'quorate' || program === 'cd'
}

/** The commands of a shell block that nothing vouches for. */
export function unknownCommands(text: string, sources: readonly Source[]): readonly string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => line.replace(/(?:^|\s)#.*$/, '').split('&&'))
    .map((command) => command.trim().replace(/^\$\s+/, ''))
    .filter((command) => command !== '' && !isKnown(command, sources))
}
