// `npm test`, which is what CI runs: nats-server, then the check (it builds), then every test of
// every package. Ends with one line, `N passed, N failed`; a failed check step counts as a failure.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { check } from '../check/run.mjs'
import { countTests } from './count.mjs'
import { obtainNatsServer } from './nats-server.mjs'

function runVitest(report, natsServer) {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const env = { ...process.env, NATS_SERVER_BIN: natsServer }
  return new Promise((resolve) => {
    const child = spawn('node_modules/.bin/vitest', args, {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', (error) => resolve({ status: 1, error }))
    child.on('close', (status) => resolve({ status }))
  })
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

async function testAll(natsServer) {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-test-'))
  try {
    const report = join(folder, 'vitest.json')
    const { status } = await runVitest(report, natsServer)
    return countTests(readReport(report), status)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Without a server the tests that need one fail by themselves; the reason is said first. */
function natsServerOrReason() {
  try {
    return { natsServer: obtainNatsServer(), failures: 0 }
  } catch (error) {
    console.log(error.message)
    return { natsServer: '', failures: 1 }
  }
}

const { natsServer, failures } = natsServerOrReason()
const failedSteps = await check()
const { passed, failed } = await testAll(natsServer)
const allFailed = failures + failedSteps.length + failed
if (failedSteps.length > 0) console.log(`check failed: ${failedSteps.join(', ')}`)
console.log(`${passed} passed, ${allFailed} failed`)
process.exitCode = allFailed === 0 && passed > 0 ? 0 : 1
