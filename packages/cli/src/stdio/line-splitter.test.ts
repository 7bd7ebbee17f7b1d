import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineSplitter } from './line-splitter.ts'

function split(chunks: readonly Uint8Array[], bytesMax?: number): string[] {
  const told: string[] = []
  const splitter = new LineSplitter(
    { line: (line) => told.push(line), tooLong: () => told.push('too long') },
    bytesMax,
  )
  for (const chunk of chunks) splitter.push(chunk)
  splitter.end()
  return told
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('lines', () => {
  it('are the same however the bytes come', () => {
    const text = 'eins\nzwei ä\r\n\n  \ndrei €\n𝟜'
    const lines = ['eins', 'zwei ä', 'drei €', '𝟜']
    fc.assert(
      fc.property(fc.array(fc.nat(bytes(text).length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes(text).length]
        const chunks = places.slice(1).map((end, i) => bytes(text).subarray(places[i], end))
        expect(split(chunks)).toEqual(lines)
      }),
    )
  })

  it('that are too long are told once, not kept, and the next one is read', () => {
    expect(split([bytes('12345\n1234'), bytes('56'), bytes('789\n1\n')], 5)).toEqual([
      '12345',
      'too long',
      '1',
    ])
  })

  it('that are too long at the end are told as well', () => {
    expect(split([bytes('1234')], 3)).toEqual(['too long'])
  })
})
