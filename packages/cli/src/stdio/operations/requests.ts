/**
 * Operations on data requests: asking others, and choosing how this member answers. Its handlers
 * are made for trying things out: one for each way a handler can behave.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { RequestHandler, Value } from '@quorate/core'
import { toPlain } from '../../json/plain.ts'
import { data, oneOf, optional, text, timeout } from '../argument.ts'
import { operation, type Operations } from './operation.ts'

/** Longer than a request waits unless told otherwise. */
const sleepMs = 10_000

const handlers = {
  echo: (value) => value,
  upper: (value) => upperCase(value),
  fail: (value) => {
    throw new Error(typeof value === 'string' && value !== '' ? value : 'the handler failed')
  },
  sleep: async (value) => {
    const forMs = typeof value === 'number' && value >= 0 ? Math.min(value, sleepMs) : sleepMs
    await pause(forMs, undefined, { ref: false })
    return value
  },
} as const satisfies { readonly [mode: string]: RequestHandler }

export const requestOperations: Operations = {
  request: operation(
    { to: text, data: optional(data), timeout: optional(timeout) },
    async (run, { to, data: sent = null, timeout: timeoutMs }) => {
      const options = timeoutMs === undefined ? {} : { timeoutMs }
      return { value: toPlain(await run.member.request(to, sent, options)) }
    },
  ),
  onRequest: operation({ mode: oneOf('echo', 'upper', 'fail', 'sleep') }, (run, { mode }) => {
    run.member.onRequest(handlers[mode])
    return true
  }),
}

function upperCase(value: Value): string {
  if (typeof value === 'string') return value.toUpperCase()
  throw new Error('upper takes a text')
}
