/**
 * Proves and checks every frame, before anything in it is decoded.
 *
 *   a ── hello (a's nonce) ──▶ b        a knows nothing of this run of b yet
 *   a ◀─ nonce (b's, for a's) ── b      b answers, and changes nothing
 *   a ── sealed (a's, b's, 1) ──▶ b     both nonces prove that the frame is of these two runs
 *
 * A sealed frame's MAC covers both runs' nonces and a counter, so a captured one is refused by
 * another run (`stale-session`, answered with the right nonce) and a second time (`replayed`).
 * A nonce frame counts only for the nonce it answers and is never answered: no loops. Sessions
 * are bounded: when the table is full this side takes a new nonce and forgets all of them, which
 * costs each peer one handshake and lets no old frame back in. Must never decode a body (F1).
 * Invariants of docs/protocol/session.md: F1 to F10.
 */
import {
  type Address,
  type ClusterLabel,
  type Destination,
  type MemberName,
  type Millis,
} from '../model/index.ts'
import { decodeFrame, encodeFrame, type Envelope, macBytes } from '../codec/index.ts'
import type { Crypto, Frame } from '../ports/index.ts'
import { AnswerBudget } from './answers.ts'
import type { KeyRing } from './key-ring.ts'
import { type Opened, type Outgoing, refused } from './opened.ts'
import { ReplayWindow } from './replay-window.ts'

/** Sessions of others remembered before this side changes its nonce (F9). */
export const sessionsMax = 4096
/** Bodies that wait for a peer's nonce; older ones are dropped, as on a lossy link (F10). */
export const waitingMax = 64
/** A body waits at most this long: its sender has given up or sent it again since (F10). */
export const waitingAgeMaxMs: Millis = 2_000
/** A hello is repeated at most this often while bodies wait (F10). */
const helloRetryMs: Millis = 200

export interface AuthenticatorOptions {
  readonly name: MemberName
  readonly address: Address
  readonly keys: KeyRing
  readonly crypto: Crypto
  readonly frameBytesMax: number
  /** 8 random bytes as a number; a fresh one each time. */
  readonly drawNonce: () => bigint
}

interface Peer {
  readonly address: Address
  /** The run nonce to seal for; undefined until its answer came. */
  nonce: bigint | undefined
  name: MemberName | undefined
  waiting: readonly Waiting[]
  helloAt: Millis
}

interface Waiting {
  readonly to: Destination
  readonly body: Uint8Array
  readonly since: Millis
}

type Decoded = Extract<ReturnType<typeof decodeFrame>, { ok: true }>

export class Authenticator {
  readonly #options: AuthenticatorOptions
  readonly #peers = new Map<Address, Peer>()
  readonly #windows = new Map<bigint, ReplayWindow>()
  #nonce: bigint
  #counter = 0
  readonly #budget = new AnswerBudget()

  constructor(options: AuthenticatorOptions) {
    this.#options = options
    this.#nonce = options.drawNonce()
  }

