/**
 * Links between addresses, and the frames under way on them. Decides nothing about a frame's fate:
 * it asks the rules when the frame is sent and looks for a listener when it arrives. Every frame is
 * copied as it is sent, so neither side ever sees the other's buffer. A frame's draws are keyed by
 * (from, to, virtual time, n-th of that instant), so the fate of one is not changed by another.
 */
import type { Address, Frame } from '@quorate/core'
import { judge } from './fault.ts'
import type { Rule, SentFrame, WaitingFrame } from './fault.ts'
import { FrameCopies } from './frame-copies.ts'
import { bitsOf, drawsOf, mix, mixBytes, mixText, mixTime } from './random.ts'
import type { Draw, Key } from './random.ts'
import type { Life, Timeline } from './time/index.ts'
import type { Trace, TraceKind } from './trace.ts'

/** Somebody listening at an address. */
export interface Endpoint {
  readonly address: Address
  readonly life: Life
  receive(frame: Frame): void
  hint(address: Address): void
}

/** What a network of the virtual world is made of. */
export interface NetworkParts {
  readonly timeline: Timeline
  readonly trace: Trace
  readonly key: Key
  /** Asked for every frame, in order; the last decides about each. */
  readonly rules: () => readonly Rule[]
  /** Whether senders are told that nobody listens. */
  readonly unreachable: boolean
}

/** A frame on its way: which of the run, and what befell it, for the trace. */
interface Travelling extends SentFrame {
  readonly number: number
  readonly note?: string
}

interface Link {
  readonly from: Address
  readonly to: Address
  readonly key: Key
  at: number
  nth: number
}

export class Network {
  readonly #parts: NetworkParts
  readonly #copies = new FrameCopies()
  readonly #endpoints = new Map<Address, Endpoint>()
  readonly #links = new Map<Address, Map<Address, Link>>()
  #frames = 0

  constructor(parts: NetworkParts) {
    this.#parts = parts
  }

  /** False when somebody else listens there already. */
  attach(endpoint: Endpoint): boolean {
    const { address, life } = endpoint
    const held = this.#endpoints.get(address)
    if (held !== undefined && held !== endpoint) return false
    this.#endpoints.set(address, endpoint)
    this.#trace('open', life.name, address)
    return true
  }

  detach(endpoint: Endpoint): void {
    if (this.#endpoints.get(endpoint.address) !== endpoint) return
    this.#endpoints.delete(endpoint.address)
    this.#trace('close', endpoint.life.name, endpoint.address)
  }

  /** Takes every address away from a life, as its process ends. */
  detachLife(life: Life): void {
    for (const endpoint of this.#endpoints.values())
      if (endpoint.life === life) this.detach(endpoint)
  }

  send(from: Address, to: Address, bytes: Uint8Array): void {
    const link = this.#linkBetween(from, to)
    const frame = this.#frameOn(link, this.#copies.copy(bytes))
    const { timeline, trace } = this.#parts
    const content = mixBytes(0, bytes)
    const [at, count] = [timeline.now, bytes.length]
    trace.record({ at, kind: 'send', from, to, count, content, frame: frame.number, bytes })
    this.#decide(frame, keyOn(link))
  }

  broadcast(from: Address, bytes: Uint8Array): void {
    for (const to of this.#endpoints.keys()) if (to !== from) this.send(from, to, bytes)
  }

  #decide(frame: Travelling, key: Key): void {
    const verdict = this.#judge(frame, drawsOf(key))
    switch (verdict.kind) {
      case 'pass':
        return this.#arriveAfter(0, frame, key)
      case 'deliver':
        return this.#arriveAfter(verdict.afterMs, frame, key)
      case 'corrupt':
        return this.#arriveAfter(
          verdict.afterMs,
          { ...frame, bytes: verdict.bytes, note: 'corrupt' },
          key,
        )
      case 'duplicate':
        for (const [i, afterMs] of verdict.afterMs.entries()) {
          this.#arriveAfter(afterMs, { ...frame, bytes: frame.bytes.slice() }, mix(key, i))
        }
        return
      case 'hold':
        this.#trace('hold', frame.from, frame.to)
        return verdict.keep(this.#waiting(frame))
      case 'drop':
        this.#dropped(frame, verdict.reason)
    }
  }

  /** All that is let go in one instant has one place in it, and so keeps its order. */
  #waiting(frame: Travelling): WaitingFrame {
    const { key, timeline } = this.#parts
    return {
      frame,
      arrive: () => this.#arriveAfter(0, frame, mixTime(key, timeline.now)),
      drop: (reason) => this.#dropped(frame, reason),
    }
  }

  #dropped({ from, to, number }: Travelling, note: string): void {
    const { timeline, trace } = this.#parts
    trace.record({ at: timeline.now, kind: 'drop', from, to, note, frame: number })
  }

  #judge(frame: SentFrame, draw: Draw): ReturnType<Rule> {
    return judge(this.#parts.rules(), frame, draw)
  }

  #arriveAfter(afterMs: number, frame: Travelling, key: Key): void {
    const run = (): void => this.#arrive(frame)
    this.#schedule(afterMs, key, run)
  }

  #schedule(afterMs: number, key: Key, run: () => void): void {
    const { timeline } = this.#parts
    timeline.schedule({ at: timeline.now + afterMs, tie: bitsOf(key) }, { run, life: undefined })
  }

  #arrive(frame: Travelling): void {
    const { from, to, bytes } = frame
    const endpoint = this.#endpoints.get(to)
    if (endpoint === undefined) {
      this.#traceFrame('nobody', frame)
      if (this.#parts.unreachable) this.#hintBack(from, to)
      return
    }
    this.#traceFrame('deliver', frame)
    endpoint.life.run(() => endpoint.receive({ from, bytes }))
  }

  /** The hint goes the way back and is lost on it if a frame would not simply be delivered. */
  #hintBack(sender: Address, nobody: Address): void {
    const link = this.#linkBetween(nobody, sender)
    const frame = this.#frameOn(link, new Uint8Array())
    const key = keyOn(link)
    const verdict = this.#judge(frame, drawsOf(key))
    if (verdict.kind !== 'deliver') return
    this.#schedule(verdict.afterMs, key, () => {
      const endpoint = this.#endpoints.get(sender)
      if (endpoint === undefined) return
      this.#trace('hint', sender, nobody)
      endpoint.life.run(() => endpoint.hint(nobody))
    })
  }

  #frameOn(link: Link, bytes: Uint8Array): Travelling {
    const { now } = this.#parts.timeline
    link.nth = link.at === now ? link.nth + 1 : 0
    link.at = now
    const number = this.#frames++
    return { from: link.from, to: link.to, bytes, at: now, nth: link.nth, number }
  }

  #linkBetween(from: Address, to: Address): Link {
    const links = this.#links.get(from) ?? new Map<Address, Link>()
    const known = links.get(to)
    if (known !== undefined) return known
    const key = mixText(mixText(this.#parts.key, from), to)
    const link = { from, to, key, at: -1, nth: 0 }
    links.set(to, link)
    this.#links.set(from, links)
    return link
  }

  #traceFrame(kind: TraceKind, { from, to, number, note }: Travelling): void {
    const event = { at: this.#parts.timeline.now, kind, from, to, frame: number }
    this.#parts.trace.record(note === undefined ? event : { ...event, note })
  }

  #trace(kind: TraceKind, from: string, to: string): void {
    const { timeline, trace } = this.#parts
    trace.record({ at: timeline.now, kind, from, to })
  }
}

/** The key of the frame sent last on a link. */
const keyOn = ({ key, at, nth }: Link): Key => mix(mixTime(key, at), nth)
