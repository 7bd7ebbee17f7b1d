import fc from 'fast-check'
import { unpack } from 'msgpackr'
import { describe, expect, it } from 'vitest'
import { toValue } from '../model/index.ts'
import { messageKinds } from './fields/index.ts'
import { entry, message, messagesByKind, testHash, value } from './messages.fixture.ts'
import {
  decodeEntry,
  decodeMessages,
  decodeValue,
  encodeEntry,
  encodeMessages,
  encodeValue,
  sizeOfValue,
} from './index.ts'

describe('messages', () => {
  it.each(Object.entries(messagesByKind))('come back as they went: %s', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (sent) => {
        expect(decodeMessages(encodeMessages([sent]), testHash)).toEqual({
          ok: true,
          messages: [sent],
        })
      }),
      { numRuns: 60 },
    )
  })

  it('ride together in one body, in order', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (sent) => {
        expect(decodeMessages(encodeMessages(sent), testHash)).toEqual({ ok: true, messages: sent })
      }),
      { numRuns: 60 },
    )
  })

  it('are MessagePack that others can read', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const [[number]] = unpack(encodeMessages([sent])) as [[number]]
        expect(messageKinds[number]).toBe(sent.kind)
      }),
      { numRuns: 100 },
    )
  })

  it('share no memory with the bytes they came from, which may be used again', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const bytes = new Uint8Array(encodeMessages([sent]))
        const decoded = decodeMessages(bytes, testHash)
        bytes.fill(0xff)
        expect(decoded).toEqual({ ok: true, messages: [sent] })
      }),
      { numRuns: 200 },
    )
  })

  it('stay as they were encoded while others are', () => {
    fc.assert(
      fc.property(message, message, (one, two) => {
        const first = encodeMessages([one])
        const copy = new Uint8Array(first)
        encodeMessages([two])
        expect(first).toEqual(copy)
      }),
      { numRuns: 100 },
    )
  })
})

describe('entries', () => {
  it('come back as they went, with the bytes and the hash of their author', () => {
    fc.assert(
      fc.property(entry, (made) => {
        expect(decodeEntry(made.bytes, testHash)).toEqual({ ok: true, entry: made })
        expect(encodeEntry(made)).toEqual(made.bytes)
      }),
      { numRuns: 200 },
    )
  })
})

describe('values', () => {
  it('come back as they went; equal values have equal bytes', () => {
    fc.assert(
      fc.property(value, (given) => {
        const bytes = encodeValue(given)
        const decoded = decodeValue(bytes)
        expect(decoded).toEqual({ ok: true, value: given })
        expect(decoded.ok && encodeValue(decoded.value)).toEqual(bytes)
        expect(Object.keys(bytes)).toHaveLength(bytes.length)
        expect(sizeOfValue(given)).toBe(bytes.length)
      }),
      { numRuns: 300 },
    )
  })

  it('that are bytes come back as bytes, whatever their length', () => {
    for (const length of [0, 1, 255, 256, 65_535, 65_536]) {
      const data = new Uint8Array(length).fill(7)
      expect(sizeOfValue(data)).toBe(encodeValue(data).length)
      const request = { kind: 'request', id: 1, subject: 'data', incarnation: 0, data } as const
      expect(decodeMessages(encodeMessages([request]), testHash)).toEqual({
        ok: true,
        messages: [request],
      })
    }
  })

  it('are Unicode, or they would not arrive as they went', () => {
    for (const input of ['\ud800', ['x\udc00'], { '\udfff': 1 }])
      expect(toValue(input)).toMatchObject({ ok: false })
    expect(toValue(['😀', { '😀': 1 }])).toMatchObject({ ok: true })
  })

  it('are plain data only', () => {
    const noValues = {
      date: [0xd6, 0xff, 0, 0, 0, 1],
      undefined: [0xd4, 0, 0],
      record: [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1],
      'a set': [0xd4, 0x73, 0, 0x90],
      'a number as key': [0x81, 1, 2],
      'not a number': [0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
      'a large integer': [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      'half a pair': [0xa3, 0xed, 0xa0, 0x80],
      'an overlong text': [0xa2, 0xc0, 0x80],
      'more items than bytes': [0xdd, 0x0f, 0xff, 0xff, 0xff, 0xc0],
      'a text without its end': [0xa2, 0x61],
      'something behind it': [0xc0, 0xc0],
      'no token': [0xc1],
      'nothing at all': [],
      'too deep': [...Array.from({ length: 33 }, () => 0x91), 0xc0],
    }
    for (const [what, bytes] of Object.entries(noValues))
      expect({ what, ok: decodeValue(Uint8Array.from(bytes)).ok }).toEqual({ what, ok: false })
    const deepest = [...Array.from({ length: 32 }, () => 0x91), 0xc0]
    expect(decodeValue(Uint8Array.from(deepest)).ok).toBe(true)
  })
})
