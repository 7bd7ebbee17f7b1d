import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEntry } from '../codec/index.ts'
import { compareVectors } from '../time/index.ts'
import { authorNamed, carryOut, hear, plan, putOf, testHash, write } from './authors.fixture.ts'
import { append, authorEntry, headOf, knownBy, zeroHash } from './index.ts'

describe('an author', () => {
  const a = write(write(authorNamed(0), 10), 10)

  it('numbers and chains its entries', () => {
    const [first, second] = [...a.log.ordered]
    expect([first?.seq, second?.seq]).toEqual([0, 1])
    expect(first?.prev).toEqual(zeroHash)
    expect(second?.prev).toEqual(first?.hash)
    expect(second?.hash).toEqual(testHash(second?.bytes ?? zeroHash))
  })

  it('names what it learnt of others once', () => {
    const heard = write(hear(authorNamed(1), a, 20), 20)
    expect(headOf(heard.log, heard.stream)?.deps).toEqual(new Map([[a.stream, 2]]))
    const next = write(heard, 21)
    expect(headOf(next.log, next.stream)?.deps).toEqual(new Map())
    const again = write(hear(next, write(a, 30), 31), 31)
    expect(headOf(again.log, again.stream)?.deps).toEqual(new Map([[a.stream, 3]]))
  })

  it('hands on what it named, as a start would find it', () => {
    fc.assert(
      fc.property(plan, (steps) => {
        for (const { log, stream, hlc } of carryOut(steps)) {
          const next = { l: hlc.l + 1, c: 0 }
          const known = knownBy(log, stream)
          const authored = authorEntry({
            log,
            stream,
            hlc: next,
            view: 0,
            event: putOf('k'),
            hash: testHash,
            known,
          })
          const after = append(log, authored.entry)
          expect(compareVectors(knownBy(after, stream), authored.known)).toBe('equal')
          expect(decodeEntry(authored.entry.bytes, testHash)).toEqual({
            ok: true,
            entry: authored.entry,
          })
        }
      }),
      { numRuns: 50 },
    )
  })

  it('never writes with a clock at or below what it knows', () => {
    const { log, hlc } = a
    const rest = { log, view: 0, event: putOf('k'), hash: testHash, known: new Map() }
    expect(() => authorEntry({ ...rest, stream: a.stream, hlc })).toThrow('S3')
    const stranger = authorNamed(1).stream
    expect(() => authorEntry({ ...rest, stream: stranger, hlc })).toThrow('S3')
  })

  it('appends only at the end, in turn and linked', () => {
    const other = write(authorNamed(1), 5)
    const late = other.log.ordered.at(0)
    const next = write(a, 20).log.ordered.last()
    const afterNext = write(write(a, 20), 21).log.ordered.last()
    expect(late && (() => append(a.log, late))).toThrow('after all')
    expect(afterNext && (() => append(a.log, afterNext))).toThrow('S2')
    expect(next && append(a.log, next).ordered.length).toBe(3)
  })
})
