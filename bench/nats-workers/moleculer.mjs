// Moleculer's remote call over NATS: the nearest Node library that correlates over publish.

import { ServiceBroker } from 'moleculer'

const broker = (nodeID, url) =>
  new ServiceBroker({
    nodeID,
    logger: false,
    transporter: { type: 'NATS', options: { servers: [url] } },
  })

export async function serve(url) {
  const server = broker('server', url)
  const actions = { answer: ({ params }) => params.text }
  server.createService({ name: 'bench', actions })
  await server.start()
}

export async function connect(url) {
  const caller = broker('caller', url)
  await caller.start()
  await caller.waitForServices('bench', 10_000)
  return {
    call: (text) => caller.call('bench.answer', { text }),
    close: () => caller.stop(),
  }
}
