import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFrame, encodeMessages } from '../codec/index.ts'
import type { EnvelopeKind } from '../codec/index.ts'
import type { Address, MemberName, Message, StoreTag } from '../model/index.ts'
import { peekFrame } from './peek-frame.ts'

interface Sample {
  readonly kind?: EnvelopeKind
  readonly from: MemberName
  readonly to: MemberName | undefined
  readonly body: Uint8Array
}

const frameOf = ({ kind = 'sealed', from, to, body }: Sample): Uint8Array => {
  const receiverNonce = kind === 'hello' ? 0n : 2n
  const session = { keyId: 0, cluster: '', senderNonce: 1n, receiverNonce, counter: 3 }
  return encodeFrame({ ...session, kind, from, to, fromAddress: 'nats.a' as Address }, body)
}

const bodyOf = (messages: readonly Message[]): Uint8Array =>
  new Uint8Array(encodeMessages(messages))

const [a, b] = ['a' as MemberName, 'b' as MemberName]

const samples: readonly Message[] = [
  { kind: 'ping', probe: 1, store: 'ab'.repeat(8) as StoreTag, liveHash: 1 },
  { kind: 'ping-request', probe: 1, about: 'cd'.repeat(8) as StoreTag },
  { kind: 'gossip', claims: [] },
  { kind: 'digest', vectorHash: new Uint8Array(8) },
  { kind: 'pull', vector: new Map(), bytesMax: 1000 },
  { kind: 'delta', entries: [], more: false, hops: 2 },
  { kind: 'request', id: 7, subject: 'data', incarnation: 0, data: { text: ['x', null] } },
  { kind: 'reply', id: 7, outcome: { ok: true, value: 1 } },
]
const message = fc.constantFrom(...samples)
const name = fc.stringMatching(/^[a-z0-9._-]{1,64}$/).map((text) => text as MemberName)

describe('a look at a frame', () => {
  it('tells who speaks to whom, and every kind it carries', () => {
    const messages = fc.array(message, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(name, fc.option(name, { nil: undefined }), messages, (from, to, sent) => {
        const peeked = peekFrame(frameOf({ from, to, body: bodyOf(sent) }))
        expect(peeked).toEqual({ from, to, kinds: sent.map(({ kind }) => kind) })
      }),
      { numRuns: 100 },
    )
  })

  it.each(['hello', 'nonce'] as const)('knows a %s', (kind) => {
    const bytes = frameOf({ kind, from: a, to: b, body: new Uint8Array() })
    expect(peekFrame(bytes)).toEqual({ from: a, to: b, kinds: [kind] })
  })

  it('knows no kinds of a body that does not decode, and nothing of what is no frame', () => {
    const body = Uint8Array.of(0xc1, 0xc1)
    expect(peekFrame(frameOf({ from: a, to: b, body }))).toEqual({ from: a, to: b, kinds: [] })
    expect(peekFrame(new Uint8Array())).toBeUndefined()
    expect(peekFrame(Uint8Array.of(9, 9, 9))).toBeUndefined()
  })

  it('throws on no bytes: any, and any that were a frame', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), message, flips, (any, sent, flipped) => {
        const damaged = frameOf({ from: a, to: b, body: bodyOf([sent]) })
        for (const [at, byte] of flipped) damaged[at % damaged.length] = byte
        peekFrame(any)
        peekFrame(damaged)
        peekFrame(damaged.subarray(0, damaged.length >> 1))
      }),
      { numRuns: 500 },
    )
  })
})
