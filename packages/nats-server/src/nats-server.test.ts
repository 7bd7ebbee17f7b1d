/// <reference types="node" />
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { findNatsServer, startNatsServer } from './index.ts'
import type { NatsServer, NatsServerOptions } from './index.ts'
import { startProcess, watchdogArguments } from './server-process.ts'

const started: NatsServer[] = []

async function start(options: NatsServerOptions = {}): Promise<NatsServer> {
  const server = await startNatsServer(options)
  started.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.kill9()))
})

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const end = (listening: boolean): void => {
      socket.destroy()
      resolve(listening)
    }
    socket.on('connect', () => end(true))
    socket.on('error', () => end(false))
  })
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('deadline')
    await pause(5)
  }
}

describe('startNatsServer', () => {
  it('resolves when clients can connect, and stops at the same port for good', async () => {
    const server = await start()
    expect(server.url).toBe(`nats://127.0.0.1:${server.port}`)
    expect(server.pid).toBeTypeOf('number')
    expect(await isListening(server.port)).toBe(true)
    await server.stop()
    await server.stop()
    expect(server.pid).toBeUndefined()
    expect(await isListening(server.port)).toBe(false)
  })

  it('comes back on the same port after a kill and after a restart while running', async () => {
    const server = await start()
    const first = server.pid
    await server.kill9()
    expect(await isListening(server.port)).toBe(false)
    await server.restart()
    const second = server.pid
    await server.restart()
    expect(new Set([first, second, server.pid]).size).toBe(3)
    expect(await isListening(server.port)).toBe(true)
  })

  it('gives two servers two ports', async () => {
    const [one, two] = await Promise.all([start(), start()])
    expect(one?.port).not.toBe(two?.port)
  })

  it('says what the server said when it does not start', async () => {
    await expect(start({ args: ['--no-such-flag'] })).rejects.toThrow('no-such-flag')
  })

  it('does not take another server at the asked port for its own', async () => {
    const other = await start()
    await expect(start({ port: other.port })).rejects.toThrow('did not start')
  })

  it('fails when the asked port is held by something that is no nats-server', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const { port } = holder.address() as AddressInfo
    await expect(start({ port })).rejects.toThrow('address already in use')
    holder.close()
  })

  it('fails when the binary cannot be run', async () => {
    await expect(start({ binary: '/nowhere/nats-server' })).rejects.toThrow('did not start')
  })
})

describe('a server process', () => {
  it('does not outlive the process that started it, even if that is killed', async () => {
    const script = `
      const { spawn } = require('node:child_process')
      const server = spawn('sleep', ['1000'], {
        detached: true, stdio: ['ignore', 'inherit', 'ignore'] })
      const watchdog = JSON.parse(process.argv[1]).map((text) => text.replace('1234', server.pid))
      spawn('/bin/sh', watchdog, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
      console.log(server.pid)`
    const watchdog = JSON.stringify(watchdogArguments(1234))
    const parent = spawn(process.execPath, ['-e', script, watchdog], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    await once(parent.stdout, 'data')
    parent.kill('SIGKILL')
    // The server holds the other end of this pipe: it ends when the server does.
    await once(parent.stdout, 'end')
    expect(parent.stdout.readableEnded).toBe(true)
  })

  it('leaves no watchdog behind when it ends by itself', async () => {
    const short = startProcess('/bin/sh', ['-c', 'echo last words >&2'])
    await short.exited
    await until(() => short.output() === 'last words\n')
    expect(short.isRunning()).toBe(false)
    short.signal('SIGKILL')
  })
})

describe('findNatsServer', () => {
  it('takes what NATS_SERVER_BIN names, and nothing else if that is not executable', () => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-find-'))
    const file = join(folder, 'nats-server')
    writeFileSync(file, '')
    expect(findNatsServer({ NATS_SERVER_BIN: file, PATH: process.env['PATH'] })).toBeUndefined()
    chmodSync(file, 0o755)
    expect(findNatsServer({ NATS_SERVER_BIN: file })).toBe(file)
    expect(findNatsServer({ PATH: `/nowhere:${folder}` })).toBe(file)
    rmSync(folder, { recursive: true })
  })
})
