import { transportContract, type TransportHarness, verify, waitingOn } from '@quorate/conformance'
import { systemClock } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { LocalNetwork } from './local-network.ts'

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

function harness(): TransportHarness {
  const network = new LocalNetwork()
  return {
    create: (address) => network.transportAt(address),
    until: waitingOn(systemClock()),
    settle: nextTurn,
    close: () => Promise.resolve(),
  }
}

describe('a transport within one process', () => {
  for (const contractCase of transportContract(['broadcast', 'unreachable']))
    it(contractCase.name, () => verify(contractCase, harness))
})

describe('a network within one process', () => {
  it('counts what is sent, received or not, and to all as one for each', async () => {
    const network = new LocalNetwork()
    const [a, b, c] = ['a', 'b', 'c'].map((name) => network.transportAt(name))
    for (const transport of [a, b, c]) transport?.open().subscribe()
    a?.send('nobody' as typeof a.address, Uint8Array.of(1))
    a?.broadcast(Uint8Array.of(2))
    await nextTurn()
    expect(network.sent).toBe(3)
  })
})
