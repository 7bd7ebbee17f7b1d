import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StreamId } from '../model/index.ts'
import { entriesOf, plan } from './authors.fixture.ts'
import { admit, bytesOf, emptyLog, noClockGuard, restrictedTo, since, vectorOf } from './index.ts'

it('is the log as far as the vector goes, and what is missing brings all of it back', () => {
  fc.assert(
    fc.property(plan, fc.array(fc.nat(8), { minLength: 3, maxLength: 3 }), (steps, cuts) => {
      const { log } = admit(emptyLog, entriesOf(steps), noClockGuard)
      const vector = new Map<StreamId, number>()
      for (const [stream, count] of vectorOf(log))
        vector.set(stream, Math.min(count, cuts[vector.size] ?? 0))
      const { log: part, position } = restrictedTo(log, vector)
      expect(vectorOf(part)).toEqual(new Map([...vector].filter(([, count]) => count > 0)))
      expect([...part.ordered]).toEqual(
        [...log.ordered].filter((entry) => entry.seq < (vector.get(entry.stream) ?? 0)),
      )
      expect(part.bytes).toBe(bytesOf([...part.ordered]))
      const before = [...log.ordered].slice(0, position)
      expect([...part.ordered].slice(0, position)).toEqual(before)
      expect(part.ordered.at(position)).not.toBe(log.ordered.at(position) ?? null)
      const missing = since(log, vector, { bytesMax: 1e9, upTo: vectorOf(log) }).entries
      expect([...admit(part, missing, noClockGuard).log.ordered]).toEqual([...log.ordered])
    }),
  )
})
