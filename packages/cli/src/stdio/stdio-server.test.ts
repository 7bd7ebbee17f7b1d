import { describe, expect, it } from 'vitest'
import { MemberRun, type RunListener } from '../run/member-run.ts'
import type { RunSettings } from '../run/run-settings.ts'
import { lineBytesMax } from './line-splitter.ts'
import { eventsTo, requestsMax, StdioServer } from './stdio-server.ts'

const settings: RunSettings = {
  name: 'a',
  cluster: 'demo',
  servers: ['nats://127.0.0.1:1'],
  secret: new Uint8Array(8),
  contact: undefined,
  replicationFactor: 1,
  periodMs: 1000,
  info: {},
  log: undefined,
  waitsForName: true,
}
const nothing = (): void => undefined
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/** A server whose member is never started, what it wrote, and how often it was stopped. */
function given(): { server: StdioServer; lines: string[]; stops: () => number } {
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  const listener: RunListener = eventsTo(write)
  let stops = 0
  const run = new MemberRun(settings, listener, silent)
  const server = new StdioServer(run, write, () => {
    stops += 1
  })
  return { server, lines, stops: () => stops }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const refusedWith = (lines: readonly string[], code: string): number =>
  lines.filter((line) => line.includes(`"code":"${code}"`)).length

describe('serving a driver', () => {
  it('answers every request once, refusing those beyond the limit', async () => {
    const { server, lines } = given()
    const more = 3
    server.push(bytes('{"id":1,"op":"members"}\n'.repeat(requestsMax + more)))
    expect(refusedWith(lines, 'overloaded')).toBe(more)
    await server.end()
    expect(lines).toHaveLength(requestsMax + more)
    expect(refusedWith(lines, 'not-joined')).toBe(requestsMax)
    server.push(bytes('{"id":2,"op":"members"}\n'))
    expect(refusedWith(lines, 'overloaded')).toBe(more)
  })

  it('refuses a line that is too long and reads the next', async () => {
    const { server, lines, stops } = given()
    server.push(new Uint8Array(lineBytesMax + 1).fill(0x20))
    server.push(bytes('\n{"id":1,"op":"stop"}'))
    await server.end()
    expect(lines).toEqual([
      expect.stringContaining(`{"id":null,"error":{"code":"invalid-option"`),
      '{"id":1,"ok":true}',
    ])
    expect(stops()).toBeGreaterThan(0)
  })

  it('takes no name of Object for an operation', async () => {
    const { server, lines } = given()
    for (const op of ['toString', '__proto__', 'constructor'])
      server.push(bytes(`{"id":1,"op":"${op}"}\n`))
    await server.end()
    expect(refusedWith(lines, 'invalid-option')).toBe(3)
  })
})
