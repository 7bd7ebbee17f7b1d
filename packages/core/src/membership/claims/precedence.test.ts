import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClaimState, supersedes } from './index.ts'

const statuses = ['alive', 'suspect', 'failed'] as const
const all: readonly ClaimState[] = [1, 2].flatMap((incarnation) =>
  [0, 1, 2].flatMap((refutations) =>
    statuses.map((status) => ({ incarnation, refutations, status })),
  ),
)
const pairs = all.flatMap((a) => all.map((b) => [a, b] as const))
const triples = pairs.flatMap(([a, b]) => all.map((c) => [a, b, c] as const))

/** What a member holds that held `a` and hears `b`. */
const keep = (a: ClaimState, b: ClaimState): ClaimState => (supersedes(b, a) ? b : a)

describe('supersedes', () => {
  it.each([
    // heard, held, whether it counts
    ['suspect 1.0', 'alive 1.0', true],
    ['failed 1.0', 'suspect 1.0', true],
    ['failed 1.0', 'alive 1.0', true],
    ['alive 1.0', 'suspect 1.0', false],
    ['alive 1.0', 'failed 1.0', false],
    ['suspect 1.0', 'failed 1.0', false],
    ['alive 1.1', 'suspect 1.0', true],
    ['alive 1.1', 'failed 1.0', true],
    ['suspect 1.0', 'alive 1.1', false],
    ['failed 1.0', 'alive 1.1', false],
    ['suspect 1.1', 'failed 1.0', true],
    ['alive 2.0', 'failed 1.9', true],
    ['failed 1.9', 'alive 2.0', false],
    ['alive 1.0', 'alive 1.0', false],
    ['suspect 1.0', 'suspect 1.0', false],
    ['failed 1.0', 'failed 1.0', false],
  ])('%s after %s: %j', (heard, held, expected) => {
    expect(supersedes(read(heard), read(held))).toBe(expected)
  })

  it('orders every pair of different states in exactly one way, and no state before itself', () => {
    expect(pairs).toHaveLength(18 ** 2)
    for (const [a, b] of pairs)
      expect([supersedes(a, b), supersedes(b, a)].filter(Boolean)).toHaveLength(a === b ? 0 : 1)
  })

  it('is lexicographic: what was listed later supersedes all that was listed before', () => {
    for (const [a, b] of pairs) expect(supersedes(a, b)).toBe(all.indexOf(a) > all.indexOf(b))
  })

  it('is transitive', () => {
    expect(triples).toHaveLength(18 ** 3)
    for (const [a, b, c] of triples)
      if (supersedes(a, b) && supersedes(b, c)) expect(supersedes(a, c)).toBe(true)
  })
})

describe('keeping what supersedes', () => {
  it('is commutative and idempotent', () => {
    for (const [a, b] of pairs) expect(keep(a, b)).toBe(keep(b, a))
    for (const a of all) expect(keep(a, a)).toBe(a)
  })

  it('is associative', () => {
    for (const [a, b, c] of triples) expect(keep(keep(a, b), c)).toBe(keep(a, keep(b, c)))
  })

  it('comes to the same whatever the order and however often each was heard', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...all), { minLength: 1 }),
        fc.infiniteStream(fc.nat()),
        (heard, draws) => {
          const shuffled = heard
            .map((state) => ({ state, at: draws.next().value }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ state }) => state)
          expect([...shuffled, ...shuffled].reduce(keep)).toBe(heard.reduce(keep))
        },
      ),
    )
  })
})

/** `status incarnation.refutations` */
function read(text: string): ClaimState {
  const [status = '', numbers = ''] = text.split(' ')
  const [incarnation = 0, refutations = 0] = numbers.split('.').map(Number)
  return { status: status as ClaimState['status'], incarnation, refutations }
}
