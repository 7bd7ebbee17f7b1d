/**
 * Decides which port a server gets when nobody says: a random one that can be bound now, BELOW the
 * range from which systems take ports for outgoing connections. From within that range, a client
 * that keeps dialling a stopped server may be given the server's own port and connect to itself.
 * Somebody may take the port before the server does: the caller must be ready to ask again.
 */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

const firstPort = 20_000
const portsEnd = 32_000
const attemptsMax = 100

/** A port of 127.0.0.1 that could be bound a moment ago. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const port = randomInt(firstPort, portsEnd)
    if (await canBind(port)) return port
  }
  throw new Error(`no free port on 127.0.0.1 in ${attemptsMax} attempts`)
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => resolve(true))
    })
  })
}
