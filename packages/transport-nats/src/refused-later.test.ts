/// <reference types="node" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectNats } from 'nats'
import { connect as connectNatsIo } from '@nats-io/transport-node'
import type { Address } from '@quorate/core'
import { startNatsServer } from '@quorate/nats-server'
import type { NatsServer } from '@quorate/nats-server'
import { lastValueFrom } from 'rxjs'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { natsTransport } from './index.ts'
import type { NatsLike, NatsTransportOptions } from './index.ts'

const waiting = { timeout: 20_000, interval: 5 }
const folder = mkdtempSync(join(tmpdir(), 'quorate-refused-'))
const file = join(folder, 'server.conf')

const allow = 'authorization { users = [ { user: u, password: x } ] }'
const refuseReceiving = `authorization { users = [
  { user: u, password: x, permissions { subscribe: { deny: "quorate.>" } } } ] }`
const refuseLogin = 'authorization { users = [ { user: other, password: x } ] }'

let server: NatsServer
let connections: NatsLike[] = []

beforeEach(async () => {
  writeFileSync(file, allow)
  server = await startNatsServer({ args: ['-c', file] })
})

afterEach(async () => {
  await Promise.all(connections.map((connection) => connection.close()))
  connections = []
  await server.kill9()
})

afterAll(() => rmSync(folder, { recursive: true }))

const login = (): { servers: string; user: string; pass: string } => ({
  servers: server.url,
  user: 'u',
  pass: 'x',
})

const reconnecting = { maxReconnectAttempts: -1, reconnectTimeWait: 50, noAsyncTraces: true }

function kept<Connection extends NatsLike>(connection: Connection): Connection {
  connections.push(connection)
  return connection
}

type Given = Omit<NatsTransportOptions, 'address' | 'cluster'>
const sources: Record<string, () => Promise<Given>> = {
  'options of nats 2': () => Promise.resolve({ connect: login() }),
  'a ready connection of nats 2': async () => ({
    connection: kept(await connectNats({ ...login(), ...reconnecting })),
  }),
  'a ready connection of @nats-io 3': async () => ({
    connection: kept(await connectNatsIo({ ...login(), ...reconnecting })),
  }),
}

async function refuseThenAllow(given: Given, refusal: string, sign: RegExp): Promise<string[]> {
  const told: string[] = []
  const tell = (fields: object): void => {
    told.push(JSON.stringify(fields))
  }
  const silent = (): undefined => undefined
  const logger = { debug: silent, info: silent, warn: tell, error: tell }
  const transport = natsTransport({ address: 'a', cluster: 'c', ...given, logger })
  const statuses: string[] = []
  transport.status$.subscribe((status) => statuses.push(status))
  await lastValueFrom(transport.open(), { defaultValue: undefined })
  writeFileSync(file, refusal)
  await server.restart()
  await vi.waitUntil(() => told.filter((text) => sign.test(text)).length >= 2, waiting)
  expect(transport.send('a' as Address, Uint8Array.of(1))).toBe('not-connected')
  writeFileSync(file, allow)
  await server.restart()
  await vi.waitUntil(() => statuses.at(-1) === 'up', waiting)
  let frames = 0
  transport.frames$.subscribe(() => {
    frames += 1
  })
  transport.send('a' as Address, Uint8Array.of(1))
  await vi.waitUntil(() => frames > 0, waiting)
  await lastValueFrom(transport.close(), { defaultValue: undefined })
  expect(frames).toBe(1)
  return statuses
}

describe.each(Object.entries(sources))('given %s', (_, source) => {
  it('is down while it may not receive, and up again once it may', async () => {
    const statuses = await refuseThenAllow(await source(), refuseReceiving, /refused/)
    expect(statuses).toEqual(['down', 'up', 'down', 'up', 'closed'])
  })
})

describe('a login that is refused after a while', () => {
  it('is tried again for ever, though the client gives up', async () => {
    const statuses = await refuseThenAllow({ connect: login() }, refuseLogin, /AUTHORIZATION/)
    expect(statuses).toEqual(['down', 'up', 'down', 'up', 'closed'])
  })
})
