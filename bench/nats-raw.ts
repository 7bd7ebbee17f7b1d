/**
 * What others reach over NATS: the rates and latencies that ours are printed beside. Each figure is
 * of two fresh processes, one that calls and one that answers (`nats-workers/`), over a server that
 * is given or started for it. Must leave no process behind, also when a worker fails.
 */
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { startNatsServer } from '@quorate/nats-server'

/** How to measure. */
export interface NatsLoad {
  /** Calls that are waited for at any time. */
  readonly inFlight: number
  /** Bytes of a question and of its answer; default 100. */
  readonly payloadBytes?: number
  /** Milliseconds before measuring begins; default 1000. */
  readonly warmupMs?: number
  /** Milliseconds that are measured; default 2000. */
  readonly measureMs?: number
  /** Of a running server; default: one is started and stopped. */
  readonly url?: string
}

/** What came of it. */
export interface CallRate {
  readonly calls: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Processor time of the calling process per call, microseconds: hardly moved by other load. */
  readonly callerCpuMicros: number
}

/** `request()` of the `nats` client. */
export const rawNatsRequests = (load: NatsLoad): Promise<CallRate> => pairOf('request', load)

/** Own correlation over plain publish: what the client can reach at most. */
export const rawNatsPublishes = (load: NatsLoad): Promise<CallRate> => pairOf('publish', load)

/** The same over our Transport: no member, no codec, no signature. Needs the packages built. */
export const transportFrames = (load: NatsLoad): Promise<CallRate> => pairOf('transport', load)

/** `member.request()` between two members, every frame proven. Needs the packages built. */
export const memberRequests = (load: NatsLoad): Promise<CallRate> => pairOf('member', load)

/** Moleculer's remote call over NATS. */
export const moleculerCalls = (load: NatsLoad): Promise<CallRate> => pairOf('moleculer', load)

type Way = 'request' | 'publish' | 'transport' | 'member' | 'moleculer'
type Worker = ChildProcessByStdio<Writable, Readable, null>

/** Compiled, this file is one folder deeper than the workers, which are not compiled. */
const workers = import.meta.url.endsWith('.ts') ? './nats-workers/' : '../nats-workers/'
const script = fileURLToPath(new URL(`${workers}worker.mjs`, import.meta.url))

async function pairOf(way: Way, load: NatsLoad): Promise<CallRate> {
  if (load.url !== undefined) return callAndAnswer(way, load, load.url)
  const server = await startNatsServer()
  try {
    return await callAndAnswer(way, load, server.url)
  } finally {
    await server.stop()
  }
}

async function callAndAnswer(way: Way, load: NatsLoad, url: string): Promise<CallRate> {
  const { inFlight, payloadBytes = 100, warmupMs = 1000, measureMs = 2000 } = load
  const plan = JSON.stringify({ inFlight, payloadBytes, warmupMs, measureMs })
  const answering = start(['serve', way, url])
  try {
    await firstLine(answering)
    return (await firstLine(start(['call', way, url, plan]))) as CallRate
  } finally {
    const exited = once(answering, 'exit')
    answering.stdin.end()
    if (answering.exitCode === null && answering.signalCode === null) await exited
  }
}

const start = (args: readonly string[]): Worker =>
  spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })

async function firstLine(worker: Worker): Promise<unknown> {
  for await (const line of createInterface({ input: worker.stdout })) return JSON.parse(line)
  throw new Error(`${worker.spawnargs.join(' ')} ended without a result`)
}
