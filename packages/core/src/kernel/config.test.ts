import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Address, MemberName } from '../model/index.ts'
import { checkConfig, defaultSettings, type KernelConfig, type Settings } from './config.ts'

const config = (settings: Partial<Settings> = {}, replicationFactor = 1): KernelConfig => ({
  name: 'a' as MemberName,
  address: 'a' as Address,
  role: 'member',
  foundsCluster: true,
  replicationFactor,
  hash: (bytes) => createHash('sha256').update(bytes).digest(),
  settings: { ...defaultSettings, ...settings },
})

const { membership, replication, writes, requests } = defaultSettings

describe('the configuration', () => {
  it('is right by default', () => {
    expect(checkConfig(config())).toBeUndefined()
  })

  it.each([
    ['replicationFactor', config({}, 0)],
    ['replicationFactor', config({}, 1.5)],
    ['settings.membership.periodMs', config({ membership: { ...membership, periodMs: 0 } })],
    ['settings.requests.inFlightMax', config({ requests: { ...requests, inFlightMax: -1 } })],
    ['settings.writes.entryBytesMax', config({ writes: { ...writes, entryBytesMax: NaN } })],
    ['membership.probeTimeoutMs', config({ membership: { ...membership, periodMs: 100 } })],
    ['writes.logStreamsMax', config({ writes: { ...writes, logStreamsMax: 16_385 } })],
    ['writes.entryBytesMax', config({ replication: { ...replication, deltaBytesMax: 1 } })],
  ])('is refused with the name of the option: %s', (option, wrong) => {
    const refusal = checkConfig(wrong)
    expect(refusal?.kind).toBe('invalid-option')
    expect(refusal?.detail).toContain(option)
  })
})
