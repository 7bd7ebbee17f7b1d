/**
 * Decides when a started server is ready: when its port greets with INFO and with the name this
 * start gave it. The name matters: a port may be taken by somebody else's nats-server between
 * choosing it and binding it, and that one would greet as well. Polls with a deadline.
 */
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const pollMs = 5
const silenceMs = 250

/** What to wait for. `gaveUp` ends the waiting early: nobody will ever greet. */
export interface Expected {
  readonly port: number
  readonly name: string
  readonly deadlineMs: number
  readonly gaveUp: () => boolean
}

/** True once the server greets; false when the deadline passed or `gaveUp` said so. */
export async function greets(expected: Expected): Promise<boolean> {
  const deadline = performance.now() + expected.deadlineMs
  while (performance.now() < deadline && !expected.gaveUp()) {
    if (nameIn(await firstLine(expected.port)) === expected.name) return true
    await pause(pollMs)
  }
  return false
}

function nameIn(line: string): string | undefined {
  return /^INFO .*"server_name":"([^"]*)"/.exec(line)?.[1]
}

/** The first line the port says; empty when there is none. */
function firstLine(port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect({ port, host: '127.0.0.1' })
    const end = (): void => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(silenceMs, end)
    socket.on('error', end)
    socket.on('end', end)
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (text.includes('\r\n')) end()
    })
  })
}
