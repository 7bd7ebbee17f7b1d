/// <reference types="node" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectNats } from 'nats'
import type { NatsConnection } from 'nats'
import { connect as connectNatsIo } from '@nats-io/transport-node'
import type { Address, Transport } from '@quorate/core'
import { startNatsServer } from '@quorate/nats-server'
import type { NatsServer } from '@quorate/nats-server'
import { lastValueFrom } from 'rxjs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { natsTransport } from './index.ts'
import type { NatsLike, NatsTransportOptions } from './index.ts'

const bytes = Uint8Array.of(1, 2, 3)
const waiting = { timeout: 10_000, interval: 2 }
const at = (text: string): Address => text as Address

/** Each user but `all` lacks what its name says; `system` may ask who is connected. */
const config = `
  max_payload: 4096
  system_account: SYS
  accounts { SYS { users = [ { user: system, password: x } ] }, A { users = [
    { user: all, password: x }
    { user: no-receive, password: x, permissions { subscribe: { deny: "quorate.*.m.>" } } }
    { user: no-notices, password: x, permissions { subscribe: { deny: "quorate.*.r.>" } } }
    { user: no-send, password: x, permissions { publish: { deny: "quorate.*.m.b%2Elue" } } }
  ] } }`

const folder = mkdtempSync(join(tmpdir(), 'quorate-nats-'))
let server: NatsServer
let system: NatsConnection
let ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const file = join(folder, 'server.conf')
  writeFileSync(file, config)
  server = await startNatsServer({ args: ['-c', file] })
  system = await connectNats(login('system'))
})

afterEach(async () => {
  await Promise.all(ends.map((end) => end()))
  ends = []
})

afterAll(async () => {
  await system.close()
  await server.stop()
  rmSync(folder, { recursive: true })
})

const done = { defaultValue: undefined }
const open = (transport: Transport): Promise<undefined> => lastValueFrom(transport.open(), done)
const close = (transport: Transport): Promise<undefined> => lastValueFrom(transport.close(), done)

const login = (user: string): { servers: string; user: string; pass: string } => ({
  servers: server.url,
  user,
  pass: 'x',
})

const clients: Record<string, (user: string) => Promise<NatsLike>> = {
  'nats 2': (user) => connectNats(login(user)),
  '@nats-io/transport-node 3': (user) => connectNatsIo(login(user)),
}

function made(name: string, options: Partial<NatsTransportOptions>): Transport {
  const transport = natsTransport({ address: name, cluster: 'c', ...options })
  ends.push(() => close(transport))
  return transport
}

interface Recorded {
  readonly frames: string[]
  readonly hints: string[]
}

function recorded(transport: Transport): Recorded {
  const [frames, hints]: [string[], string[]] = [[], []]
  transport.frames$.subscribe(({ from, bytes: got }) => frames.push(`${from}:${got.join()}`))
  transport.unreachable$.subscribe((address) => hints.push(address))
  return { frames, hints }
}

interface AtServer {
  readonly connections: number
  readonly subscriptions: number
}

/** What the server knows of its clients, but for the one that asks. */
async function atServer(): Promise<AtServer> {
  const question = JSON.stringify({ acc: 'A' })
  const answer = await system.request('$SYS.REQ.SERVER.PING.CONNZ', question, { timeout: 5000 })
  const { data } = answer.json<{ data: { connections: { subscriptions: number }[] } }>()
  const subscriptions = data.connections.map((connection) => connection.subscriptions)
  return {
    connections: subscriptions.length,
    subscriptions: subscriptions.reduce((sum, count) => sum + count, 0),
  }
}

