// Finds a program that tests start and no package of the npm registry carries: named by a variable,
// else on PATH or where systems put it; else, as root on Debian, it is installed.

import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { spawnSync } from 'node:child_process'

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function onPath({ names, foldersOffPath }) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...foldersOffPath]
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable)
}

const mayInstall = () => existsSync('/etc/debian_version') && process.getuid?.() === 0

function aptGet(howTo, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  console.log(`apt-get ${args.join(' ')}`)
  const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' })
  if (status !== 0)
    throw new Error(`apt-get ${args.join(' ')} failed\n${stdout}${stderr}\n${howTo}`)
}

/**
 * The path of an executable, or an error that says how to get one. `variable`: the one of the
 * environment that may name it; `names` of the file; `debian`: the package that has it.
 */
export function obtain(program) {
  const { variable, debian, howTo } = program
  const given = process.env[variable]
  if (given) {
    if (isExecutable(given)) return given
    throw new Error(`${variable} is ${given}, which is no executable file`)
  }
  const found = onPath(program)
  if (found) return found
  if (!mayInstall()) throw new Error(howTo)
  aptGet(howTo, 'update')
  aptGet(howTo, 'install', '-y', '--no-install-recommends', debian)
  const installed = onPath(program)
  if (!installed) throw new Error(howTo)
  return installed
}
