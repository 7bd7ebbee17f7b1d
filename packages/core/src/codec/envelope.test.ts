import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterLabel } from '../model/index.ts'
import type { Envelope } from './index.ts'
import { decodeFrame, encodeFrame, macBytes } from './index.ts'
import { address, cluster, name } from './messages.fixture.ts'

const nonce = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const envelope: fc.Arbitrary<Envelope> = fc
  .record({
    kind: fc.constantFrom('hello' as const, 'nonce' as const, 'sealed' as const),
    keyId: fc.nat(255),
    cluster: fc.option(cluster, { nil: undefined }).map(clusterLabel),
    senderNonce: nonce,
    receiverNonce: nonce,
    counter: fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 2 ** 48 - 1 })),
    from: name,
    fromAddress: fc.option(address, { nil: undefined }),
    to: fc.option(name, { nil: undefined }),
  })
  .map((drawn) => ({
    ...drawn,
    receiverNonce: drawn.kind === 'hello' ? 0n : drawn.receiverNonce,
    fromAddress: drawn.fromAddress ?? (drawn.from as string as Envelope['fromAddress']),
  }))

const sample: Envelope = {
  kind: 'sealed',
  keyId: 1,
  cluster: '0123456789abcdef',
  senderNonce: 1n,
  receiverNonce: 2n,
  counter: 3,
  from: 'a' as Envelope['from'],
  fromAddress: 'a' as Envelope['fromAddress'],
  to: 'b' as Envelope['from'],
}
const body = Uint8Array.of(0x90)
const frame = encodeFrame(sample, body)

/** The sample with other bytes from `at` on. */
function changed(at: number, ...bytes: readonly number[]): Uint8Array {
  const copy = new Uint8Array(frame)
  copy.set(bytes, at)
  return copy
}

describe('a frame', () => {
  it('comes back as it went, with room for the MAC behind it', () => {
    fc.assert(
      fc.property(envelope, fc.uint8Array({ maxLength: 100 }), (given, drawn) => {
        const content = given.kind === 'sealed' ? drawn : new Uint8Array(0)
        const bytes = encodeFrame(given, content)
        expect(decodeFrame(bytes)).toEqual({
          ok: true,
          envelope: given,
          body: content,
          signed: bytes.subarray(0, bytes.length - macBytes),
          mac: new Uint8Array(macBytes),
        })
      }),
    )
  })

  it('has the layout that others rely on', () => {
    const text = [...frame].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    expect(text).toBe(
      '020201' + // version, kind, key id
        '0123456789abcdef' +
        '00000000000000010000000000000002' + // nonces
        '000000000003' + // counter
        '0161' +
        '0162' +
        '00' + // from, to, the address is the name
        '90' +
        '0'.repeat(macBytes * 2),
    )
  })

  it('of another version is told apart from damage', () => {
    expect(decodeFrame(changed(0, 1))).toMatchObject({ ok: false, reason: 'unsupported-version' })
    expect(decodeFrame(Uint8Array.of(9))).toMatchObject({ reason: 'unsupported-version' })
    expect(decodeFrame(new Uint8Array(0))).toMatchObject({ reason: 'malformed' })
  })

  it.each([
    ['an unknown kind', changed(1, 3)],
    ['encryption, which is reserved', changed(1, 0x82)],
    ['a hello with a body', encodeFrame({ ...sample, kind: 'hello', receiverNonce: 0n }, body)],
    ['a nonce with a body', encodeFrame({ ...sample, kind: 'nonce' }, body)],
    [
      'a hello that knows the receiver',
      encodeFrame({ ...sample, kind: 'hello' }, body.subarray(1)),
    ],
    ['a sender without a name', changed(33, 0)],
    ['a name that is none', changed(34, 0x20)],
    ['a receiver that is no name', changed(36, 0x41)],
    ['names beyond the end', changed(33, 200)],
    ['an address beyond the end', changed(37, 200)],
    ['too few bytes', frame.subarray(0, 40)],
  ])('is malformed by %s', (_, bytes) => {
    expect(decodeFrame(bytes)).toMatchObject({ ok: false, reason: 'malformed' })
  })
})
