import { describe, expect, it } from 'vitest'
import type { Message, StoreTag } from '../model/index.ts'
import type { Envelope } from './index.ts'
import { encodeFrame, encodeMessages } from './index.ts'

const member = (name: string): Pick<Envelope, 'from' | 'fromAddress'> => ({
  from: name as Envelope['from'],
  fromAddress: name as Envelope['fromAddress'],
})

/** Bytes of what one member named with four letters sends another, whose address is its name. */
const frameBytes = (messages: readonly Message[]): number => {
  const envelope: Envelope = {
    kind: 'sealed',
    keyId: 1,
    cluster: '0123456789abcdef',
    senderNonce: 1n,
    receiverNonce: 2n,
    counter: 3,
    ...member('aaaa'),
    to: member('bbbb').from,
  }
  return encodeFrame(envelope, new Uint8Array(encodeMessages(messages))).length
}

/** Bytes of a message in a body. */
const bytesOf = (message: Message): number => encodeMessages([message]).length - 1

const store = 'f'.repeat(16) as StoreTag
const thisYear = 1_790_000_000_000
const ping: Message = { kind: 'ping', probe: 65_535, store, liveHash: 0xffff_ffff }
const digest: Message = { kind: 'digest', vectorHash: new Uint8Array(8) }
const ack: Message = {
  kind: 'ack',
  probe: 65_535,
  store,
  incarnation: thisYear,
  refutations: 0,
  wall: thisYear,
}

describe('bytes that a probe takes', () => {
  it('are few for each message', () => {
    expect([ping, digest, ack].map(bytesOf)).toEqual([20, 12, 34])
  })

  it('with its answer, its digest, both envelopes and both MACs: at most 196', () => {
    const exchange = frameBytes([ping, digest]) + frameBytes([ack])
    expect(exchange).toBe(188)
    expect(exchange).toBeLessThanOrEqual(196)
  })

  it('are fewer while all members are alive: their hash is 0', () => {
    expect(bytesOf({ ...ping, liveHash: 0 })).toBe(16)
  })
})
