/** What holds for a queue after any pushes, drops and messages, against a plain list. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimOf, numbersOf, pushed, roomFor, tagOfNumber } from './claims.fixture.ts'
import { claimBytesMax, GossipQueue } from './index.ts'

type Happening =
  | { readonly kind: 'push'; readonly about: number }
  | { readonly kind: 'drop'; readonly about: number }
  | { readonly kind: 'take'; readonly bytesMax: number }

const subject = fc.nat(12)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant('push' as const), about: subject }),
  fc.record({ kind: fc.constant('push' as const), about: subject }),
  fc.record({ kind: fc.constant('drop' as const), about: subject }),
  fc.record({ kind: fc.constant('take' as const), bytesMax: fc.nat(6 * claimBytesMax) }),
)
const limits = fc.integer({ min: 1, max: 6 })

const subsetOf = (few: readonly number[], many: Iterable<number>): boolean => {
  const all = new Set(many)
  return few.every((n) => all.has(n))
}

describe('GossipQueue', () => {
  it('holds and tells what a plain list would, within its room, and each at most so often', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80 }), limits, (happenings, limit) => {
        let queue = GossipQueue.empty
        /** How often each waiting one was told, and which version of it waits. */
        const model = new Map<number, { told: number; version: number }>()
        for (const [version, each] of happenings.entries()) {
          if (each.kind === 'push') {
            queue = queue.push(claimOf(each.about, version))
            model.set(each.about, { told: 0, version })
          } else if (each.kind === 'drop') {
            queue = queue.drop(tagOfNumber(each.about))
            model.delete(each.about)
          } else {
            const { claims, queue: rest } = queue.take({ bytesMax: each.bytesMax, limit })
            const numbers = numbersOf(claims)
            expect(new Set(numbers).size).toBe(numbers.length)
            const fits = Math.floor(each.bytesMax / claimBytesMax)
            expect(claims.length * claimBytesMax).toBeLessThanOrEqual(each.bytesMax)
            expect(numbers.length).toBe(Math.min(model.size, fits))
            for (const [i, n] of numbers.entries()) {
              const { told, version: held } = model.get(n) ?? { told: limit, version: -1 }
              expect(claims[i]).toEqual(claimOf(n, held))
              if (told + 1 < limit) model.set(n, { told: told + 1, version: held })
              else model.delete(n)
            }
            queue = rest
          }
          expect(queue.size).toBe(model.size)
          expect(queue.isEmpty).toBe(model.size === 0)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('leaves every older version as it was', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), limits, (happenings, limit) => {
        const all = roomFor(99, limit)
        let queue = GossipQueue.empty
        const versions = [{ queue, told: queue.take(all).claims }]
        for (const each of happenings) {
          if (each.kind === 'push') queue = queue.push(claimOf(each.about))
          else if (each.kind === 'drop') queue = queue.drop(tagOfNumber(each.about))
          else queue = queue.take({ bytesMax: each.bytesMax, limit }).queue
          versions.push({ queue, told: queue.take(all).claims })
        }
        for (const { queue: older, told } of versions) expect(older.take(all).claims).toEqual(told)
      }),
    )
  })

  it('tells every claim exactly so often as the limit says, if given the messages', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        limits,
        (numbers, fits, limit) => {
          const counts = new Map<number, number>()
          let queue = pushed(GossipQueue.empty, numbers)
          for (let left = numbers.length * limit; left > 0 && !queue.isEmpty; left--) {
            const taken = queue.take(roomFor(fits, limit))
            for (const n of numbersOf(taken.claims)) counts.set(n, (counts.get(n) ?? 0) + 1)
            queue = taken.queue
          }
          expect(queue.isEmpty).toBe(true)
          expect(new Set(counts.keys())).toEqual(new Set(numbers))
          expect(new Set(counts.values())).toEqual(new Set([limit]))
        },
      ),
    )
  })

  it('starves nobody: a claim is done in time though news come before every message', () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.integer({ min: 1, max: 8 }),
        limits,
        fc.nat(8),
        (before, fits, limit, newsEach) => {
          const watched = 1_000
          const ahead = Array.from({ length: before }, (_, i) => i)
          let queue = pushed(GossipQueue.empty, [...ahead, watched])
          let count = 0
          const half = Math.max(1, Math.floor(fits / 2))
          const messages = Math.ceil((before + 1) / half) * limit
          for (let i = 0; i < messages; i++) {
            const news = Array.from({ length: newsEach }, (_, k) => 2_000 + i * 10 + k)
            const taken = pushed(queue, news).take(roomFor(fits, limit))
            if (subsetOf([watched], numbersOf(taken.claims))) count++
            queue = taken.queue
          }
          expect(count).toBe(limit)
          expect(queue.drop(tagOfNumber(watched))).toBe(queue)
        },
      ),
    )
  })

  it('tells the news in the next message that has room for two, however much else waits', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(200), { maxLength: 60 }),
        fc.integer({ min: 2, max: 9 }),
        fc.nat(40),
        (numbers, fits, messages) => {
          let queue = pushed(GossipQueue.empty, numbers)
          for (let i = 0; i < messages; i++) queue = queue.take(roomFor(fits, 5)).queue
          const { claims } = queue.push(claimOf(999)).take(roomFor(fits, 5))
          expect(numbersOf(claims)).toContain(999)
        },
      ),
    )
  })
})
