// Are the packages right as users get them? Packs every published package once, looks that no test
// is in it, then asks three judges: publint, attw, and a plain Node in an empty project that has
// them all installed.

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { publishedPackages } from './published.mjs'
import { run } from './run-command.mjs'

const bin = (name) => resolve('node_modules/.bin', name)
const named = (name, { ok, output }) => ({ ok, output: ok ? '' : `${name}\n${output}\n` })

async function judge(name, tarballs, args) {
  const outcomes = []
  for (const tarball of tarballs) {
    outcomes.push(named(`${name} ${tarball}`, await run(bin(name), [...args, tarball])))
  }
  return outcomes
}

/** Each door is imported by its package's name, and each command is asked for its help. */
function probes(packages) {
  const doors = packages.map(({ manifest }) => manifest.name)
  const script = doors.map((name) => `await import(${JSON.stringify(name)})`).join('\n')
  const commands = packages.flatMap(({ manifest }) => Object.keys(manifest.bin ?? {}))
  return [
    [process.execPath, ['--input-type=module', '--eval', script]],
    ...commands.map((command) => [join('node_modules/.bin', command), ['--help']]),
  ]
}

async function installAndImport(folder, tarballs, packages) {
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-save', ...tarballs]
  const installed = named('npm install', await run('npm', args, { cwd: folder }))
  if (!installed.ok) return [installed]
  const outcomes = []
  for (const [command, its] of probes(packages)) {
    outcomes.push(named(`${command} ${its.join(' ')}`, await run(command, its, { cwd: folder })))
  }
  return outcomes
}

/** Tests and their samples are not shipped. */
async function shipsOnlyCode(tarballs) {
  const outcomes = []
  for (const tarball of tarballs) {
    const { output } = await run('tar', ['-tzf', tarball])
    const stray = output.split('\n').filter((path) => /\.(?:test|fixture)\./.test(path))
    outcomes.push(named(`ships tests: ${tarball}`, { ok: !stray.length, output: stray.join('\n') }))
  }
  return outcomes
}

async function packInto(folder, packages) {
  const workspaces = packages.flatMap(({ folder: path }) => ['-w', path])
  const packed = await run('npm', ['pack', '--pack-destination', folder, ...workspaces])
  const tarballs = (await readdir(folder)).filter((file) => file.endsWith('.tgz'))
  return { packed: named('npm pack', packed), tarballs: tarballs.map((file) => join(folder, file)) }
}

async function judgeAll(folder) {
  const packages = publishedPackages()
  const { packed, tarballs } = await packInto(folder, packages)
  if (!packed.ok) return [packed]
  const judged = await Promise.all([
    shipsOnlyCode(tarballs),
    judge('publint', tarballs, ['--strict']),
    judge('attw', tarballs, [
      '--profile',
      'esm-only',
      '--no-definitely-typed',
      '--format',
      'ascii',
    ]),
    installAndImport(folder, tarballs, packages),
  ])
  return judged.flat()
}

/** One outcome for all of it; the temporary folder is gone afterwards. */
export async function packTogether() {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-pack-'))
  try {
    const outcomes = await judgeAll(folder)
    return {
      ok: outcomes.every(({ ok }) => ok),
      output: outcomes.map(({ output }) => output).join(''),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
