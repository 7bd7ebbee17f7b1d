// Finds the nats-server that tests start: NATS_SERVER_BIN, else PATH and where Debian and
// Homebrew put it; else, as root on Debian, it is installed. No package of the npm registry carries
// the binary.

import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { spawnSync } from 'node:child_process'

/** As `packages/nats-server` looks for it, which is not built yet when this runs. */
const foldersOffPath = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']

const howTo = `nats-server was not found. Do one of:
  - apt-get install nats-server          (Debian, Ubuntu)
  - brew install nats-server             (macOS)
  - set NATS_SERVER_BIN to the path of a nats-server binary, 2.9 or newer`

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function onPath() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...foldersOffPath]
  return folders.map((folder) => join(folder, 'nats-server')).find(isExecutable)
}

const mayInstall = () => existsSync('/etc/debian_version') && process.getuid?.() === 0

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  console.log(`apt-get ${args.join(' ')}`)
  const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' })
  if (status !== 0)
    throw new Error(`apt-get ${args.join(' ')} failed\n${stdout}${stderr}\n${howTo}`)
}

/** The path of an executable nats-server, or an error that says how to get one. */
export function obtainNatsServer() {
  const given = process.env.NATS_SERVER_BIN
  if (given) {
    if (isExecutable(given)) return given
    throw new Error(`NATS_SERVER_BIN is ${given}, which is no executable file`)
  }
  const found = onPath()
  if (found) return found
  if (!mayInstall()) throw new Error(howTo)
  aptGet('update')
  aptGet('install', '-y', '--no-install-recommends', 'nats-server')
  const installed = onPath()
  if (!installed) throw new Error(howTo)
  return installed
}
