import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEntry, StoredEntries } from '../codec/index.ts'
import type { LogEntry } from '../model/index.ts'
import { entriesOf, plan, testHash } from './authors.fixture.ts'
import { admit, emptyLog, noClockGuard, storedGuard } from './index.ts'

/** What an entry says, read field by field. */
const fieldsOf = (entry: LogEntry): LogEntry => ({
  stream: entry.stream,
  seq: entry.seq,
  store: entry.store,
  hlc: entry.hlc,
  view: entry.view,
  deps: entry.deps,
  prev: entry.prev,
  event: entry.event,
  signature: entry.signature,
  bytes: entry.bytes,
  hash: entry.hash,
})

describe('entries as a store gives them back', () => {
  it('say what they would if they were decoded whole, whether they are checked or not', () => {
    fc.assert(
      fc.property(plan, (steps) => {
        const written = entriesOf(steps)
        const stored = new StoredEntries(testHash)
        for (const { bytes } of written) {
          const whole = decodeEntry(bytes, testHash)
          if (!whole.ok) throw new Error(whole.detail)
          for (const decoded of [stored.place(bytes), stored.whole(bytes)])
            expect(decoded.ok && fieldsOf(decoded.entry)).toEqual(whole.entry)
        }
      }),
    )
  })

  it('make the log that they came from', () => {
    fc.assert(
      fc.property(plan, (steps) => {
        const stored = new StoredEntries(testHash)
        const entries = entriesOf(steps).map(({ bytes }) => stored.place(bytes))
        const placed = entries.flatMap((decoded) => (decoded.ok ? [decoded.entry] : []))
        const { log, refused } = admit(emptyLog, placed, storedGuard)
        expect(refused).toEqual([])
        const whole = admit(emptyLog, entriesOf(steps), noClockGuard).log
        expect([...log.ordered].map(fieldsOf)).toEqual([...whole.ordered])
      }),
    )
  })

  it('are refused as decoding would, when all of them is checked', () => {
    const [entry] = entriesOf([{ author: 0, from: 0, wall: 1 }])
    const bytes = entry?.bytes ?? new Uint8Array(0)
    const stored = new StoredEntries(testHash)
    let refused = 0
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1, 16, 128]) {
        const flipped = bytes.map((byte, i) => (i === at ? byte ^ mask : byte))
        const isSound = decodeEntry(flipped, testHash).ok
        expect(stored.whole(flipped).ok).toBe(isSound)
        if (!isSound) refused++
      }
      expect(stored.whole(bytes.subarray(0, at)).ok).toBe(false)
    }
    expect(refused).toBeGreaterThan(50)
  })
})