describe.each(Object.entries(clients))('with %s', (_, connect) => {
  it('takes frames up to what the server takes, and refuses larger ones', async () => {
    const [a, b] = [
      made('a', { connect: () => connect('all') }),
      made('b', { connect: () => connect('all') }),
    ]
    const { frames } = recorded(b)
    await Promise.all([open(a), open(b)])
    expect(a.maxFrameBytes).toBe(4096)
    expect(a.send(at('b'), new Uint8Array(4097))).toBe('too-large')
    expect(a.broadcast(new Uint8Array(4097))).toBe('too-large')
    expect(a.send(at('b'), new Uint8Array(4096))).toBeUndefined()
    await vi.waitUntil(() => frames.length === 1, waiting)
    expect(frames[0]).toHaveLength('a:'.length + 4096 * 2 - 1)
  })

  it('tells of the right address that nobody listens there', async () => {
    const a = made('a', { connect: () => connect('all') })
    const b = made('b.b', { connect: () => connect('all') })
    const { hints } = recorded(a)
    await Promise.all([open(a), open(b)])
    for (const to of ['b.b', 'no.body', 'b.b', 'b', 'b.b.b']) a.send(at(to), bytes)
    a.broadcast(bytes)
    await vi.waitUntil(() => hints.length === 3, waiting)
    expect(hints).toEqual(['no.body', 'b', 'b.b.b'])
  })

  it.each([
    ['no-receive', 'subscription to quorate.c.m.a refused'],
    ['no-notices', /subscription to quorate.c.r.a.[0-9a-f]{16}.\* refused/],
  ])('does not open for a user with %s, and says why', async (user, message) => {
    const a = made('a', { connect: () => connect(user) })
    await expect(open(a)).rejects.toThrow(message)
    expect(a.send(at('b'), bytes)).toBe('not-connected')
  })

  it('says that it may not send to an address, and gives it as unreachable', async () => {
    const told: unknown[] = []
    const silent = (): undefined => undefined
    const logger = {
      debug: silent,
      info: silent,
      error: silent,
      warn: (fields: object) => told.push(fields),
    }
    const a = made('a', { connect: () => connect('no-send'), logger })
    const { hints } = recorded(a)
    await open(a)
    a.send(at('b.lue'), bytes)
    await vi.waitUntil(() => hints.length > 0, waiting)
    expect(hints).toEqual(['b.lue'])
    const trouble = 'no permission for publish to quorate.c.m.b%2Elue'
    expect(told).toEqual([{ address: 'a', trouble }])
  })

  it('does not open for a user who may not log in', async () => {
    const a = made('a', { connect: () => connect('nobody') })
    await expect(open(a)).rejects.toThrow(/authorization/i)
  })

  it('leaves nothing behind on a ready connection, and that open', async () => {
    const connection = await connect('all')
    ends.push(() => connection.close())
    const [a, b] = [made('a', { connection }), made('b', { connection })]
    await Promise.all([open(a), open(b)])
    expect(await atServer()).toEqual({ connections: 1, subscriptions: 6 })
    await Promise.all([close(a), close(b)])
    expect(connection.isClosed()).toBe(false)
    expect(await atServer()).toEqual({ connections: 1, subscriptions: 0 })
  })

  it('sends what was handed over before closing, and closes its own connection', async () => {
    const observer = await connectNats(login('all'))
    ends.push(() => observer.close())
    let seen = 0
    observer.subscribe('quorate.c.m.zed', {
      callback: () => {
        seen += 1
      },
    })
    await observer.flush()
    const connection = await connect('all')
    const a = made('a', { connect: () => Promise.resolve(connection) })
    await open(a)
    for (let i = 0; i < 1000; i += 1) a.send(at('zed'), new Uint8Array(200))
    await close(a)
    expect(connection.isClosed()).toBe(true)
    await vi.waitUntil(() => seen === 1000, waiting)
    await vi.waitUntil(async () => (await atServer()).connections === 1, waiting)
  })
})

describe('with options of the nats client', () => {
  it('logs in with them, and closing leaves nothing behind', async () => {
    const { servers, ...credentials } = login('all')
    const a = made('a', { servers, connect: credentials })
    await open(a)
    expect(await atServer()).toEqual({ connections: 1, subscriptions: 3 })
    await close(a)
    await vi.waitUntil(async () => (await atServer()).connections === 0, waiting)
    expect(await atServer()).toEqual({ connections: 0, subscriptions: 0 })
  })

  it('keeps clusters on one server apart', async () => {
    const connect = login('all')
    const [a, b] = [made('a', { connect }), made('b', { connect })]
    const other = made('b', { connect, cluster: 'c.m' })
    const [here, there] = [recorded(b), recorded(other)]
    await Promise.all([open(a), open(b), open(other)])
    a.broadcast(bytes)
    a.send(at('b'), bytes)
    await vi.waitUntil(() => here.frames.length === 2, waiting)
    other.send(at('b'), Uint8Array.of(9))
    await vi.waitUntil(() => there.frames.length > 0, waiting)
    expect(there.frames).toEqual(['b:9'])
  })

  it('ignores messages that no transport can have sent', async () => {
    const stranger = await connectNats(login('all'))
    ends.push(() => stranger.close())
    const a = made('a', { connect: login('all') })
    const { frames, hints } = recorded(a)
    await open(a)
    stranger.publish('quorate.c.m.a', bytes)
    stranger.publish('quorate.c.m.a', bytes, { reply: 'quorate.c.r.%all.1.a' })
    stranger.publish('quorate.c.all', bytes, { reply: stranger.getServer() })
    await stranger.flush()
    a.send(at('a'), Uint8Array.of(9))
    await vi.waitUntil(() => frames.length > 0, waiting)
    expect({ frames, hints }).toEqual({ frames: ['a:9'], hints: [] })
  })
})

describe('made as the README says', () => {
  it('is not connected before it is opened', () => {
    // #region readme
    const transport = natsTransport({ address: 'red', cluster: 'shop', servers: 'localhost:4222' })
    // #endregion readme
    expect(transport.send(transport.address, bytes)).toBe('not-connected')
  })
})

describe('options that can never work', () => {
  const never = (options: Partial<NatsTransportOptions>): (() => Transport) => {
    return () => natsTransport({ address: 'a', cluster: 'c', ...options })
  }

  it.each(['', 'a b', 'ü', 'x'.repeat(256), 'a\n'])('address %j', (address) => {
    expect(never({ address })).toThrow('address must be')
  })

  it('a cluster without a name', () => {
    expect(never({ cluster: '' })).toThrow('cluster must be')
  })

  it('what is no text, where one must be given', () => {
    const nothing: object = { address: undefined }
    expect(never(nothing)).toThrow('address must be')
    const number: object = { cluster: 7 }
    expect(never(number)).toThrow('cluster must be a name of 1 to 192')
  })

  it('two ways to connect', () => {
    const connect = (): Promise<NatsLike> => Promise.reject(new Error('never called'))
    expect(never({ connect, servers: 'localhost' })).toThrow('give one of')
  })
})
