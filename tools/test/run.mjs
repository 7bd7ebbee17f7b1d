// `npm test`, which is what CI runs: the programs that tests start, then the check (it builds),
// then every test of every package. Ends with one line, `N passed, N failed`; a failed check step
// counts as a failure, and so does a program that cannot be had.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { check } from '../check/run.mjs'
import { countTests } from './count.mjs'
import { obtain } from './obtain.mjs'
import { chromium, natsServer } from './programs.mjs'

function runVitest(report, programs) {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const env = { ...process.env, ...programs }
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

async function testAll(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-test-'))
  try {
    const report = join(folder, 'vitest.json')
    const { status } = await runVitest(report, programs)
    return countTests(readReport(report), status)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Without a program the tests that need it fail by themselves; the reason is said first. */
function pathOrReason(program) {
  try {
    return [program.variable, obtain(program)]
  } catch (error) {
    console.log(error.message)
    return [program.variable, '']
  }
}

const programs = Object.fromEntries([natsServer, chromium].map(pathOrReason))
const failures = Object.values(programs).filter((path) => path === '').length
const failedSteps = await check()
const { passed, failed } = await testAll(programs)
const allFailed = failures + failedSteps.length + failed
if (failedSteps.length > 0) console.log(`check failed: ${failedSteps.join(', ')}`)
console.log(`${passed} passed, ${allFailed} failed`)
process.exitCode = allFailed === 0 && passed > 0 ? 0 : 1
