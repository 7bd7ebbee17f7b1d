import { connect as connectNats } from 'nats'
import { connect as connectNatsIo } from '@nats-io/transport-node'
import { transportContract, verify } from '@quorate/conformance'
import type { TransportHarness } from '@quorate/conformance'
import { startNatsServer } from '@quorate/nats-server'
import type { NatsServer } from '@quorate/nats-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { natsTransport } from './index.ts'
import type { NatsLike, NatsTransportOptions } from './index.ts'

let server: NatsServer
let clusters = 0

beforeAll(async () => {
  server = await startNatsServer()
})

afterAll(() => server.stop())

type Connect = () => Promise<NatsLike>
type Source = Pick<NatsTransportOptions, 'connect' | 'connection'>

/** A cluster name of its own keeps each harness's network apart on the one server. */
function harness(source: Source, connections: readonly NatsLike[]): TransportHarness {
  clusters += 1
  const cluster = `contract ${clusters}`
  const made: { close: () => Promise<void> }[] = []
  return {
    create: (address) => {
      const transport = natsTransport({ address, cluster, ...source })
      made.push({
        close: () =>
          new Promise((resolve, reject) => {
            transport.close().subscribe({ complete: resolve, error: reject })
          }),
      })
      return transport
    },
    settle: () => flushTwice(connections),
    until: async (condition) => {
      const options = { timeout: 5000, interval: 1 }
      return vi.waitUntil(condition, options).then(
        () => true,
        () => false,
      )
    },
    close: async () => {
      await Promise.all(made.map(({ close }) => close()))
      await Promise.all(connections.map((connection) => connection.close()))
    },
  }
}

/** The first round sees every frame to its receiver's connection, the second into the receiver. */
async function flushTwice(connections: readonly NatsLike[]): Promise<void> {
  const open = connections.filter((connection) => !connection.isClosed())
  for (let round = 0; round < 2; round += 1) {
    await Promise.all(open.map((connection) => connection.flush()))
  }
}

function madeByFunction(connect: Connect): () => TransportHarness {
  return () => {
    const connections: NatsLike[] = []
    const connectAndKeep = async (): Promise<NatsLike> => {
      const connection = await connect()
      connections.push(connection)
      return connection
    }
    return harness({ connect: connectAndKeep }, connections)
  }
}

function sharedAndReady(connect: Connect): () => Promise<TransportHarness> {
  return async () => {
    const connection = await connect()
    return harness({ connection }, [connection])
  }
}

const clients: Record<string, Connect> = {
  'nats 2': () => connectNats({ servers: server.url }),
  '@nats-io/transport-node 3': () => connectNatsIo({ servers: server.url }),
}

const contract = transportContract(['broadcast', 'unreachable'])

describe.each(Object.entries(clients))('with %s', (_, connect) => {
  describe('a connection for each transport', () => {
    it.each(contract)('$name', async (promise) => {
      await expect(verify(promise, madeByFunction(connect))).resolves.toBeUndefined()
    })
  })

  describe('one ready connection for all', () => {
    it.each(contract)('$name', async (promise) => {
      await expect(verify(promise, sharedAndReady(connect))).resolves.toBeUndefined()
    })
  })
})
