/**
 * What a frame says it is, for tools that show a network: who to whom, and which kinds of messages.
 * Nothing of it is proven, so no member may act on it; that is `authenticate.ts`. Must never throw,
 * on any bytes.
 */
import { decodeFrame, decodeMessages } from '../codec/index.ts'
import type { Hash, MemberName, MessageKind } from '../model/index.ts'

/** What a frame says of itself, whoever made it. */
export interface PeekedFrame {
  readonly from: MemberName
  /** undefined: whoever listens there. */
  readonly to: MemberName | undefined
  /** Of its messages, in order; of a greeting, what it is. Empty: the body does not decode. */
  readonly kinds: readonly (MessageKind | 'hello' | 'nonce')[]
}

/** Nobody asks for the hashes of what is only looked at. */
const noHash: Hash = () => new Uint8Array(32)

/** What a frame says of itself, unproven; undefined if the bytes are no frame. Never throws. */
export function peekFrame(bytes: Uint8Array): PeekedFrame | undefined {
  const frame = decodeFrame(bytes)
  if (!frame.ok) return undefined
  const { kind, from, to } = frame.envelope
  if (kind !== 'sealed') return { from, to, kinds: [kind] }
  const body = decodeMessages(frame.body, noHash)
  return { from, to, kinds: body.ok ? body.messages.map((message) => message.kind) : [] }
}
