/**
 * Frames: who speaks to whom, in which session, as which number, around a body, with room for a MAC
 * over all before it. Laid out by hand, so that everything needed to refuse a frame is found before
 * the body is looked at. It decides the layout only; whose frames count is `session/`'s to decide.
 * Never throws on any bytes.
 *
 *   0 version  1 kind  2 key id  3 cluster label (8)  11 sender nonce (8)  19 receiver nonce (8)
 *   27 counter (6)  33 from-name, to-name, from-address: each a length (1) and ASCII
 *   … body …  MAC (16)
 *
 * A zero label is none; an empty to-name is unknown; an empty address is the same as the name.
 */
import type { Address, ClusterLabel, MemberName } from '../model/index.ts'
import { isAddress } from '../model/index.ts'
import { blankItem, hexOf, isListedName, nibble } from './fields/index.ts'

export const protocolVersion = 2
export const macBytes = 16

export type EnvelopeKind = 'hello' | 'nonce' | 'sealed'

export interface Envelope {
  readonly kind: EnvelopeKind
  /** 0 to 255: which key of the ring made the MAC. */
  readonly keyId: number
  readonly cluster: ClusterLabel
  readonly senderNonce: bigint
  /** 0 in a hello: not known yet. */
  readonly receiverNonce: bigint
  /** Rising within a session. */
  /** 48 bits. */
  readonly counter: number
  readonly from: MemberName
  readonly fromAddress: Address
  readonly to: MemberName | undefined
}

/** `body`, `signed` and `mac` are views of the bytes. `signed`: all but the MAC. */
export type DecodedFrame =
  | {
      readonly ok: true
      readonly envelope: Envelope
      readonly body: Uint8Array
      readonly signed: Uint8Array
      readonly mac: Uint8Array
    }
  | {
      readonly ok: false
      readonly reason: 'malformed' | 'unsupported-version'
      readonly detail: string
    }

const kinds: readonly EnvelopeKind[] = ['hello', 'nonce', 'sealed']
const labelAt = 3
const labelBytes = 8
const senderNonceAt = 11
const receiverNonceAt = 19
const counterAt = 27
const namesAt = 33
const frameBytesMin = namesAt + 3 + macBytes

/** A frame is at most this much larger than its body: names and address at their longest. */
export const frameOverheadMax: number = frameBytesMin + 80 + 80 + 255

/** A frame whose last `macBytes` bytes are zero: the MAC is to be put there. */
export function encodeFrame(envelope: Envelope, body: Uint8Array): Uint8Array {
  const { from, to = '', fromAddress } = envelope
  const address = (fromAddress as string) === from ? '' : fromAddress
  const names = from.length + to.length + address.length
  const length = namesAt + 3 + names + body.length + macBytes
  const bytes = blankItem(length)
  bytes[0] = protocolVersion
  bytes[1] = kinds.indexOf(envelope.kind)
  bytes[2] = envelope.keyId
  for (let i = 0; i < labelBytes; i++) bytes[labelAt + i] = byteOfLabel(envelope.cluster, i)
  const view = new DataView(bytes.buffer, bytes.byteOffset, namesAt)
  view.setBigUint64(senderNonceAt, envelope.senderNonce)
  view.setBigUint64(receiverNonceAt, envelope.receiverNonce)
  view.setUint16(counterAt, Math.floor(envelope.counter / 2 ** 32))
  view.setUint32(counterAt + 2, envelope.counter % 2 ** 32)
  let at = namesAt
  for (const text of [from, to, address]) {
    bytes[at++] = text.length
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
  }
  bytes.set(body, at)
  bytes.fill(0, length - macBytes)
  return bytes
}

const byteOfLabel = (label: ClusterLabel, at: number): number =>
  label === '' ? 0 : (nibble(label.charCodeAt(at * 2)) << 4) | nibble(label.charCodeAt(at * 2 + 1))

/** Takes a frame apart; nothing of it is proven until the MAC is. */
export function decodeFrame(bytes: Uint8Array): DecodedFrame {
  const version = bytes[0]
  if (version !== undefined && version !== protocolVersion)
    return { ok: false, reason: 'unsupported-version', detail: `version ${version}` }
  if (bytes.length < frameBytesMin) return malformed('shorter than any frame')
  const kind = kinds[bytes[1] ?? kinds.length]
  if (kind === undefined) return malformed('no known kind of frame')
  const bodyEnd = bytes.length - macBytes
  const from = textAt(bytes, namesAt, bodyEnd)
  const to = textAt(bytes, from.end, bodyEnd)
  const address = textAt(bytes, to.end, bodyEnd)
  if (address.end > bodyEnd) return malformed('names run beyond the end')
  const envelope = envelopeOf(bytes, kind, { from, to, address })
  if (typeof envelope === 'string') return malformed(envelope)
  const body = bytes.subarray(address.end, bodyEnd)
  if (kind !== 'sealed' && body.length > 0) return malformed(`a ${kind} has no body`)
  return {
    ok: true,
    envelope,
    body,
    signed: bytes.subarray(0, bodyEnd),
    mac: bytes.subarray(bodyEnd),
  }
}

interface TextAt {
  readonly text: string
  readonly end: number
}

/** The envelope, or what is wrong with it. */
function envelopeOf(
  bytes: Uint8Array,
  kind: EnvelopeKind,
  texts: { readonly from: TextAt; readonly to: TextAt; readonly address: TextAt },
): Envelope | string {
  const from = texts.from.text
  const to = texts.to.text
  const address = texts.address.text === '' ? from : texts.address.text
  if (!isListedName(from)) return 'the sender has no name'
  if (to !== '' && !isListedName(to)) return 'the receiver is no name'
  if (!isAddress(address)) return 'the sender has no address'
  const view = new DataView(bytes.buffer, bytes.byteOffset, namesAt)
  const receiverNonce = view.getBigUint64(receiverNonceAt)
  if (kind === 'hello' && receiverNonce !== 0n) return 'a hello cannot know the receiver'
  const label = hexOf(bytes, labelAt, labelAt + labelBytes)
  return {
    kind,
    keyId: bytes[2] ?? 0,
    cluster: label === noLabel ? '' : label,
    senderNonce: view.getBigUint64(senderNonceAt),
    receiverNonce,
    counter: view.getUint16(counterAt) * 2 ** 32 + view.getUint32(counterAt + 2),
    from,
    fromAddress: address,
    to: to === '' ? undefined : to,
  }
}

const noLabel = '0'.repeat(labelBytes * 2)

const malformed = (detail: string): DecodedFrame => ({ ok: false, reason: 'malformed', detail })

/** A length and as many characters; an end beyond `limit` if they are not all there. */
function textAt(bytes: Uint8Array, at: number, limit: number): TextAt {
  const end = at + 1 + (bytes[at] ?? 0)
  if (end > limit) return { text: '', end: limit + 1 }
  let text = ''
  for (let i = at + 1; i < end; i++) text += String.fromCharCode(bytes[i] ?? 0)
  return { text, end }
}
