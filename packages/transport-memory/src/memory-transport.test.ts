import { describe, expect, it } from 'vitest'
import { transportContract, verify } from '@quorate/conformance'
import type { TransportHarness } from '@quorate/conformance'
import { isAddress } from '@quorate/core'
import type { Address } from '@quorate/core'
import { createWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

const harnessIn = (world: World): TransportHarness => {
  const known = new Set<Address>()
  return {
    create: (address) => {
      if (!known.has(address)) {
        known.add(address)
        return world.env(address).transport
      }
      world.crash(address)
      return world.restart(address).transport
    },
    until: (condition) =>
      world.until(condition, { withinMs: 1_000 }).then(
        () => true,
        () => false,
      ),
    settle: () => world.advance(100),
    close: () => Promise.resolve(),
  }
}

const hosted: readonly [string, Partial<WorldOptions>][] = [
  ['as it is', {}],
  ['telling that nobody listens', { unreachable: true }],
  ['without broadcast', { broadcast: false }],
  ['with frames that take no time', { latencyMs: { min: 0, max: 0 }, unreachable: true }],
]

for (const [how, options] of hosted) {
  describe(`the memory transport, ${how}`, () => {
    const promises = [
      ...(options.broadcast === false ? [] : (['broadcast'] as const)),
      ...(options.unreachable === true ? (['unreachable'] as const) : []),
    ]
    for (const contractCase of transportContract(promises)) {
      it(contractCase.name, () =>
        verify(contractCase, () => harnessIn(createWorld({ seed: how, ...options }))),
      )
    }
  })
}

describe('opening twice', () => {
  it('is no change', () => {
    const { transport } = createWorld({ seed: 1 }).env('a')
    const statuses: string[] = []
    transport.status$.subscribe((status) => statuses.push(status))
    transport.open().subscribe()
    transport.open().subscribe()
    expect(statuses).toEqual(['down', 'up'])
  })
})

describe('two transports at one address', () => {
  it('exclude each other', () => {
    const world = createWorld({ seed: 1 })
    world.env('a', { address: 'here' })
    expect(() => world.env('b', { address: 'here' })).toThrow('here is the address of a')
  })

  it('follow each other once the first member has moved', () => {
    const world = createWorld({ seed: 1 })
    world.env('a', { address: 'here' })
    world.crash('a')
    world.restart('a', { address: 'there' })
    expect(world.env('b', { address: 'here' }).address).toBe('here')
    expect(isAddress(world.env('c').address)).toBe(true)
  })
})
