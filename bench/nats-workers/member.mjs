// A data request from one member to another, over our Transport: signed frames, the log in memory.

import { createMember } from '@quorate/core'
import { MemoryLogStore } from '@quorate/transport-memory'
import { natsTransport } from '@quorate/transport-nats'

const encoder = new TextEncoder()

const member = (name, servers, more) =>
  createMember({
    name,
    secret: 'a secret to measure with',
    transport: natsTransport({ address: name, cluster: 'bench-members', servers }),
    log: new MemoryLogStore(),
    ...more,
  })

export const serve = (url) => member('server', url, { onRequest: (data) => data })

export async function connect(url) {
  const caller = await member('caller', url)
  await caller.join('server')
  return {
    call: (text) => caller.request('server', encoder.encode(text)),
    close: () => caller.stop(),
  }
}
