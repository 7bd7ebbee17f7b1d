import { ClusterError, createClient, createMember } from '@quorate/core'
import { createWorld, MemoryLogStore, type World } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { refused, secret } from './alone.fixture.ts'

/** Options that are not allowed, and the option that the refusal must name. */
const common: readonly (readonly [string, object])[] = [
  ['name', { name: undefined }],
  ['name', { name: '' }],
  ['name', { name: 5 }],
  ['name', { name: 'A' }],
  ['name', { name: 'a b' }],
  ['name', { name: 'a#1' }],
  ['name', { name: 'x'.repeat(65) }],
  ['cluster', { cluster: '' }],
  ['cluster', { cluster: 5 }],
  ['cluster', { cluster: 'x/y' }],
  ['secret', { secret: undefined }],
  ['secret', { secret: 'short' }],
  ['secret', { secret: 12_345_678 }],
  ['secret', { secret: new Uint8Array(7) }],
  ['transport', { transport: undefined }],
  ['transport', { transport: null }],
  ['transport', { transport: {} }],
  ['transport', { transport: 'nats://x' }],
  ['recordInputs', { recordInputs: -1 }],
  ['recordInputs', { recordInputs: 1.5 }],
  ['recordInputs', { recordInputs: Number.NaN }],
  ['recordInputs', { recordInputs: '5' }],
  ['logger', { logger: {} }],
  ['logger', { logger: null }],
  ['clock', { clock: { now: () => 1 } }],
  ['entropy', { entropy: Math.random }],
  ['crypto', { crypto: {} }],
  ['settings', { settings: null }],
  ['settings', { settings: 5 }],
  ['settings', { settings: [] }],
  ['settings.swim', { settings: { swim: {} } }],
  ['settings.constructor', { settings: { constructor: {} } }],
  ['settings.membership', { settings: { membership: 5 } }],
  ['settings.membership.period', { settings: { membership: { period: 5 } } }],
  ['settings.membership.toString', { settings: { membership: { toString: 5 } } }],
  ['settings.membership.periodMs', { settings: { membership: { periodMs: 0 } } }],
  ['settings.membership.periodMs', { settings: { membership: { periodMs: '1000' } } }],
  ['settings.membership.periodMs', { settings: { membership: { periodMs: null } } }],
  ['membership.probeTimeoutMs', { settings: { membership: { probeTimeoutMs: 1001 } } }],
  ['settings.requests.inFlightMax', { settings: { requests: { inFlightMax: -1 } } }],
  ['settings.replication.pushFanout', { settings: { replication: { pushFanout: Number.NaN } } }],
  ['settings.writes.logEntriesMax', { settings: { writes: { logEntriesMax: Infinity } } }],
  ['writes.entryBytesMax', { settings: { writes: { entryBytesMax: 300_000 } } }],
]

const memberOnly: readonly (readonly [string, object])[] = [
  ['log', { log: undefined }],
  ['log', { log: null }],
  ['log', { log: {} }],
  ['foundsCluster', { foundsCluster: 'no' }],
  ['replicationFactor', { replicationFactor: 0 }],
  ['replicationFactor', { replicationFactor: 1.5 }],
  ['replicationFactor', { replicationFactor: 1001 }],
  ['replicationFactor', { replicationFactor: '2' }],
  ['profile', { profile: 'quorum' }],
  ['onRequest', { onRequest: 'echo' }],
]

const clientOnly: readonly (readonly [string, object])[] = [
  ['contacts', { contacts: undefined }],
  ['contacts', { contacts: [] }],
  ['contacts', { contacts: 'a' }],
  ['contacts', { contacts: ['a', ''] }],
  ['contacts', { contacts: [5] }],
]

type Start = (world: World, wrong: object) => Promise<unknown>

const member: Start = (world, wrong) => createMember({ secret, ...world.env('a'), ...wrong })

const client: Start = (world, wrong) => {
  const { name, transport, clock, entropy } = world.env('a')
  return createClient({ secret, name, transport, clock, entropy, contacts: ['b'], ...wrong })
}

const rejectedOption = async (start: Start, wrong: object): Promise<string> => {
  const world = createWorld({ seed: 1 })
  const error = await refused(world, () => start(world, wrong))
  expect(error.code).toBe('invalid-option')
  // Nothing is left open: a right start succeeds in the same place.
  world.crash('a')
  const { transport, log } = world.restart('a')
  await world.settle(createMember({ name: 'a', secret, transport, log }).then((m) => m.stop()))
  return error.detail
}

const shown = (wrong: object): string =>
  JSON.stringify(wrong, (_, value: unknown) => (value === undefined ? 'undefined' : value))

describe.each([
  ['a member', member, [...common, ...memberOnly]],
  ['a client', client, [...common, ...clientOnly]],
] as const)('%s', (_, start, table) => {
  it.each(table.map(([option, wrong]) => [option, shown(wrong), wrong] as const))(
    'names the wrong option: %s in %s',
    async (option, _shown, wrong) => {
      expect(await rejectedOption(start, wrong)).toMatch(
        new RegExp(`^(settings\\.)?${option.replaceAll('.', '\\.')}\\b`),
      )
    },
  )

  it('needs options at all', async () => {
    const world = createWorld({ seed: 1 })
    const create = start === member ? createMember : createClient
    for (const none of [undefined, null, 5, 'a', []]) {
      const error = await refused(world, () => create(none as never))
      expect([error.code, error.detail]).toEqual(['invalid-option', expect.stringMatching(/^opt/)])
    }
  })
})

it('takes a setting that is undefined as not given', async () => {
  const world = createWorld({ seed: 1 })
  // Plain JavaScript passes what the types forbid.
  const settings: object = { membership: { periodMs: undefined }, writes: undefined }
  const a = await world.settle(createMember({ secret, ...world.env('a'), settings }))
  await world.settle(a.put('k', 1))
  expect(a.get('k')).toBe(1)
})

it('a log store that another member holds stays its own', async () => {
  const world = createWorld({ seed: 1 })
  const log = new MemoryLogStore()
  const a = await world.settle(createMember({ secret, ...world.env('a'), log }))
  const error = await refused(world, () => createMember({ secret, ...world.env('b'), log }))
  expect(error.code).toBe('cluster-config')
  expect(error).toBeInstanceOf(ClusterError)
  await world.settle(a.put('k', 1))
  expect(a.state.reasons).toEqual([])
})

it('a frame too small for an entry is the option that is wrong', async () => {
  const world = createWorld({ seed: 1, maxFrameBytes: 4096 })
  const error = await refused(world, () => createMember({ secret, ...world.env('a') }))
  expect([error.code, error.detail]).toEqual([
    'invalid-option',
    expect.stringContaining('settings.writes.entryBytesMax'),
  ])
})
