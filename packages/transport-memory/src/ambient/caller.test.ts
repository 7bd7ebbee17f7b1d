import { describe, expect, it } from 'vitest'
import { callerOf } from './caller.ts'

const stackOf = (...frames: readonly string[]): string =>
  ['AmbientUse: a called fetch', ...frames.map((frame) => `    at ${frame}`)].join('\n')

const own = 'think (file:///app/src/jobs.ts:3:1)'

describe('who is asking', () => {
  it.each([
    ['member', [own, 'Module._load (node:internal/modules/cjs/loader:1:1)']],
    ['member', ['node:internal/util:430:21', own]],
    ['member', ['Object.setInterval (/app/node_modules/rxjs/dist/intervalProvider.js:1:1)', own]],
    ['member', ['x (/app/node_modules/xstate-like/dist/x.js:1:1)', own]],
    ['platform', ['Module._load (node:internal/modules/cjs/loader:1:1)', own]],
    ['platform', ['process._fatalException (node:internal/process/execution:205:23)']],
    ['platform', ['console.time (node:internal/console/constructor:403:36)', own]],
    ['platform', ['x (file:///app/node_modules/.pnpm/vitest@4/node_modules/vitest/dist/x.js:1:1)']],
    ['platform', ['x (C:\\app\\node_modules\\vite\\dist\\node\\module-runner.js:1:1)', own]],
    ['stamp', ['Object.schedule (/app/node_modules/xstate/dist/raise.cjs.js:341:5)', own]],
    ['report', ['reportUnhandledError (/app/node_modules/xstate/dist/raise.cjs.js:127:3)', own]],
    [
      'report',
      [
        'Object.setTimeout (/app/node_modules/rxjs/dist/timeoutProvider.js:1:1)',
        'reportUnhandledError (/app/node_modules/rxjs/dist/reportUnhandledError.js:1:1)',
        own,
      ],
    ],
    ['member', [own, own, own, 'reportUnhandledError (/app/src/report.ts:1:1)']],
    ['member', []],
  ])('%s: %s', (caller, frames) => {
    expect(callerOf(stackOf(...frames))).toBe(caller)
  })

  it('is the member when there is no stack', () => {
    expect(callerOf(undefined)).toBe('member')
  })
})
