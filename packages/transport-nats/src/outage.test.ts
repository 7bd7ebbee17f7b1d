/// <reference types="node" />
import { once } from 'node:events'
import { connect as connectTcp, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { connect as connectNats } from 'nats'
import { connect as connectNatsIo } from '@nats-io/transport-node'
import type { Address, Transport } from '@quorate/core'
import { startNatsServer } from '@quorate/nats-server'
import type { NatsServer } from '@quorate/nats-server'
import { lastValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { natsTransport } from './index.ts'
import type { NatsLike, NatsTransportOptions } from './index.ts'

const red = 'red' as Address
const blue = 'blue' as Address
const bytes = Uint8Array.of(1, 2, 3)
const waiting = { timeout: 20_000, interval: 5 }

let server: NatsServer
let ends: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  server = await startNatsServer()
})

afterEach(async () => {
  await Promise.all(ends.map((end) => end()))
  ends = []
  await server.kill9()
})

interface Watched {
  readonly transport: Transport
  readonly statuses: string[]
  readonly froms: string[]
}

const done = { defaultValue: undefined }
const open = (transport: Transport): Promise<undefined> => lastValueFrom(transport.open(), done)
const close = (transport: Transport): Promise<undefined> => lastValueFrom(transport.close(), done)

type Given = Omit<NatsTransportOptions, 'address' | 'cluster'>

function watched(address: Address, options: Given): Watched {
  const transport = natsTransport({ address, cluster: 'outage', ...options })
  const statuses: string[] = []
  const froms: string[] = []
  transport.status$.subscribe((status) => statuses.push(status))
  transport.frames$.subscribe(({ from }) => froms.push(from))
  ends.push(() => close(transport))
  return { transport, statuses, froms }
}

async function opened(address: Address, options: Given): Promise<Watched> {
  const member = watched(address, options)
  await open(member.transport)
  return member
}

async function talks(from: Watched, to: Watched): Promise<void> {
  const before = to.froms.length
  expect(from.transport.send(to.transport.address, bytes)).toBeUndefined()
  await vi.waitUntil(() => to.froms.length > before, waiting)
}

const last = ({ statuses }: Watched): string | undefined => statuses.at(-1)
const becomes = (member: Watched, status: string): Promise<boolean> =>
  vi.waitUntil(() => last(member) === status, waiting)

const reconnecting = { maxReconnectAttempts: -1, reconnectTimeWait: 50, noAsyncTraces: true }
const sources: Record<string, () => Promise<Given>> = {
  'servers only': () => Promise.resolve({ servers: server.url }),
  'a ready connection of nats 2': async () =>
    ready(await connectNats({ servers: server.url, ...reconnecting })),
  'a ready connection of @nats-io 3': async () =>
    ready(await connectNatsIo({ servers: server.url, ...reconnecting })),
}

function ready(connection: NatsLike): Given {
  ends.push(() => connection.close())
  return { connection }
}

describe.each(Object.entries(sources))('given %s', (_, source) => {
  it('comes back after the server was killed and started again', async () => {
    const [a, b] = [await opened(red, await source()), await opened(blue, await source())]
    await talks(a, b)
    await server.kill9()
    await Promise.all([becomes(a, 'down'), becomes(b, 'down')])
    expect(a.transport.send(blue, bytes)).toBe('not-connected')
    expect(a.transport.broadcast(bytes)).toBe('not-connected')
    await server.restart()
    await Promise.all([becomes(a, 'up'), becomes(b, 'up')])
    await talks(a, b)
    await talks(b, a)
    expect(a.statuses).toEqual(['down', 'up', 'down', 'up'])
  })

  it('closes while the server is gone', async () => {
    const a = await opened(red, await source())
    await server.kill9()
    await becomes(a, 'down')
    await close(a.transport)
    expect(a.statuses).toEqual(['down', 'up', 'down', 'closed'])
    expect(a.transport.send(blue, bytes)).toBe('closed')
  })
})

