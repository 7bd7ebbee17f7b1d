/**
 * What a transport promises of opening and closing: refusals say which of the two it is, closing
 * ends every stream and nothing but its own transport, and an address can be taken up again.
 */
import { allCompleted, completed, promised, reached, started } from './contract.ts'
import type { Contract, ContractCase } from './contract.ts'
import { arrived, bytesOf, deliver, openStation, openStations, pair } from './station.ts'
import { promisedRefusal, received, stationAt } from './station.ts'
import type { Station, TransportHarness } from './station.ts'

type Case = ContractCase<TransportHarness>

const close = async (harness: TransportHarness, { transport }: Station): Promise<void> => {
  await completed(harness, transport.close(), `close() at ${transport.address}`)
}

const address: Case = {
  name: 'address is the one it was made for',
  async run(harness) {
    const station = await openStation(harness, 'somewhere')
    const actual = station.transport.address
    promised(actual === 'somewhere', `address is ${actual}`)
  },
}

const size: Case = {
  name: 'maxFrameBytes is known once open, and enough for any protocol message',
  async run(harness) {
    const { transport } = await openStation(harness, 'a')
    const { maxFrameBytes } = transport
    promised(Number.isSafeInteger(maxFrameBytes), `maxFrameBytes is ${maxFrameBytes}`)
    promised(maxFrameBytes >= 1_024, `only ${maxFrameBytes} bytes fit into a frame`)
  },
}

const beforeOpen: Case = {
  name: 'send() before open() is refused as not-connected',
  async run(harness) {
    const b = await openStation(harness, 'b')
    const a = stationAt(harness, 'a')
    const refusal = a.transport.send(b.transport.address, bytesOf('too early'))
    promisedRefusal(refusal, 'not-connected', 'send() before open()')
    await completed(harness, a.transport.open(), 'open()')
    await harness.settle()
    promised(b.frames.length === 0, 'a frame that was refused arrived')
  },
}

const afterClose: Case = {
  name: 'send() after close() is refused as closed',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    await close(harness, a)
    const refusal = a.transport.send(b.transport.address, bytesOf('too late'))
    promisedRefusal(refusal, 'closed', 'send() after close()')
    await harness.settle()
    promised(b.frames.length === 0, 'a frame that was refused arrived')
  },
}

const streams: readonly string[] = ['frames$', 'status$', 'unreachable$']

const ends: Case = {
  name: 'closing completes frames$, status$ and unreachable$',
  async run(harness) {
    const station = await openStation(harness, 'a')
    await close(harness, station)
    for (const stream of streams) {
      const isOver = (): boolean => station.completions.has(stream)
      await reached(harness, isOver, `${stream} did not complete`)
    }
  },
}

const unopened: Case = {
  name: 'closing a transport that was never opened completes, and ends its streams',
  async run(harness) {
    const station = stationAt(harness, 'a')
    await close(harness, station)
    const areOver = (): boolean => station.completions.size === streams.length
    await reached(harness, areOver, 'a stream did not complete')
  },
}

const twice: Case = {
  name: 'closing twice is no error, at once or one after the other',
  async run(harness) {
    const station = await openStation(harness, 'a')
    const { transport } = station
    const closing = [transport.close(), transport.close()].map((c) => started(c, 'close()'))
    await allCompleted(harness, closing)
    await close(harness, station)
  },
}

const silent: Case = {
  name: 'nothing arrives at a closed transport',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    await close(harness, b)
    const before = b.frames.length
    a.transport.send(b.transport.address, bytesOf('anyone?'))
    await harness.settle()
    promised(b.frames.length === before, 'a closed transport received a frame')
  },
}

const status: Case = {
  name: 'status$ tells the current status on subscribing, then up, then closed',
  async run(harness) {
    const station = stationAt(harness, 'a')
    promised(station.statuses.join() === 'down', `before open(): ${station.statuses.join()}`)
    await completed(harness, station.transport.open(), 'open()')
    const late: string[] = []
    station.transport.status$.subscribe((value) => late.push(value))
    promised(late.join() === 'up', `a late subscriber was told: ${late.join() || 'nothing'}`)
    await close(harness, station)
    await reached(harness, () => late.includes('closed'), 'closed was not told')
    promised(station.statuses.join() === 'down,up,closed', `told ${station.statuses.join()}`)
  },
}

const together: Case = {
  name: 'transports may be opened at the same time',
  async run(harness) {
    const stations = ['a', 'b', 'c'].map((name) => stationAt(harness, name))
    const opening = stations.map(({ transport }) => started(transport.open(), 'open()'))
    await allCompleted(harness, opening)
    const [a, b] = pair(stations)
    deliver(a, b, 'hello')
    deliver(b, a, 'hello')
    await arrived(harness, a, 1)
    await arrived(harness, b, 1)
  },
}

const others: Case = {
  name: 'closing one leaves the others working',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    const c = await openStation(harness, 'c')
    await close(harness, c)
    deliver(a, b, 'still here')
    await arrived(harness, b, 1)
    promised(!a.completions.has('frames$'), 'closing one transport ended the streams of another')
  },
}

const again: Case = {
  name: 'a new transport at the address of a closed one gets the frames sent from then on',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    deliver(a, b, 'old')
    await arrived(harness, b, 1)
    await close(harness, b)
    const second = await openStation(harness, 'b')
    deliver(a, second, 'new')
    await arrived(harness, second, 1)
    promised(received(second).join() === 'a:new', `got: ${received(second).join()}`)
    promised(received(b).join() === 'a:old', 'the closed transport got the new frame')
    deliver(second, a, 'thanks')
    await arrived(harness, a, 1)
  },
}

/** What a transport promises of its own life. */
export const lifeCases: Contract<TransportHarness> = [
  address,
  size,
  beforeOpen,
  afterClose,
  ends,
  unopened,
  twice,
  silent,
  status,
  together,
  others,
  again,
]
