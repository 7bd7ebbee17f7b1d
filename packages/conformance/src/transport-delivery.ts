/**
 * What a transport promises of frames: they reach the address they were sent to and no other, as
 * they were, from whom they were sent. Bytes change hands by copy: neither side's buffer is ever
 * seen by the other.
 */
import { equalBytes } from '@quorate/core'
import { promised, reached } from './contract.ts'
import type { Contract, ContractCase } from './contract.ts'
import { addressOf, arrived, bytesOf, deliver, openStation, openStations } from './station.ts'
import { pair, promisedRefusal, received, textOf } from './station.ts'
import type { Station, TransportHarness } from './station.ts'

type Case = ContractCase<TransportHarness>

const named: Case = {
  name: 'a frame reaches the address it was sent to and no other',
  async run(harness) {
    const stations = await openStations(harness, ['a', 'b', 'c'])
    const [a, b] = pair(stations)
    deliver(a, b, 'hello')
    await arrived(harness, b, 1)
    await harness.settle()
    for (const { transport, frames } of stations) {
      promised(transport === b.transport || frames.length === 0, `${transport.address} got it too`)
    }
    promised(textOf(b.frames[0]?.bytes ?? new Uint8Array()) === 'hello', 'other bytes arrived')
  },
}

const fromWhom: Case = {
  name: "a frame's from is the sender's address",
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    deliver(a, b, 'from a')
    await arrived(harness, b, 1)
    promised(b.frames[0]?.from === a.transport.address, `from was ${b.frames[0]?.from}`)
  },
}

/** Bytes of every value, neither text nor a multiple of anything. */
const pattern = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => i * 7)

const intact: Case = {
  name: 'bytes arrive as they were sent, whatever their values and size',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    const largest = a.transport.maxFrameBytes
    for (const size of [1, 2, 255, 256, 1_021, 65_537].filter((bytes) => bytes <= largest)) {
      const sent = pattern(size)
      a.transport.send(b.transport.address, sent)
      const isThere = (): boolean => b.frames.some(({ bytes }) => equalBytes(bytes, sent))
      await reached(harness, isThere, `${size} bytes did not arrive as they were sent`)
    }
  },
}

const largest: Case = {
  name: 'a frame of maxFrameBytes arrives; one byte more is refused as too-large',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    const { maxFrameBytes } = a.transport
    const sent = pattern(maxFrameBytes)
    const refusal = a.transport.send(b.transport.address, sent)
    promised(refusal === undefined, `${maxFrameBytes} bytes were refused: ${refusal}`)
    const more = a.transport.send(b.transport.address, new Uint8Array(maxFrameBytes + 1))
    promisedRefusal(more, 'too-large', 'a frame one byte too large')
    await arrived(harness, b, 1)
    await harness.settle()
    const sizes = b.frames.map(({ bytes }) => bytes.length)
    promised(Math.max(...sizes) <= maxFrameBytes, 'a frame that was refused arrived')
    promised(equalBytes(b.frames[0]?.bytes ?? new Uint8Array(), sent), 'other bytes arrived')
  },
}

const many: Case = {
  name: 'of many frames sent at once all arrive, in whatever order',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    const sent = Array.from({ length: 300 }, (_, i) => `frame ${i}`)
    for (const text of sent) deliver(a, b, text)
    await arrived(harness, b, sent.length)
    const expected = sent.map((text) => `a:${text}`).toSorted()
    promised(received(b).join('\n') === expected.join('\n'), 'other frames arrived than were sent')
  },
}

const everyone: readonly string[] = ['a', 'b', 'c', 'd']

const noCrossTalk: Case = {
  name: 'several that talk to each other at once each get their own frames',
  async run(harness) {
    const stations = await openStations(harness, everyone)
    for (const from of stations) for (const to of stations) if (from !== to) greet(from, to)
    for (const station of stations) {
      await arrived(harness, station, 3)
      const self = station.transport.address
      const expected = everyone.filter((name) => name !== self).map((name) => greeting(name, self))
      const got = received(station).join(', ')
      promised(got === expected.toSorted().join(', '), `${self} got: ${got}`)
    }
  },
}