describe('an outage far longer than the wait between dials', () => {
  it('is outlasted, and so is the next one', async () => {
    const a = await opened(red, { servers: server.url })
    for (const outageMs of [2500, 0]) {
      await server.stop()
      await becomes(a, 'down')
      const over = performance.now() + outageMs
      await vi.waitUntil(() => performance.now() >= over, waiting)
      await server.restart()
      await becomes(a, 'up')
    }
    await talks(a, a)
    expect(a.statuses).toEqual(['down', 'up', 'down', 'up', 'down', 'up'])
  })
})

describe('opening', () => {
  it('fails with an Error when there is no server, and may be tried again', async () => {
    const a = watched(red, { servers: server.url })
    await server.stop()
    await expect(open(a.transport)).rejects.toThrow(/CONNECTION_REFUSED/)
    expect(a.transport.send(blue, bytes)).toBe('not-connected')
    await server.restart()
    await open(a.transport)
    expect(a.statuses).toEqual(['down', 'up'])
  })

  it('waits for the first server when asked to, and can be called off', async () => {
    await server.stop()
    const patient = { connect: { servers: server.url, waitOnFirstConnect: true } }
    const [a, b] = [watched(red, patient), watched(blue, patient)]
    const opening = open(a.transport)
    const calledOff = open(b.transport)
    await Promise.all([expect(calledOff).rejects.toThrow('closed'), close(b.transport)])
    await server.restart()
    await opening
    expect(last(a)).toBe('up')
    expect(last(b)).toBe('closed')
  })

  it('fails when the ready connection is closed already', async () => {
    const connection = await connectNats({ servers: server.url })
    await connection.close()
    const a = watched(red, { connection })
    await expect(open(a.transport)).rejects.toThrow('CLOSED')
  })

  it('fails after closing', async () => {
    const a = await opened(red, { servers: server.url })
    await close(a.transport)
    await expect(open(a.transport)).rejects.toThrow('closed')
  })
})

describe('a connection that ends for good', () => {
  it('is replaced when it was made here', async () => {
    const made: NatsLike[] = []
    const connect = async (): Promise<NatsLike> => {
      const connection = await connectNats({ servers: server.url, reconnect: false })
      made.push(connection)
      return connection
    }
    const a = await opened(red, { connect })
    await server.kill9()
    await becomes(a, 'down')
    await server.restart()
    await becomes(a, 'up')
    await talks(a, a)
    expect(made.map((connection) => connection.isClosed())).toEqual([true, false])
  })

  it('ends the transport when it was handed in', async () => {
    const connection = await connectNats({ servers: server.url })
    const a = await opened(red, { connection })
    await connection.close()
    await becomes(a, 'closed')
    expect(a.statuses).toEqual(['down', 'up', 'down', 'closed'])
    expect(a.transport.send(blue, bytes)).toBe('closed')
    await close(a.transport)
  })
})

describe('a server that is connected but silent', () => {
  it('is noticed, and closing does not wait for it', async () => {
    const between = await relay(server.port)
    ends.push(() => between.end())
    const connect = { servers: `127.0.0.1:${between.port}`, pingInterval: 50 }
    const a = await opened(red, { connect })
    between.freeze()
    await becomes(a, 'down')
    await close(a.transport)
    expect(last(a)).toBe('closed')
  })
})

interface Relay {
  readonly port: number
  freeze(): void
  end(): Promise<void>
}

/** Passes bytes to and fro until frozen; then takes them and says nothing, as a dead route does. */
async function relay(port: number): Promise<Relay> {
  const sockets: Socket[] = []
  let isFrozen = false
  const listener = createServer((client) => {
    const upstream = connectTcp({ port, host: '127.0.0.1' })
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.push(from)
      from.on('error', () => to.destroy())
      from.on('data', (chunk) => isFrozen || to.write(chunk))
    }
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    port: (listener.address() as AddressInfo).port,
    freeze: () => {
      isFrozen = true
    },
    end: async () => {
      for (const socket of sockets) socket.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}
