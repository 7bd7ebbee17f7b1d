// Is package-lock.json whole? It must agree with every package.json, and it must name the optional
// packages of all platforms: npm leaves out those that its registry does not offer, and `npm ci`
// then refuses the lockfile. Alone it fails when something is missing; `--write` adds the
// platforms.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { platformOf } from './platform-names.mjs'

const file = 'package-lock.json'
const lock = JSON.parse(readFileSync(file, 'utf8'))
const isWorkspace = (path) =>
  !path.includes('node_modules') && existsSync(join(path, 'package.json'))
const depth = (path) => path.lastIndexOf('node_modules/')

/** Where npm would look for `name` from the package at `path`: its own folder, then outwards. */
function placesFor(path, name) {
  const places = []
  for (let at = path; ; at = at.slice(0, Math.max(depth(at) - 1, 0))) {
    places.push(at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`)
    if (at === '') return places
  }
}

const exact = /^\d+\.\d+\.\d+[\w.+-]*$/

/** The optional packages of other platforms that the lockfile does not name. */
function missingPlatforms() {
  return Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesFor(path, name).some((place) => lock.packages[place]))
      .map(([name, version]) => ({ name, version, dev })),
  )
}

const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
const sorted = (record = {}) => JSON.stringify(Object.entries(record).toSorted())

function disagreements() {
  const workspaces = Object.keys(lock.packages).filter(isWorkspace)
  return workspaces.flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
    return kinds
      .filter((kind) => sorted(manifest[kind]) !== sorted(lock.packages[path][kind]))
      .map((kind) => `${join(path, 'package.json')}: its ${kind} are not those of ${file}`)
  })
}

function complete() {
  const usable = missingPlatforms().filter(({ version }) => exact.test(version))
  for (const { name, version, dev } of usable) {
    const entry = { version, ...platformOf(name), ...(dev && { dev }), optional: true }
    lock.packages[`node_modules/${name}`] = entry
  }
  const inOrder = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = Object.fromEntries(inOrder)
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}

if (process.argv.includes('--write')) complete()
const problems = [
  ...disagreements().map((each) => `${each}: npm install`),
  ...missingPlatforms().map(({ name }) => `${file} lacks ${name}: npm run lockfile`),
]
if (problems.length > 0) {
  console.log(problems.join('\n'))
  process.exitCode = 1
}