const greeting = (from: string, to: string): string => `${from}:${from} to ${to}`
const greet = (from: Station, to: Station): void =>
  deliver(from, to, `${from.transport.address} to ${to.transport.address}`)

const reuse: Case = {
  name: 'the sender may reuse its buffer as soon as send() returns',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    const buffer = new Uint8Array(16)
    for (let i = 1; i <= 5; i++) a.transport.send(b.transport.address, buffer.fill(i))
    buffer.fill(99)
    await arrived(harness, b, 5)
    const firsts = b.frames.map(({ bytes }) => bytes[0] ?? 0).toSorted((x, y) => x - y)
    promised(firsts.join() === '1,2,3,4,5', `the buffer's later content was sent: ${firsts.join()}`)
  },
}

const owned: Case = {
  name: "a receiver's bytes are its own: changing them changes nothing else",
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    const c = await openStation(harness, 'c')
    b.transport.frames$.subscribe(({ bytes }) => bytes.fill(0))
    const sent = pattern(64)
    a.transport.send(b.transport.address, sent)
    a.transport.send(c.transport.address, sent)
    await arrived(harness, b, 1)
    await arrived(harness, c, 1)
    promised(equalBytes(sent, pattern(64)), "the receiver reached into the sender's buffer")
    const other = c.frames[0]?.bytes ?? new Uint8Array()
    promised(equalBytes(other, pattern(64)), "one receiver reached into another's bytes")
  },
}

const toNobody: Case = {
  name: 'sending to where nobody listens does not throw and does no harm',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    a.transport.send(addressOf('nobody'), bytesOf('lost'))
    await harness.settle()
    deliver(a, b, 'still here')
    await arrived(harness, b, 1)
    promised(received(b).join() === 'a:still here', `b got: ${received(b).join()}`)
  },
}

const oddNames: readonly string[] = [
  'a',
  'a.b',
  'a.b.c',
  'ab',
  'a-b',
  'a_b',
  '.',
  '..',
  '-',
  '0',
  'n'.repeat(64),
]

const oddAddresses: Case = {
  name: 'every member name can be an address, and none is taken for another',
  async run(harness) {
    const sender = await openStation(harness, 'sender')
    const stations = await openStations(harness, oddNames)
    for (const station of stations) deliver(sender, station, station.transport.address)
    for (const station of stations) await arrived(harness, station, 1)
    await harness.settle()
    for (const station of stations) {
      const self = station.transport.address
      promised(
        received(station).join() === `sender:${self}`,
        `${self} got ${received(station).join()}`,
      )
    }
  },
}

const hot: Case = {
  name: 'every subscriber of frames$ gets every frame',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    let second = 0
    b.transport.frames$.subscribe(() => second++)
    deliver(a, b, 'one')
    deliver(a, b, 'two')
    await reached(harness, () => second === 2, 'a second subscriber did not get the frames')
    await arrived(harness, b, 2)
  },
}

const answering: Case = {
  name: 'a receiver may answer from within its subscription',
  async run(harness) {
    const [a, b] = pair(await openStations(harness, ['a', 'b']))
    b.transport.frames$.subscribe(({ from }) => b.transport.send(from, bytesOf('answer')))
    deliver(a, b, 'question')
    await arrived(harness, a, 1)
    promised(received(a).join() === 'b:answer', `a got: ${received(a).join()}`)
  },
}

/** What a transport promises of the frames it carries. */
export const deliveryCases: Contract<TransportHarness> = [
  named,
  fromWhom,
  intact,
  largest,
  many,
  noCrossTalk,
  reuse,
  owned,
  toNobody,
  oddAddresses,
  hot,
  answering,
]
