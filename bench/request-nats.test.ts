import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startNatsServer } from '@quorate/nats-server'
import { describe, expect, it } from 'vitest'
import { isMet, tinyEffort } from './figure.ts'
import { memberRequests } from './nats-raw.ts'
import { connect, serve } from './nats-workers/member.mjs'
import { requestFigures } from './request-nats.ts'

const rate = (perSecond: number, p50Ms: number, p99Ms: number) => () =>
  Promise.resolve({ calls: 1, perSecond, p50Ms, p99Ms, callerCpuMicros: 1 })

describe('the benchmark of requests over NATS', () => {
  it('holds ours against raw requests of the same run', async () => {
    const ours = rate(41_000, 0.2, 6)
    const raw = rate(40_000, 0.15, 5)
    const measure = { ours, raw, moleculer: rate(75_000, 0.1, 3), wire: rate(99_000, 0.1, 2) }
    const figures = await requestFigures(measure, tinyEffort)
    expect(figures.map((figure) => [figure.name, isMet(figure)])).toEqual([
      ['request-nats', true],
      ['request-nats/p99', false],
      ['request-nats/p50-alone', true],
      ['request-nats/raw', undefined],
      ['request-nats/raw/p99', undefined],
      ['request-nats/raw/p50-alone', undefined],
      ['request-nats/moleculer', undefined],
      ['request-nats/moleculer/p99', undefined],
      ['request-nats/moleculer/p50-alone', undefined],
      ['request-nats/wire', undefined],
      ['request-nats/wire/p99', undefined],
      ['request-nats/wire/p50-alone', undefined],
    ])
  })

  it('asks one member by another', async () => {
    const server = await startNatsServer()
    const serving = await serve(server.url)
    const caller = await connect(server.url)
    expect(await caller.call('question')).toEqual(new TextEncoder().encode('question'))
    await caller.close()
    await serving.stop()
    await server.stop()
  })

  // Two processes run what was built; `npm test` builds first.
  const built = fileURLToPath(new URL('../packages/transport-nats/dist/index.js', import.meta.url))
  it.runIf(existsSync(built))('measures two processes', async () => {
    const load = { inFlight: 4, payloadBytes: 10, warmupMs: 20, measureMs: 50 }
    const { calls, perSecond } = await memberRequests(load)
    expect(calls).toBeGreaterThan(4)
    expect(perSecond).toBeGreaterThan(0)
  })
})
