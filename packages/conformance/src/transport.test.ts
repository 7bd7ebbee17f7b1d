/**
 * Can the transport suite fail? A hub that keeps every promise passes; each way of breaking one is
 * caught by the case that is named beside it.
 */
import { BehaviorSubject, EMPTY, NEVER, Observable, Subject } from 'rxjs'
import type { Address, Frame, LinkStatus, SendRefusal, Transport } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { verify } from './contract.ts'
import { describeFlaws } from './flaws.fixture.ts'
import { transportContract } from './transport.ts'
import type { TransportHarness } from './transport.ts'

/** Each flaw, and how the name of the case that catches it begins. */
const flaws = {
  'drops every seventh frame': 'of many frames sent at once',
  'delivers to everyone': 'a frame reaches the address',
  'delivers by prefix': 'every member name can be an address',
  'swaps two senders': 'several that talk to each other',
  'tells another from': "a frame's from",
  'cuts frames to 1,000 bytes': 'bytes arrive as they were',
  'takes what is too large': 'a frame of maxFrameBytes',
  'refuses the largest': 'a frame of maxFrameBytes',
  'sends the buffer itself': 'the sender may reuse its buffer',
  'shares one copy': "a receiver's bytes are its own",
  'throws when nobody listens': 'sending to where nobody listens',
  'one subscriber only': 'every subscriber of frames$',
  'takes frames before open': 'send() before open()',
  'says not-connected after close': 'send() after close()',
  'leaves frames$ open': 'closing completes frames$',
  'never closes unless open': 'closing a transport that was never opened',
  'second close hangs': 'closing twice',
  'delivers after close': 'nothing arrives at a closed transport',
  'forgets the current status': 'status$ tells the current status',
  'ends without closed': 'status$ tells the current status',
  'closes all': 'closing one leaves the others',
  'keeps the old address': 'a new transport at the address',
  'moves elsewhere': 'address is the one',
  'hides maxFrameBytes': 'maxFrameBytes is known',
  'one opens at a time': 'transports may be opened at the same time',
  'claims too little': 'declares broadcast and unreachable',
  'broadcasts to itself': 'broadcast() reaches all but the sender',
  'broadcasts one copy': 'broadcast() gives each receiver',
  'ignores the size of broadcasts': 'broadcast() is refused as send()',
  'never tells of nobody': 'unreachable$ tells the address where nobody',
  'tells of listeners': 'unreachable$ does not tell of a listener',
  'remembers the unreachable': 'unreachable$ tells of a listener that closed',
  'answers nobody from within': 'a receiver may answer',
} as const
type Flaw = keyof typeof flaws

/** A network that delivers when it is told to. */
class Hub {
  readonly flaw: Flaw | undefined
  readonly stations = new Map<string, HubTransport>()
  readonly all: HubTransport[] = []
  readonly away = new Set<string>()
  delivering = false
  opening = 0
  sent = 0
  queue: (() => void)[] = []

  constructor(flaw: Flaw | undefined) {
    this.flaw = flaw
  }

  has(flaw: Flaw): boolean {
    return this.flaw === flaw
  }

  deliverAll(): void {
    const due = this.queue
    this.queue = []
    this.delivering = true
    for (const run of due) run()
    this.delivering = false
  }

  receivers(to: Address): readonly HubTransport[] {
    if (this.has('delivers to everyone')) return [...this.stations.values()]
    if (this.has('delivers after close')) return this.all.filter(({ address }) => address === to)
    if (this.has('delivers by prefix')) {
      return [...this.stations.values()].filter(({ address }) => address.startsWith(to))
    }
    const station = this.stations.get(to)
    return station === undefined ? [] : [station]
  }
}

const largest = 100_000

class HubTransport implements Transport {
  readonly address: Address
  readonly frames$: Observable<Frame>
  readonly status$: Observable<LinkStatus>
  readonly unreachable$ = new Subject<Address>()
  readonly capabilities: { readonly broadcast: boolean; readonly unreachable: boolean }
  readonly maxFrameBytes: number
  readonly frames = new Subject<Frame>()
  readonly #hub: Hub
  readonly #status = new BehaviorSubject<LinkStatus>('down')
  readonly #copies = new WeakMap<Uint8Array, Uint8Array>()

  constructor(hub: Hub, address: Address) {
    this.#hub = hub
    hub.all.push(this)
    this.address = hub.has('moves elsewhere') ? (`${address}-elsewhere` as Address) : address
    this.capabilities = { broadcast: !hub.has('claims too little'), unreachable: true }
    this.maxFrameBytes = hub.has('hides maxFrameBytes') ? 0 : largest
    this.frames$ = hub.has('one subscriber only') ? single(this.frames) : this.frames
    const later = new Subject<LinkStatus>()
    this.#status.subscribe(later)
    this.status$ = hub.has('forgets the current status') ? later : this.#status
  }

