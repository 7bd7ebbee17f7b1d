/**
 * What members send, as the network sees it: frames and bytes by sender, with the MAC and without
 * what a transport adds. Greetings, which two runs exchange once before they can speak, are counted
 * apart. A frame with anything of a probe in it counts as one of a probe, whatever rides along.
 * Decides nothing, and looks into a frame only while it is counting.
 */
import { peekFrame } from '@quorate/core'
import type { Traced, TraceListener } from '@quorate/transport-memory'

/** What one member sent. */
export interface Sent {
  /** All but greetings. */
  readonly frames: number
  readonly bytes: number
  /** Of these frames, those that ask whether somebody is there, or answer it. */
  readonly probeFrames: number
  readonly greetings: number
  readonly greetingBytes: number
}

/** Greetings of all members, between those that had not spoken to each other yet. */
export interface Meeting {
  readonly frames: number
  readonly bytes: number
  /** From the start until the last two of them met. */
  readonly lastedMs: number
}

/** What was sent while it was counted. */
export interface Count {
  /** By member, in the order of the names. */
  readonly sent: readonly Sent[]
  /** How many frames of which kinds of messages: `ping`, `ack+digest`. */
  readonly kinds: ReadonlyMap<string, number>
}

type Tally = { -readonly [Key in keyof Sent]: Sent[Key] }

export class Wire {
  readonly #places: ReadonlyMap<string, number>
  readonly #met: Uint8Array
  #meetings = 0
  #meeting: Meeting = { frames: 0, bytes: 0, lastedMs: 0 }
  #meetingSince = 0
  #tallies: readonly Tally[] | undefined
  #kinds = new Map<string, number>()
  #onCrossing: TraceListener | undefined

  constructor(names: readonly string[]) {
    this.#places = new Map(names.map((name, place) => [name, place]))
    this.#met = new Uint8Array(names.length ** 2)
  }

  /** What a world tells of itself. */
  readonly hear = (event: Traced): void => {
    if (event.kind === 'send') this.#sent(event)
    else if (event.kind === 'deliver') this.#onCrossing?.(event)
  }

  /** All processes are new now: nobody has spoken to anybody. */
  beginMeeting(at: number): void {
    this.#met.fill(0)
    this.#meetings = 0
    this.#meeting = { frames: 0, bytes: 0, lastedMs: 0 }
    this.#meetingSince = at
  }

  get meeting(): Meeting {
    return this.#meeting
  }

  /** Everybody has spoken to everybody: no greeting is owed any more. */
  get isMet(): boolean {
    const size = this.#places.size
    return this.#meetings === size * (size - 1)
  }

  /** From now on. */
  begin(): void {
    this.#tallies = Array.from(this.#places, zero)
    this.#kinds = new Map()
  }

  /** What was sent since it began. */
  end(): Count {
    const sent = this.#tallies ?? []
    this.#tallies = undefined
    return { sent, kinds: this.#kinds }
  }

  /** Told of every frame that arrives; undefined: nobody is. */
  onArrival(listener: TraceListener | undefined): void {
    this.#onCrossing = listener
  }

  #sent({ at, from, to = '', bytes, count = 0 }: Traced): void {
    const sender = this.#places.get(from)
    const receiver = this.#places.get(to)
    if (sender === undefined || receiver === undefined || bytes === undefined) return
    const pair = sender * this.#places.size + receiver
    const tally = this.#tallies?.[sender]
    if (tally === undefined && this.#met[pair] === 1) return
    const kinds = peekFrame(bytes)?.kinds ?? []
    const isGreeting = kinds[0] === 'hello' || kinds[0] === 'nonce'
    if (isGreeting && this.#met[pair] === 0) this.#greeted(count)
    else if (this.#met[pair] === 0) this.#meet(pair, at)
    if (tally === undefined) return
    add(tally, { kinds, count, isGreeting })
    const what = kinds.join('+')
    this.#kinds.set(what, (this.#kinds.get(what) ?? 0) + 1)
  }

  #greeted(count: number): void {
    const { frames, bytes, lastedMs } = this.#meeting
    this.#meeting = { frames: frames + 1, bytes: bytes + count, lastedMs }
  }

  #meet(pair: number, at: number): void {
    this.#met[pair] = 1
    this.#meetings++
    this.#meeting = { ...this.#meeting, lastedMs: at - this.#meetingSince }
  }
}

const zero = (): Tally => ({
  frames: 0,
  bytes: 0,
  probeFrames: 0,
  greetings: 0,
  greetingBytes: 0,
})

interface Looked {
  readonly kinds: readonly string[]
  /** Bytes. */
  readonly count: number
  readonly isGreeting: boolean
}

/** Whatever asks for others, or relays, says so in its name: the words are those of SWIM. */
const ofProbe = /ping|ack|probe/

function add(tally: Tally, { kinds, count, isGreeting }: Looked): void {
  if (isGreeting) {
    tally.greetings++
    tally.greetingBytes += count
    return
  }
  tally.frames++
  tally.bytes += count
  if (kinds.some((kind) => ofProbe.test(kind))) tally.probeFrames++
}
