import { describe, expect, it } from 'vitest'
import { moleculerCalls, rawNatsPublishes, rawNatsRequests } from './nats-raw.ts'

const tiny = { inFlight: 4, payloadBytes: 10, warmupMs: 20, measureMs: 50 }

describe('the benchmark over NATS', () => {
  it.each([
    ['request()', rawNatsRequests],
    ['publish', rawNatsPublishes],
    ['Moleculer', moleculerCalls],
  ])('measures %s', async (_, measure) => {
    const { calls, perSecond, p50Ms, p99Ms, callerCpuMicros } = await measure(tiny)
    expect(calls).toBeGreaterThan(4)
    expect(perSecond).toBeGreaterThan(0)
    expect(p50Ms).toBeGreaterThan(0)
    expect(callerCpuMicros).toBeGreaterThan(0)
    expect(p99Ms).toBeGreaterThanOrEqual(p50Ms)
  })
})
