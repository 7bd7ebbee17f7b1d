/**
 * [frame]: what a frame costs beside its two HMACs, which nobody can save. One operation: a ping
 * with its digest and a delta of one entry is encoded, signed, verified and decoded, by the
 * functions that members use. The limit is one HMAC made and one made to compare, over the same
 * bytes, by `node:crypto` alone.
 */
import { createHmac } from 'node:crypto'
import {
  type Address,
  type Crypto,
  type LogEntry,
  type MacKey,
  type MemberName,
  type Message,
  nodeCrypto,
  type StoreId,
  type StreamId,
  tagOf,
} from '@quorate/core'
import type { Benchmark, Figure } from './figure.ts'
import { codec } from './internal.ts'
import { operations, ratioIn, repeat, sideBySide, spreadIn } from './measure.ts'

const framesPerTurn = 100_000
const shareWanted = 0.6

export const frame: Benchmark = {
  name: 'frame',
  area: 'codec',
  run: async (effort) => {
    const count = operations(framesPerTurn, effort)
    const round = roundTrip()
    const turns = await sideBySide(
      { whole: () => repeat(round.whole, count), hmacs: () => repeat(round.hmacs, count) },
      effort,
    )
    const target = { is: 'at-least', value: shareWanted } as const
    const bytes = `${round.frameBytes} bytes`
    const share: Figure = {
      name: 'frame',
      ...ratioIn(turns, 'whole', 'hmacs'),
      unit: 'of the limit',
      target,
      note: `ping, digest and one entry, ${bytes}: encode, sign, verify, decode`,
    }
    const rate: Figure = {
      name: 'frame/rate',
      ...spreadIn(turns, 'whole'),
      unit: 'frames/s',
      target: undefined,
      note: 'the same as a rate',
    }
    const limit: Figure = {
      name: 'frame/limit',
      ...spreadIn(turns, 'hmacs'),
      unit: 'frames/s',
      target: undefined,
      note: 'two HMACs over as many bytes by node:crypto, and nothing else',
    }
    return [share, rate, limit]
  },
}

interface RoundTrip {
  readonly whole: () => void
  readonly hmacs: () => void
  readonly frameBytes: number
}

const store = 'a'.repeat(32) as StoreId
const stream = `${store}.${'b'.repeat(16)}` as StreamId

function roundTrip(): RoundTrip {
  const crypto = nodeCrypto()
  const secret = new TextEncoder().encode('a secret to measure with')
  const key = crypto.deriveKey(secret, { salt: 'quorate/bench', info: 'frame-mac', id: 1 })
  const messages = pingWithNews(crypto)
  const bytes = sealed(messages, { crypto, key })
  const signed = bytes.subarray(0, bytes.length - codec.macBytes)
  const rawKey = new Uint8Array(32).fill(7)
  const hmac = (): Uint8Array => createHmac('sha256', rawKey).update(signed).digest()
  return {
    frameBytes: bytes.length,
    hmacs: () => {
      hmac()
      hmac()
    },
    whole: () => {
      const back = opened(sealed(messages, { crypto, key }), { crypto, key })
      if (back.length !== messages.length) throw new Error('messages were lost')
    },
  }
}

interface Signing {
  readonly crypto: Crypto
  readonly key: MacKey
}

function sealed(messages: readonly Message[], { crypto, key }: Signing): Uint8Array {
  const body = codec.encodeMessages(messages)
  const envelope = {
    kind: 'sealed',
    keyId: key.id,
    cluster: '0123456789abcdef',
    senderNonce: 0x0123456789abcdefn,
    receiverNonce: 0xfedcba9876543210n,
    counter: 123_456,
    from: 'member-a' as MemberName,
    fromAddress: 'member-a' as Address,
    to: 'member-b' as MemberName,
  } as const
  const bytes = codec.encodeFrame(envelope, body)
  const end = bytes.length - codec.macBytes
  bytes.set(crypto.mac(key, bytes.subarray(0, end)), end)
  return bytes
}

function opened(bytes: Uint8Array, { crypto, key }: Signing): readonly Message[] {
  const decoded = codec.decodeFrame(bytes)
  if (!decoded.ok) throw new Error(decoded.detail)
  if (!crypto.verify(key, decoded.signed, decoded.mac)) throw new Error('not proven')
  const body = codec.decodeMessages(decoded.body, (data) => crypto.hash(data))
  if (!body.ok) throw new Error(body.detail)
  return body.messages
}

function pingWithNews(crypto: Crypto): readonly Message[] {
  const fields = {
    stream,
    seq: 41,
    store,
    hlc: { l: 1_760_000_000_000, c: 3 },
    view: 0,
    deps: new Map([[`${'c'.repeat(32)}.${'d'.repeat(16)}` as StreamId, 7]]),
    prev: crypto.hash(new Uint8Array(1)),
    event: { kind: 'state-info-put', key: 'leader', value: 'member-a', basis: null },
    signature: new Uint8Array(0),
  } as const
  const bytes = codec.encodeEntry(fields)
  const entry: LogEntry = { ...fields, bytes, hash: crypto.hash(bytes) }
  return [
    { kind: 'ping', probe: 1234, store: tagOf(store), liveHash: 0x1234_5678 },
    { kind: 'digest', vectorHash: new Uint8Array(8).fill(9) },
    { kind: 'delta', entries: [entry], more: false, hops: 2 },
  ]
}
