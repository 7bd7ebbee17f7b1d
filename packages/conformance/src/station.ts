/**
 * A transport under test with all that it said written down, so that a case can wait for what it
 * expects and look for what it does not. Subscribes before opening: nothing may be missed. Keeps a
 * copy of each frame's bytes beside the bytes themselves, to see whether they change afterwards.
 */
import type { Address, Frame, LinkStatus, SendRefusal, Transport } from '@quorate/core'
import { completed, promised, reached } from './contract.ts'
import type { Harness } from './contract.ts'

/** How a transport is made, and how long to wait for what must not come. */
export interface TransportHarness extends Harness {
  /** A new transport, not yet open, on the one network of this harness. */
  create(address: Address): Transport
  /** Returns when whatever was sent has arrived, or long after it would have. */
  settle(): Promise<void>
}

/** One transport and its record. */
export interface Station {
  readonly transport: Transport
  readonly frames: readonly Frame[]
  readonly statuses: readonly LinkStatus[]
  readonly unreachable: readonly Address[]
  /** Which of the transport's streams have completed. */
  readonly completions: ReadonlySet<string>
}

/** An address as the port allows it. */
export const addressOf = (text: string): Address => text as Address

/** Makes a transport and starts its record; it is not open yet. */
export function stationAt(harness: TransportHarness, address: string): Station {
  const transport = harness.create(addressOf(address))
  const frames: Frame[] = []
  const statuses: LinkStatus[] = []
  const unreachable: Address[] = []
  const completions = new Set<string>()
  const completes = (stream: string) => (): void => {
    completions.add(stream)
  }
  transport.frames$.subscribe({ next: (f) => frames.push(f), complete: completes('frames$') })
  transport.status$.subscribe({ next: (s) => statuses.push(s), complete: completes('status$') })
  transport.unreachable$.subscribe({
    next: (a) => unreachable.push(a),
    complete: completes('unreachable$'),
  })
  return { transport, frames, statuses, unreachable, completions }
}

/** Makes and opens a transport. */
export async function openStation(harness: TransportHarness, address: string): Promise<Station> {
  const station = stationAt(harness, address)
  await completed(harness, station.transport.open(), `open() at ${address}`)
  return station
}

/** Makes and opens several, one after the other. */
export async function openStations(
  harness: TransportHarness,
  addresses: readonly string[],
): Promise<readonly Station[]> {
  const stations: Station[] = []
  for (const address of addresses) stations.push(await openStation(harness, address))
  return stations
}

/** The first stations of a list, which the case knows to be there. */
export function pair(stations: readonly Station[]): readonly [Station, Station] {
  const [first, second] = stations
  promised(first !== undefined && second !== undefined, 'two stations were not opened')
  return [first, second]
}

/** Bytes of a text, so that failures can be read. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The text of bytes. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** What a station received, as sorted `from:text` lines: order is not promised. */
export const received = ({ frames }: Station): readonly string[] =>
  frames.map(({ from, bytes }) => `${from}:${textOf(bytes)}`).toSorted()

/** Sends a text; a `ContractFailure` unless the network takes it. */
export function deliver(from: Station, to: Station, text: string): void {
  const refusal = from.transport.send(to.transport.address, bytesOf(text))
  promised(refusal === undefined, `send() to ${to.transport.address} was refused: ${refusal}`)
}

/** Waits until a station holds at least so many frames. */
export const arrived = (
  harness: TransportHarness,
  station: Station,
  frames: number,
): Promise<void> =>
  reached(
    harness,
    () => station.frames.length >= frames,
    `${station.transport.address} did not get ${frames} frames`,
  )

/** A `ContractFailure` unless the refusal is the one named. */
export function promisedRefusal(
  actual: SendRefusal | undefined,
  expected: SendRefusal,
  when: string,
): void {
  promised(actual === expected, `${when}: answered ${actual ?? 'taken'}, must be ${expected}`)
}
