/**
 * Three members that write, over a network that loses, delays, doubles and reorders, with disks
 * that take their time. Nothing is told that is not durable at its teller (R1); once the network
 * delivers, a few periods make all logs equal, with nothing but digests after that (R5).
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EventLog, holdingHash, vectorOf } from '../log/index.ts'
import {
  type Effect,
  equalBytes,
  type Input,
  type Message,
  tagOf,
  type VersionVector,
} from '../model/index.ts'
import { compareVectors, includesVector } from '../time/index.ts'
import { defaultReplicationConfig } from './config.ts'
import { decideReplication } from './decide.ts'
import { disseminate } from './dissemination.ts'
import { initialReplication } from './local.ts'
import { piggyback } from './piggyback.ts'
import {
  addressOf,
  clusterLog,
  contextOf,
  entriesOf,
  fired,
  nameOf,
  putOf,
  received,
  senderOf,
  storeOf,
  testHash,
  write,
} from './replicas.fixture.ts'

const names = ['a', 'b', 'c'] as const
type Name = (typeof names)[number]

/** Deltas of about two entries, so that exchanges take several rounds. */
const config = { ...defaultReplicationConfig, deltaBytesMax: 500, pushFanout: 1 }
const start = clusterLog('b', 'c')

interface Batch {
  readonly log: EventLog
  readonly then: readonly Effect[]
}

class Replica {
  log = start
  durable: VersionVector = vectorOf(start)
  readonly #name: Name
  readonly #network: Network
  #local = initialReplication(config)
  #disk: Batch[] = []
  #timers = new Map<string, number>()

  constructor(name: Name, network: Network) {
    this.#name = name
    this.#network = network
  }