  open(): Observable<never> {
    return new Observable((subscriber) => {
      if (this.#hub.has('one opens at a time') && this.#hub.opening > 0) return
      this.#hub.opening++
      this.#hub.queue.push(() => {
        this.#hub.opening--
        const { address } = this
        const isOld = this.#hub.has('keeps the old address') && this.#hub.away.has(address)
        if (!isOld) this.#hub.stations.set(address, this)
        this.#status.next('up')
        subscriber.complete()
      })
    })
  }

  close(): Observable<never> {
    const was = this.#status.value
    if (was === 'closed') return this.#hub.has('second close hangs') ? NEVER : EMPTY
    if (was === 'down' && this.#hub.has('never closes unless open')) return NEVER
    this.#hub.away.add(this.address)
    this.#hub.stations.delete(this.address)
    this.#status.next(this.#hub.has('ends without closed') ? 'up' : 'closed')
    this.#status.complete()
    this.unreachable$.complete()
    const staysOpen = this.#hub.has('leaves frames$ open') || this.#hub.has('delivers after close')
    if (!staysOpen) this.frames.complete()
    if (this.#hub.has('closes all')) for (const [, other] of this.#hub.stations) other.close()
    return EMPTY
  }

  send(to: Address, bytes: Uint8Array): SendRefusal | undefined {
    const refusal = this.#refusal(bytes)
    if (refusal !== undefined) return refusal
    if (this.#hub.has('answers nobody from within') && this.#hub.delivering) return undefined
    if (++this.#hub.sent % 7 === 0 && this.#hub.has('drops every seventh frame')) return undefined
    if (!this.#hub.stations.has(to) && this.#hub.has('throws when nobody listens'))
      throw new Error()
    const copy = this.#copyOf(bytes)
    this.#hub.queue.push(() => this.#arrive(to, copy))
    return undefined
  }

  #arrive(to: Address, bytes: Uint8Array): void {
    const receivers = this.#hub.receivers(to)
    for (const receiver of receivers) receiver.frames.next({ from: this.#from(), bytes })
    if (this.#hub.has('never tells of nobody')) return
    const isGone = this.#hub.has('remembers the unreachable') && this.#hub.away.has(to)
    if (receivers.length === 0 || isGone || this.#hub.has('tells of listeners')) {
      this.unreachable$.next(to)
    }
  }

  #from(): Address {
    if (this.#hub.has('swaps two senders') && this.address === 'c') return 'd' as Address
    return this.#hub.has('tells another from') ? ('someone' as Address) : this.address
  }

  #copyOf(bytes: Uint8Array): Uint8Array {
    if (this.#hub.has('sends the buffer itself')) return bytes
    if (this.#hub.has('cuts frames to 1,000 bytes')) return bytes.slice(0, 1_000)
    const copy = this.#copies.get(bytes) ?? bytes.slice()
    if (this.#hub.has('shares one copy')) this.#copies.set(bytes, copy)
    return copy
  }

  broadcast(bytes: Uint8Array): SendRefusal | undefined {
    const ignoresSize = this.#hub.has('ignores the size of broadcasts')
    const refusal = this.#refusal(ignoresSize ? bytes.subarray(0, 1) : bytes)
    if (refusal !== undefined) return refusal
    const copy = bytes.slice()
    for (const [to] of this.#hub.stations) {
      if (to === this.address && !this.#hub.has('broadcasts to itself')) continue
      const own = this.#hub.has('broadcasts one copy') ? copy : copy.slice()
      this.#hub.queue.push(() => this.#arrive(to as Address, own))
    }
    return undefined
  }

  #refusal(bytes: Uint8Array): SendRefusal | undefined {
    const status = this.#status.value
    if (status === 'closed') {
      return this.#hub.has('says not-connected after close') ? 'not-connected' : 'closed'
    }
    if (status === 'down' && !this.#hub.has('takes frames before open')) return 'not-connected'
    if (this.#hub.has('takes what is too large')) return undefined
    const bound = this.#hub.has('refuses the largest') ? largest - 1 : largest
    return bytes.length > bound ? 'too-large' : undefined
  }
}

/** Gives its values to the first subscriber only. */
function single<T>(source: Observable<T>): Observable<T> {
  let isTaken = false
  return new Observable((subscriber) => {
    if (!isTaken) source.subscribe(subscriber)
    isTaken = true
  })
}

const harnessOf = (flaw?: Flaw): TransportHarness => {
  const hub = new Hub(flaw)
  const until = async (condition: () => boolean): Promise<boolean> => {
    for (let i = 0; i < 10 && !condition(); i++) {
      await Promise.resolve()
      hub.deliverAll()
    }
    return condition()
  }
  return {
    create: (address) => new HubTransport(hub, address),
    until,
    settle: async () => void (await until(() => false)),
    close: () => Promise.resolve(),
  }
}

const contract = transportContract(['broadcast', 'unreachable'])

describeFlaws({ what: 'hub', contract, harnessOf, flaws })

describe('what is not promised', () => {
  it('is checked only when claimed', () => {
    const names = transportContract().map(({ name }) => name)
    expect(names.some((name) => name.startsWith('broadcast()'))).toBe(false)
    expect(names.some((name) => name.startsWith('unreachable$ tells'))).toBe(false)
    expect(names.length).toBeLessThan(contract.length)
  })

  it('must not be declared', async () => {
    const declares = transportContract().find(({ name }) => name.startsWith('declares'))
    if (declares === undefined) throw new Error('no such case')
    await expect(verify(declares, harnessOf)).rejects.toThrow('capabilities.broadcast is true')
  })
})
