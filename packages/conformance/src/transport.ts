/**
 * What a `Transport` promises, put together: what reaches whom (`transport-delivery.ts`), opening
 * and closing (`transport-life.ts`), and here what only some transports promise: to reach all at
 * once, and to tell where nobody listens. A transport must declare exactly what it is checked for.
 *
 * The network of the harness must be a healthy one: a transport may lose frames when its network
 * does, and this suite is not about that. Not promised, hence not checked: order, frames to
 * oneself, empty frames, and that a frame arrives only once.
 */
import { equalBytes } from '@quorate/core'
import type { TransportPromise } from './capabilities.ts'
import { applicable } from './capabilities.ts'
import { completed, promised, reached } from './contract.ts'
import type { Contract, ContractCase } from './contract.ts'
import { addressOf, arrived, bytesOf, deliver, openStation, openStations } from './station.ts'
import { pair, promisedRefusal, received, stationAt } from './station.ts'
import type { TransportHarness } from './station.ts'
import { deliveryCases } from './transport-delivery.ts'
import { lifeCases } from './transport-life.ts'

export type { TransportHarness } from './station.ts'

/** The cases a transport with these optional promises must pass; default: none of them. */
export const transportContract = (
  promises: readonly TransportPromise[] = [],
): Contract<TransportHarness> => [
  ...deliveryCases,
  ...lifeCases,
  declarationCase(promises),
  ...applicable(optionCases, promises),
]

type Case = ContractCase<TransportHarness>

/** What is declared is what is checked; a broadcast that is not offered is refused. */
const declarationCase = (promises: readonly TransportPromise[]): Case => ({
  name: `declares ${promises.join(' and ') || 'no capability'}, and refuses what it does not offer`,
  async run(harness) {
    const { transport } = await openStation(harness, 'a')
    for (const promise of ['broadcast', 'unreachable'] as const) {
      const declared = transport.capabilities[promise]
      promised(declared === promises.includes(promise), `capabilities.${promise} is ${declared}`)
    }
    if (promises.includes('broadcast')) return
    const refusal = transport.broadcast(bytesOf('to all'))
    promisedRefusal(refusal, 'not-connected', 'broadcast() without the capability')
  },
})

const all: Case = {
  name: 'broadcast() reaches all but the sender, from whom it was sent',
  capability: 'broadcast',
  async run(harness) {
    const stations = await openStations(harness, ['a', 'b', 'c', 'd'])
    const [a] = pair(stations)
    const refusal = a.transport.broadcast(bytesOf('to all'))
    promised(refusal === undefined, `broadcast() was refused: ${refusal}`)
    const others = stations.filter((station) => station !== a)
    for (const station of others) await arrived(harness, station, 1)
    await harness.settle()
    promised(a.frames.length === 0, 'the sender got its own broadcast')
    for (const station of others) {
      promised(received(station).join() === 'a:to all', `got: ${received(station).join()}`)
    }
  },
}

const copies: Case = {
  name: "broadcast() gives each receiver bytes of its own, none the sender's",
  capability: 'broadcast',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    const c = await openStation(harness, 'c')
    const seen: Uint8Array[] = []
    for (const { transport } of [b, c]) {
      transport.frames$.subscribe(({ bytes }) => {
        seen.push(bytes.slice())
        bytes.fill(0)
      })
    }
    const buffer = bytesOf('to all')
    a.transport.broadcast(buffer)
    buffer.fill(1)
    await reached(harness, () => seen.length === 2, 'a broadcast did not reach both')
    const areIntact = seen.every((bytes) => equalBytes(bytes, bytesOf('to all')))
    promised(areIntact, 'a broadcast was altered by its sender or another receiver')
  },
}

const refusals: Case = {
  name: 'broadcast() is refused as send() is: not-connected, too-large, closed',
  capability: 'broadcast',
  async run(harness) {
    const { transport } = stationAt(harness, 'a')
    promisedRefusal(transport.broadcast(bytesOf('x')), 'not-connected', 'before open()')
    await completed(harness, transport.open(), 'open()')
    const tooLarge = new Uint8Array(transport.maxFrameBytes + 1)
    promisedRefusal(transport.broadcast(tooLarge), 'too-large', 'one byte too large')
    await completed(harness, transport.close(), 'close()')
    promisedRefusal(transport.broadcast(bytesOf('x')), 'closed', 'after close()')
  },
}

const nobody: Case = {
  name: 'unreachable$ tells the address where nobody listens',
  capability: 'unreachable',
  async run(harness) {
    const { transport, unreachable } = await openStation(harness, 'a')
    transport.send(addressOf('nobody.here'), bytesOf('anyone?'))
    await reached(harness, () => unreachable.length > 0, 'unreachable$ said nothing')
    promised(unreachable[0] === 'nobody.here', `unreachable$ said ${unreachable[0]}`)
  },
}

const listener: Case = {
  name: 'unreachable$ does not tell of a listener, before or after it took a frame',
  capability: 'unreachable',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    for (let i = 0; i < 10; i++) deliver(a, b, `frame ${i}`)
    await arrived(harness, b, 10)
    await harness.settle()
    promised(a.unreachable.length === 0, `unreachable$ said ${a.unreachable.join()}`)
    promised(b.unreachable.length === 0, 'unreachable$ told the receiver')
  },
}

const comeAndGone: Case = {
  name: 'unreachable$ tells of a listener that closed, and no more once it is back',
  capability: 'unreachable',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    await completed(harness, b.transport.close(), 'close()')
    a.transport.send(b.transport.address, bytesOf('anyone?'))
    await reached(
      harness,
      () => a.unreachable.includes(addressOf('b')),
      'unreachable$ said nothing',
    )
    const second = await openStation(harness, 'b')
    const before = a.unreachable.length
    deliver(a, second, 'welcome back')
    await arrived(harness, second, 1)
    await harness.settle()
    promised(a.unreachable.length === before, 'unreachable$ told of a listener that is back')
  },
}

/** Each only for transports that promise its capability. */
const optionCases: Contract<TransportHarness> = [
  all,
  copies,
  refusals,
  nobody,
  listener,
  comeAndGone,
]