  write(key: string): void {
    const before = this.log.streams.get(headStream(this.#name))?.length ?? 0
    this.log = write(this.log, this.#name, putOf(key), this.#network.at)
    const entries = entriesOf(this.log, this.#name, before)
    const then = disseminate(this.#local, this.#context(), entries)
    this.#disk.push({ log: this.log, then })
  }

  on(input: Input): void {
    const decision = decideReplication(this.#local, this.#context(), input)
    this.#local = decision.local
    this.#run(decision.effects)
    if (decision.admitted === undefined) return this.#run(decision.then)
    this.log = decision.admitted.log
    this.#disk.push({ log: this.log, then: decision.then })
  }

  /** The oldest batch is on disk. */
  stored(): void {
    const batch = this.#disk.shift()
    if (batch === undefined) return
    this.durable = vectorOf(batch.log)
    this.#run(batch.then)
  }

  ping(): void {
    const pings = names
      .filter((name) => name !== this.#name)
      .map((name): Effect => {
        const to = { name: nameOf(name), address: addressOf(name) }
        const store = tagOf(storeOf(this.#name))
        return {
          kind: 'send',
          to,
          message: { kind: 'ping', probe: 0, store, liveHash: 0 },
        }
      })
    const ridden = piggyback(this.#local, this.#context(), pings)
    this.#local = ridden.local
    this.#run(ridden.effects)
  }

  fire(): void {
    for (const [timer, deadline] of this.#timers) {
      if (deadline > this.#network.at) continue
      this.#timers.delete(timer)
      this.on(fired(timer))
    }
  }

  #context() {
    const peers = Object.fromEntries(
      names.filter((name) => name !== this.#name).map((name) => [name, 'alive' as const]),
    )
    const { at } = this.#network
    const context = contextOf({ name: this.#name, at, log: this.log, peers, entropy: at % 256 })
    return { ...context, durable: this.durable }
  }

  #run(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'arm') this.#timers.set(effect.timer, effect.deadline)
      if (effect.kind === 'disarm') this.#timers.delete(effect.timer)
      if (effect.kind !== 'send') continue
      this.#expectDurable(effect.message)
      this.#network.send(this.#name, effect.to.address.slice(3) as Name, effect.message)
    }
  }

  #expectDurable(message: Message): void {
    if (!this.#isDurable(message)) throw new Error(`R1: ${this.#name} told what is not durable`)
  }

  #durableHash(): Uint8Array {
    const { log, durable: vector } = this
    return holdingHash({ log, vector, forks: new Set() }, testHash)
  }

  #isDurable(message: Message): boolean {
    switch (message.kind) {
      case 'digest':
        return equalBytes(message.vectorHash, this.#durableHash())
      case 'pull':
        return includesVector(this.durable, message.vector)
      case 'delta':
        return message.entries.every(({ stream, seq }) => (this.durable.get(stream) ?? 0) > seq)
      default:
        return true
    }
  }
}

const headStream = (name: Name) => {
  const head = write(start, name, putOf('k')).ordered.last()
  if (head === undefined) throw new Error('a written log is not empty')
  return head.stream
}

interface Flight {
  readonly from: Name
  readonly to: Name
  readonly message: Message
}

class Network {
  at = 0
  flights: Flight[] = []
  readonly replicas = new Map<Name, Replica>(names.map((name) => [name, new Replica(name, this)]))

  send(from: Name, to: Name, message: Message): void {
    if (message.kind !== 'ping') this.flights.push({ from, to, message })
  }

  move(kind: 'deliver' | 'double' | 'lose', pick: number): void {
    const index = pick % Math.max(1, this.flights.length)
    const flight = this.flights[index]
    if (flight === undefined) return
    if (kind !== 'double') this.flights.splice(index, 1)
    if (kind === 'lose') return
    this.replicas.get(flight.to)?.on(received(senderOf(flight.from), flight.message))
  }

  /** One good period: pings, and everything that follows is delivered and stored. */
  period(): number {
    this.at += 1000
    for (const replica of this.replicas.values()) replica.fire()
    for (const replica of this.replicas.values()) replica.ping()
    let delivered = 0
    while (this.flights.length > 0) {
      this.move('deliver', 0)
      delivered++
      if (delivered > 2000) throw new Error('R8: the exchange does not end')
      for (const replica of this.replicas.values()) replica.stored()
    }
    for (let i = 0; i < 200; i++) for (const replica of this.replicas.values()) replica.stored()
    return delivered
  }

  isEqual(): boolean {
    const [one, ...others] = [...this.replicas.values()].map(({ durable }) => durable)
    return others.every((other) => one !== undefined && compareVectors(one, other) === 'equal')
  }
}

type Step =
  | { readonly kind: 'write' | 'stored' | 'ping'; readonly name: Name }
  | { readonly kind: 'deliver' | 'double' | 'lose'; readonly pick: number }
  | { readonly kind: 'wait'; readonly ms: number }

const named = (kind: 'write' | 'stored' | 'ping'): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constant(kind), name: fc.constantFrom(...names) })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: named('write') },
  { weight: 4, arbitrary: named('stored') },
  { weight: 1, arbitrary: named('ping') },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom<'deliver' | 'double' | 'lose'>('deliver', 'deliver', 'double', 'lose'),
      pick: fc.nat(100),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(1500) }) },
)

function take(network: Network, each: Step): void {
  switch (each.kind) {
    case 'write':
      return network.replicas.get(each.name)?.write(`k${network.at}`)
    case 'stored':
      return network.replicas.get(each.name)?.stored()
    case 'ping':
      return network.replicas.get(each.name)?.ping()
    case 'wait':
      network.at += each.ms
      for (const replica of network.replicas.values()) replica.fire()
      return
    default:
      return network.move(each.kind, each.pick)
  }
}

describe('three members over a bad network with slow disks', () => {
  it('tell only what is durable, and are equal within 4 good periods, then quiet', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const network = new Network()
        for (const each of steps) take(network, each)
        for (let period = 0; period < 4; period++) network.period()
        expect(network.isEqual()).toBe(true)
        const logs = [...network.replicas.values()].map(({ log }) => entriesOf(log))
        expect(logs[1]).toEqual(logs[0])
        expect(logs[2]).toEqual(logs[0])
        // Two digests from each of three members, and nothing else.
        expect(network.period()).toBe(6)
      }),
      { numRuns: 100 },
    )
  })
})
