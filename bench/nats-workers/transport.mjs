// As `publish.mjs`, through our Transport: what it costs to copy, to name the sender and to hear
// at once of a target where nobody listens.

import { natsTransport } from '@quorate/transport-nats'
import { lastValueFrom } from 'rxjs'

const encoder = new TextEncoder()
const idBytes = 4

async function opened(address, servers) {
  const transport = natsTransport({ address, cluster: 'bench', servers })
  await lastValueFrom(transport.open(), { defaultValue: undefined })
  return transport
}

export async function serve(url) {
  const transport = await opened('server', url)
  transport.frames$.subscribe(({ from, bytes }) => transport.send(from, bytes))
}

function question(id, text) {
  const bytes = new Uint8Array(idBytes + text.length)
  new DataView(bytes.buffer).setUint32(0, id)
  encoder.encodeInto(text, bytes.subarray(idBytes))
  return bytes
}

export async function connect(url) {
  const transport = await opened('caller', url)
  const waiting = new Map()
  let last = 0
  transport.frames$.subscribe(({ bytes }) => {
    const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
    waiting.get(id)?.(bytes.subarray(idBytes))
    waiting.delete(id)
  })
  return {
    call: (text) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, resolve)
        const refusal = transport.send('server', question(last, text))
        if (refusal !== undefined) reject(new Error(refusal))
      }),
    close: () => lastValueFrom(transport.close(), { defaultValue: undefined }),
  }
}
