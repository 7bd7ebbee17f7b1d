/**
 * Somebody on the network who writes frames by hand, byte by byte, as `codec/envelope.ts` documents
 * them and without its help. Given the secret, its MACs are right and it completes the handshake;
 * whose name it claims is up to it. And a wiretap: what others send, to damage or send again.
 */
import { type Address, invariant, type MacKey, type Member, nodeCrypto } from '@quorate/core'
import type { MemberEnv, Rule, World } from '@quorate/transport-memory'
import { secret } from '../door/alone.fixture.ts'

const crypto = nodeCrypto()
export const macBytes = 16
const headBytes = 33

/** Header fields of a frame; what is left out is as an honest sender's. */
export interface Head {
  readonly version?: number
  readonly kind?: number
  readonly keyId?: number
  /** 16 hex digits. */
  readonly cluster?: string
  readonly senderNonce?: bigint
  readonly receiverNonce?: bigint
  readonly counter?: number
  readonly from?: string
  readonly to?: string
  readonly fromAddress?: string
}

export const sealed = 2
const hello = 0

export class Forger {
  readonly heard: Uint8Array[] = []
  readonly #env: MemberEnv
  readonly #key: MacKey
  readonly #nonce = 0x0123456789abcdefn
  #victimNonce = 0n
  #counter = 0

  constructor(env: MemberEnv, clusterSecret: string = secret) {
    this.#env = env
    const context = { salt: 'quorate/quorate', info: 'frame-mac', id: 1 }
    this.#key = crypto.deriveKey(new TextEncoder().encode(clusterSecret), context)
    env.transport.open().subscribe()
    env.transport.frames$.subscribe(({ bytes }) => this.heard.push(bytes.slice()))
  }

  /** Learns the nonce of whoever runs there: as often as it runs anew. */
  async shakeHands(world: World, victim: Member): Promise<void> {
    const before = this.heard.length
    this.send(victim.address, this.frame({ kind: hello, counter: 0, receiverNonce: 0n }))
    await world.advance(20)
    const answer = this.heard.slice(before).find((bytes) => bytes[1] === 1)
    invariant(answer !== undefined, 'a hello is answered')
    this.#victimNonce = new DataView(answer.buffer, answer.byteOffset).getBigUint64(11)
  }

  /** A frame with a right MAC over whatever it says. */
  frame(head: Head = {}, body: Uint8Array = new Uint8Array()): Uint8Array {
    const names = [head.from ?? this.#env.name, head.to ?? '', head.fromAddress ?? '']
    const texts = names.map((name) => new TextEncoder().encode(name))
    const namesLength = texts.reduce((sum, text) => sum + 1 + text.length, 0)
    const bytes = new Uint8Array(headBytes + namesLength + body.length + macBytes)
    const view = new DataView(bytes.buffer)
    const { version = 2, kind = sealed, keyId = 1, cluster = '' } = head
    bytes.set([version, kind, keyId, ...Buffer.from(cluster.padEnd(16, '0'), 'hex')])
    view.setBigUint64(11, head.senderNonce ?? this.#nonce)
    view.setBigUint64(19, head.receiverNonce ?? this.#victimNonce)
    view.setUint32(29, head.counter ?? ++this.#counter)
    let at = headBytes
    for (const text of texts) {
      bytes.set([text.length, ...text], at)
      at += 1 + text.length
    }
    bytes.set(body, at)
    return this.signed(bytes)
  }

  /** The same bytes under a MAC of this forger's. */
  signed(bytes: Uint8Array): Uint8Array {
    const end = bytes.length - macBytes
    const copy = bytes.slice()
    copy.set(crypto.mac(this.#key, copy.subarray(0, end)), end)
    return copy
  }

  send(to: Address, bytes: Uint8Array): void {
    this.#env.transport.send(to, bytes)
  }
}

/** The body of a captured frame: what is between its names and its MAC. */
export function bodyOf(frame: Uint8Array): Uint8Array {
  let at = headBytes
  for (let i = 0; i < 3; i++) at += 1 + (frame[at] ?? 0)
  return frame.slice(at, frame.length - macBytes)
}

/** Keeps a copy of every frame from one member to another. */
export function wiretap(world: World, from: Member, to: Member): Uint8Array[] {
  const frames: Uint8Array[] = []
  const rule: Rule = (frame) => {
    if (frame.from === from.address && frame.to === to.address) frames.push(frame.bytes.slice())
    return { kind: 'pass' }
  }
  world.addRule(rule)
  return frames
}