  /** Frames that carry `body` to `to` now: sealed, or a hello while the body waits. */
  seal(to: Destination, body: Uint8Array, place: Place): readonly Outgoing[] {
    const peer = this.#peer(to.address)
    dropStale(peer, place.at)
    if (peer.nonce !== undefined && isAskedFor(peer, to)) {
      if (peer.waiting.length === 0) return [this.#sealed(to, body, { peer, place })]
      // It spoke first: its answer to our hello may be lost.
      return [...this.#sealWaiting(peer, place), this.#sealed(to, body, { peer, place })]
    }
    peer.waiting = [...peer.waiting, { to, body, since: place.at }].slice(-waitingMax)
    if (place.at - peer.helloAt < helloRetryMs) return []
    peer.helloAt = place.at
    return [this.#unsealed('hello', { to: to.name, address: to.address, nonce: 0n, place })]
  }

  /** Nothing counts, and nothing is decoded, before the MAC does (F1). */
  open(frame: Frame, place: Place): Opened {
    if (frame.bytes.length > this.#options.frameBytesMax)
      return refused('too-large', `${frame.bytes.length} bytes`)
    const decoded = decodeFrame(frame.bytes)
    if (!decoded.ok) return refused(decoded.reason, decoded.detail)
    const { envelope } = decoded
    if (!this.#isProven(decoded))
      return {
        ...refused('invalid-token', `${envelope.from} does not prove the secret`),
        answer: this.#answerUnproven(frame.from, envelope, place),
      }
    // F13: our own words, thrown back at us, are nobody's.
    if (envelope.senderNonce === this.#nonce)
      return refused('stale-session', 'a frame of this process came back to it')
    switch (envelope.kind) {
      // F5: no table is touched.
      case 'hello':
        return {
          kind: 'ready',
          frames: present(this.#answer(envelope.fromAddress, envelope, place)),
        }
      case 'nonce':
        return this.#welcome(frame.from, envelope, place)
      case 'sealed':
        return this.#unseal(decoded, place)
    }
  }

  #isProven(decoded: Decoded): boolean {
    const key = this.#options.keys.accepting(decoded.envelope.keyId)
    return key !== undefined && this.#options.crypto.verify(key, decoded.signed, decoded.mac)
  }

  /** The peer told its nonce: what waited for it goes out. Asked for, or it is nothing (F6). */
  #welcome(from: Address, envelope: Envelope, place: Place): Opened {
    if (envelope.receiverNonce !== this.#nonce)
      return refused('stale-session', `${envelope.from} answers another run`)
    const peer = this.#peers.get(envelope.fromAddress) ?? this.#peers.get(from)
    if (peer === undefined) return refused('stale-session', `nobody asked ${envelope.from}`)
    dropStale(peer, place.at)
    const { waiting, name: before = envelope.from } = peer
    peer.nonce = envelope.senderNonce
    peer.name = envelope.from
    const frames = this.#sealWaiting(peer, place)
    peer.waiting = []
    const isOther = waiting.length === 0 ? before !== envelope.from : frames.length === 0
    if (isOther)
      return refused('unknown-target', `${envelope.from} listens at ${envelope.fromAddress}`)
    return { kind: 'ready', frames }
  }

  /** What waited for whoever listens there; what is for another waits on (F8). */
  #sealWaiting(peer: Peer, place: Place): readonly Outgoing[] {
    const { waiting } = peer
    peer.waiting = waiting.filter(({ to }) => !isAskedFor(peer, to))
    return waiting
      .filter(({ to }) => isAskedFor(peer, to))
      .map(({ to, body }) => this.#sealed(to, body, { peer, place }))
  }

  /** For this member (F8), in this run (F3), for the first time (F4). */
  #unseal(decoded: Decoded, place: Place): Opened {
    const { envelope, body } = decoded
    const { name } = this.#options
    if (envelope.to !== undefined && envelope.to !== name)
      return {
        ...refused('unknown-target', `${envelope.from} asks for ${envelope.to}, this is ${name}`),
        answer: this.#answer(envelope.fromAddress, envelope, place),
      }
    if (envelope.receiverNonce !== this.#nonce)
      return {
        ...refused('stale-session', `${envelope.from} speaks to an earlier run`),
        answer: this.#answer(envelope.fromAddress, envelope, place),
      }
    if (!this.#window(envelope.senderNonce).accept(envelope.counter))
      return refused('replayed', `frame ${envelope.counter} of ${envelope.from} again`)
    // The sender's nonce is fresh: it sealed for ours. We may seal for it without asking.
    const peer = this.#peer(envelope.fromAddress)
    peer.nonce = envelope.senderNonce
    peer.name = envelope.from
    // F7: what the MAC covers, not what the transport says.
    const from = {
      name: envelope.from,
      address: envelope.fromAddress,
      cluster: envelope.cluster,
    }
    return { kind: 'body', from, body }
  }

  #window(nonce: bigint): ReplayWindow {
    const known = this.#windows.get(nonce)
    if (known !== undefined) return known
    if (this.#windows.size >= sessionsMax) this.#forgetSessions()
    const window = new ReplayWindow()
    this.#windows.set(nonce, window)
    return window
  }

  /** F9: another nonce, so that no frame of a forgotten session comes back in. */
  #forgetSessions(): void {
    this.#windows.clear()
    this.#peers.clear()
    this.#nonce = this.#options.drawNonce()
  }

  #answer(address: Address, to: Envelope, place: Place): Outgoing | undefined {
    if (!this.#budget.spend(place.at, 'proven')) return undefined
    return this.#nonceFrame(address, to, place)
  }

  /** A hello without proof is answered so that the other side sees the mistake too, but rarely. */
  #answerUnproven(address: Address, to: Envelope, place: Place): Outgoing | undefined {
    if (to.kind !== 'hello' || !this.#budget.spend(place.at, 'unproven')) return undefined
    return this.#nonceFrame(address, to, place)
  }

  #nonceFrame(address: Address, to: Envelope, place: Place): Outgoing {
    return this.#unsealed('nonce', { to: to.from, address, nonce: to.senderNonce, place })
  }

  #unsealed(kind: 'hello' | 'nonce', to: Unsealed): Outgoing {
    const envelope = this.#envelope(kind, to)
    return { to: to.address, bytes: this.#sign(envelope, new Uint8Array(0)) }
  }

  #sealed(to: Destination, body: Uint8Array, session: Session): Outgoing {
    const { peer, place } = session
    const name = to.name ?? peer.name
    const nonce = peer.nonce ?? 0n
    const envelope = this.#envelope('sealed', { to: name, address: to.address, nonce, place })
    return { to: to.address, bytes: this.#sign(envelope, body) }
  }

  #envelope(kind: Envelope['kind'], to: Unsealed): Envelope {
    return {
      kind,
      keyId: this.#options.keys.signing.id,
      cluster: to.place.cluster,
      senderNonce: this.#nonce,
      receiverNonce: to.nonce,
      counter: kind === 'sealed' ? ++this.#counter : 0,
      from: this.#options.name,
      fromAddress: this.#options.address,
      to: to.to,
    }
  }

  /** F2: over all that is before it. */
  #sign(envelope: Envelope, body: Uint8Array): Uint8Array {
    const bytes = encodeFrame(envelope, body)
    const end = bytes.length - macBytes
    bytes.set(this.#options.crypto.mac(this.#options.keys.signing, bytes.subarray(0, end)), end)
    return bytes
  }

  #peer(address: Address): Peer {
    const known = this.#peers.get(address)
    if (known !== undefined) return known
    if (this.#peers.size >= sessionsMax) this.#forgetSessions()
    const peer: Peer = {
      address,
      nonce: undefined,
      name: undefined,
      waiting: [],
      helloAt: Number.NEGATIVE_INFINITY,
    }
    this.#peers.set(address, peer)
    return peer
  }
}

/** When, and as a member of which cluster. */
export interface Place {
  readonly at: Millis
  readonly cluster: ClusterLabel
}

interface Unsealed {
  readonly to: MemberName | undefined
  readonly address: Address
  readonly nonce: bigint
  readonly place: Place
}

interface Session {
  readonly peer: Peer
  readonly place: Place
}

function dropStale(peer: Peer, at: Millis): void {
  const isFresh = ({ since }: Waiting): boolean => at - since <= waitingAgeMaxMs
  if (!peer.waiting.every(isFresh)) peer.waiting = peer.waiting.filter(isFresh)
}

/** Whoever listens there now must be who is meant: addresses change hands. */
const isAskedFor = (peer: Peer, to: Destination): boolean =>
  to.name === undefined || peer.name === undefined || to.name === peer.name

const present = (frame: Outgoing | undefined): readonly Outgoing[] =>
  frame === undefined ? [] : [frame]
