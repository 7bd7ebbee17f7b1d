/**
 * Starts a nats-server on 127.0.0.1 and keeps it at one port through stops, kills and restarts.
 * Decides when a start failed and whether another port is tried (only when nobody asked for one).
 * Must never listen on any other address and never leave a process behind: a start that fails has
 * ended what it started.
 */
import { randomUUID } from 'node:crypto'
import { findNatsServer, howToGetNatsServer } from './find-nats-server.ts'
import { freePort } from './free-port.ts'
import { greets } from './server-greeting.ts'
import { startProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const startDeadlineMs = 10_000
const stopDeadlineMs = 3000
const portAttemptsMax = 5

/** How to start. */
export interface NatsServerOptions {
  /** Default: a free one. */
  readonly port?: number
  /** More arguments of nats-server, e.g. `['-c', file]`; address, port and name are set after. */
  readonly args?: readonly string[]
  /** Path of the binary; default: `findNatsServer()`. */
  readonly binary?: string
}

/** A server of this process; it ends with this process at the latest. */
export interface NatsServer {
  /** For clients: `nats://127.0.0.1:<port>`. */
  readonly url: string
  readonly port: number
  /** Process id of the current run; undefined while stopped. */
  readonly pid: number | undefined
  /** Ends it in order; resolves when it is gone. Stopping twice is no error. */
  stop(): Promise<void>
  /** Ends it with SIGKILL; resolves when it is gone. */
  kill9(): Promise<void>
  /** Stops it if it runs, and starts it on the same port; resolves when clients can connect. */
  restart(): Promise<void>
}

/** Resolves when clients can connect; rejects with what the server said if it does not start. */
export async function startNatsServer(options: NatsServerOptions = {}): Promise<NatsServer> {
  const binary = options.binary ?? findNatsServer()
  if (binary === undefined) throw new Error(howToGetNatsServer)
  const start = (port: number): Promise<ServerProcess> =>
    startAt({ binary, port, args: options.args ?? [] })
  const { port, server } = await startSomewhere(options.port, start)
  return serverAt({ port, server, start })
}

interface Started {
  readonly port: number
  readonly server: ServerProcess
}

async function startSomewhere(
  asked: number | undefined,
  start: (port: number) => Promise<ServerProcess>,
): Promise<Started> {
  if (asked !== undefined) return { port: asked, server: await start(asked) }
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    try {
      return { port, server: await start(port) }
    } catch (error) {
      if (attempt === portAttemptsMax || !isPortTaken(error)) throw error
    }
  }
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('address already in use')

async function startAt(start: {
  readonly binary: string
  readonly port: number
  readonly args: readonly string[]
}): Promise<ServerProcess> {
  const { binary, port } = start
  const name = `quorate-${randomUUID()}`
  const own = ['--addr', '127.0.0.1', '--port', String(port), '--name', name]
  const server = startProcess(binary, [...start.args, ...own])
  const gaveUp = (): boolean => !server.isRunning()
  if (await greets({ port, name, deadlineMs: startDeadlineMs, gaveUp })) return server
  await end(server, 'SIGKILL')
  throw new Error(`${binary} did not start on 127.0.0.1:${port}\n${server.output()}`)
}

function serverAt(
  started: Started & { readonly start: (port: number) => Promise<ServerProcess> },
): NatsServer {
  const { port, start } = started
  let server = started.server
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    get pid(): number | undefined {
      return server.isRunning() ? server.pid : undefined
    },
    stop: () => end(server, 'SIGTERM'),
    kill9: () => end(server, 'SIGKILL'),
    restart: async () => {
      await end(server, 'SIGTERM')
      server = await start(port)
    },
  }
}

async function end(server: ServerProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  server.signal(signal)
  const force = setTimeout(() => server.signal('SIGKILL'), stopDeadlineMs)
  await server.exited
  clearTimeout(force)
}
