import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '../model/index.ts'
import type { Envelope } from './index.ts'
import {
  decodeEntry,
  decodeFrame,
  decodeMessages,
  decodeValue,
  encodeFrame,
  encodeMessages,
} from './index.ts'
import { messageKinds } from './fields/index.ts'
import { message } from './messages.fixture.ts'

const envelope: Envelope = {
  kind: 'sealed',
  keyId: 0,
  cluster: '0123456789abcdef',
  senderNonce: 1n,
  receiverNonce: 2n,
  counter: 3,
  from: 'a' as Envelope['from'],
  fromAddress: 'nats.a' as Envelope['fromAddress'],
  to: undefined,
}
const noHash = (): Uint8Array => new Uint8Array(32)

/** Decodes the bytes as everything they might be. What is thrown fails the test. */
function decodeAll(bytes: Uint8Array): void {
  const frame = decodeFrame(bytes)
  if (frame.ok) decodeMessages(frame.body, noHash)
  decodeMessages(bytes, noHash)
  decodeEntry(bytes, noHash)
  decodeValue(bytes)
}

const samples: readonly Message[] = fc.sample(message, { seed: 7, numRuns: 100 })
const bodies = samples.map((sent) => new Uint8Array(encodeMessages([sent])))
const ofKind = new Map(samples.map((sent, index) => [sent.kind, bodies[index] ?? noHash()]))

describe('any bytes decode or are refused, and never throw', () => {
  it('random bytes: 40,000 cases', () => {
    let state = 42
    const next = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state >>> 24
    }
    for (let i = 0; i < 10_000; i++) {
      const bytes = Uint8Array.from({ length: next() >> 2 }, next)
      decodeAll(bytes)
      decodeMessages(Uint8Array.of(0x91, 0x90 | (bytes.length & 7), ...bytes), noHash)
    }
  })

  it('every truncation of a valid body is refused', () => {
    for (const body of bodies) {
      const cuts = Array.from({ length: body.length }, (_, length) => body.subarray(0, length))
      expect(cuts.filter((cut) => decodeMessages(cut, noHash).ok)).toEqual([])
    }
  })

  it('a body with anything behind it is refused', () => {
    for (const body of bodies)
      expect(decodeMessages(Uint8Array.of(...body, 0xc0), noHash).ok).toBe(false)
  })

  it('every truncation and every damaged byte of valid frames: 100,000 cases', () => {
    let cases = 0
    for (const body of bodies) {
      const frame = encodeFrame(envelope, body)
      for (let at = 0; at < Math.min(frame.length, 400); at++) {
        const damaged = new Uint8Array(frame)
        for (const flip of [0x01, 0x10, 0x80, 0xff]) {
          damaged[at] = (frame[at] ?? 0) ^ flip
          decodeAll(damaged)
          cases++
        }
        decodeAll(frame.subarray(0, at))
      }
      for (let at = 0; at < Math.min(body.length, 400); at++) {
        const damaged = new Uint8Array(body)
        for (let flip = 1; flip < 256; flip += 24) {
          damaged[at] = (body[at] ?? 0) ^ flip
          decodeMessages(damaged, noHash)
          cases++
        }
      }
    }
    expect(cases).toBeGreaterThan(100_000)
  })

  it('every bit of a body of every kind turned over, and no kind is left out', () => {
    expect([...ofKind.keys()].toSorted()).toEqual(messageKinds.toSorted())
    for (const body of ofKind.values()) {
      for (let bit = 0; bit < Math.min(body.length, 400) * 8; bit++) {
        const damaged = new Uint8Array(body)
        damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        decodeAll(damaged)
      }
    }
  })

  it('damaged entries: 20,000 cases', () => {
    const entries = samples.flatMap((sent) => (sent.kind === 'delta' ? sent.entries : []))
    expect(entries.length).toBeGreaterThan(0)
    for (let i = 0; i < 20_000; i++) {
      const bytes = new Uint8Array(entries[i % entries.length]?.bytes ?? [])
      const at = Math.imul(i, 0x9e3779b1) >>> 0
      bytes[at % Math.min(bytes.length, 400)] = (at >>> 16) & 0xff
      decodeEntry(bytes, noHash)
    }
  })
})
