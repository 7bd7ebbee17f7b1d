// Correlation by our own numbers over plain publish, no timer per call: the limit of this client.

import { connect as connectNats } from 'nats'

const encoder = new TextEncoder()
const idBytes = 4
const options = (servers) => ({ servers, noAsyncTraces: true })

export async function serve(url) {
  const connection = await connectNats(options(url))
  const answer = (_, { data }) => connection.publish('bench.publish.answers', data)
  connection.subscribe('bench.publish.questions', { callback: answer })
  await connection.flush()
}

function question(id, text) {
  const bytes = new Uint8Array(idBytes + text.length)
  new DataView(bytes.buffer).setUint32(0, id)
  encoder.encodeInto(text, bytes.subarray(idBytes))
  return bytes
}

export async function connect(url) {
  const connection = await connectNats(options(url))
  const waiting = new Map()
  let last = 0
  const settle = (_, { data }) => {
    const id = new DataView(data.buffer, data.byteOffset).getUint32(0)
    waiting.get(id)?.(data.subarray(idBytes))
    waiting.delete(id)
  }
  connection.subscribe('bench.publish.answers', { callback: settle })
  await connection.flush()
  return {
    call: (text) =>
      new Promise((resolve) => {
        last += 1
        waiting.set(last, resolve)
        connection.publish('bench.publish.questions', question(last, text))
      }),
    close: () => connection.close(),
  }
}
