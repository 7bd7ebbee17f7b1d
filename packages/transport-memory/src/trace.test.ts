import { describe, expect, it } from 'vitest'
import { Trace, traceLine } from './trace.ts'
import type { Traced } from './trace.ts'

const hashOf = (...events: readonly Traced[]): string => {
  const trace = new Trace()
  for (const event of events) trace.record(event)
  return trace.hash
}

const sent: Traced = { at: 1, kind: 'send', from: 'a', to: 'b', count: 3, content: 7, note: 'n' }

describe('the hash of a run', () => {
  it('depends on everything in an event', () => {
    const others: readonly Traced[] = [
      { ...sent, at: 1.001 },
      { ...sent, kind: 'deliver' },
      { ...sent, from: 'c' },
      { ...sent, to: 'c' },
      { ...sent, count: 4 },
      { ...sent, content: 8 },
      { ...sent, note: 'm' },
    ]
    expect(new Set([sent, ...others].map((event) => hashOf(event))).size).toBe(8)
    expect(hashOf(sent)).toMatch(/^[0-9a-f]{16}$/)
  })

  it('depends on everything before, in both halves', () => {
    const earlier = { ...sent, at: 0 }
    const [one, two] = [hashOf(sent, sent), hashOf(earlier, sent)]
    expect(one.slice(0, 8)).not.toBe(two.slice(0, 8))
    expect(one.slice(8)).not.toBe(two.slice(8))
    expect(hashOf(earlier, sent)).not.toBe(hashOf(sent, earlier))
  })

  it('does not depend on whether anybody listens', () => {
    const told: Traced[] = []
    const trace = new Trace((event) => told.push(event))
    trace.record(sent)
    expect(trace.hash).toBe(hashOf(sent))
    expect(told).toEqual([sent])
  })

  it('does not depend on what only listeners are told', () => {
    expect(hashOf({ ...sent, frame: 4, bytes: Uint8Array.of(1) })).toBe(hashOf(sent))
  })

  it('stays the same for more names than are remembered', () => {
    const many = Array.from({ length: 10_050 }, (_, i) => ({ ...sent, from: `m${i}` }))
    expect(hashOf(...many, sent)).toBe(hashOf(...many, sent))
  })
})

describe('a line of the trace', () => {
  it('has a column for each part, whichever are there', () => {
    expect(traceLine(sent)).toBe(
      '         1.000 send     a                -> b                      3 00000007 n',
    )
    expect(traceLine({ at: 2.5, kind: 'heal', from: '' })).toBe('         2.500 heal')
  })
})
