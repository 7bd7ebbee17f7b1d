import { afterEach, describe, expect, it, vi } from 'vitest'
import { replayCommand } from './replay-command.ts'

const stack = (file: string): string =>
  `Error: here\n    at simulate (${new URL('simulate.ts', import.meta.url).href}:61:5)\n    at ${file}:3:4`

describe('the command that runs a simulation again', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('is of vitest, in the file that called, by the name of the test', () => {
    const file = `${process.cwd()}/test/jobs.test.ts`
    expect(replayCommand('no job is lost', stack(file))).toBe(
      "npx vitest run test/jobs.test.ts -t 'no job is lost'",
    )
    expect(replayCommand('x', 'Error: here')).toBe("npx vitest run -t 'x'")
  })

  it('takes a name for what it is: no pattern, one word of a shell', () => {
    expect(replayCommand("it's (a) job?", '')).toBe("npx vitest run -t 'it'\\''s \\(a\\) job\\?'")
  })

  it('is of node’s own runner', () => {
    vi.stubEnv('VITEST', undefined)
    vi.stubEnv('NODE_TEST_CONTEXT', 'child')
    const file = `file://${process.cwd()}/test/jobs.test.js`
    expect(replayCommand('jobs', stack(file))).toBe(
      "node --test --test-name-pattern='jobs' test/jobs.test.js",
    )
  })

  it('is the script that runs, without a runner', () => {
    vi.stubEnv('VITEST', undefined)
    vi.stubEnv('NODE_TEST_CONTEXT', undefined)
    expect(replayCommand('jobs', '')).toMatch(/^node \S+/)
  })
})
