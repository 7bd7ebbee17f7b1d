// The `nats` client's own request(): a timer, a deferred and a random token per call.

import { connect as connectNats } from 'nats'

const subject = 'bench.request'
const encoder = new TextEncoder()
const options = (servers) => ({ servers, noAsyncTraces: true })

export async function serve(url) {
  const connection = await connectNats(options(url))
  connection.subscribe(subject, { callback: (_, message) => message.respond(message.data) })
  await connection.flush()
}

export async function connect(url) {
  const connection = await connectNats(options(url))
  return {
    call: async (text) => {
      const { data } = await connection.request(subject, encoder.encode(text), { timeout: 5000 })
      return data
    },
    close: () => connection.close(),
  }
}
