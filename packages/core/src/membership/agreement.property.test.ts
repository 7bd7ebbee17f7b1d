import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Together } from './together.fixture.ts'

const members = ['a', 'b', 'c', 'd', 'e']
const member = fc.constantFrom(...members)

type Trouble = readonly [what: string, to: (all: Together) => void]

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  member.map((name): Trouble => [`${name} dies`, (all) => all.dead.add(name)]),
  member.map((name): Trouble => [`${name} starts`, (all) => all.dead.has(name) && all.start(name)]),
  member.map((name): Trouble => [`${name} stops`, (all) => all.stopped.add(name)]),
  member.map((name): Trouble => [`${name} goes on`, (all) => all.stopped.delete(name)]),
  fc
    .tuple(member, fc.nat({ max: 1 }))
    .map(
      ([name, half]): Trouble => [
        `${name} is in half ${half}`,
        (all) => all.halves.set(name, half),
      ],
    ),
  fc.constant<Trouble>(['all meet', (all) => all.halves.clear()]),
  fc.constantFrom(0, 0.2, 0.6).map(
    (loss): Trouble => [
      `${loss} is lost`,
      (all) => {
        all.loss = loss
      },
    ],
  ),
)
const wait = fc.constantFrom(10, 300, 1_000, 4_000, 15_000)
const story = fc.array(fc.tuple(trouble, wait), { maxLength: 12, size: 'max' })

const beliefsOf = (all: Together): Record<string, unknown> =>
  Object.fromEntries(
    [...all.sides]
      .filter(([name]) => !all.dead.has(name))
      .map(([name, { local }]) => [
        name,
        [...local.live.values()].map((view) => `${view.name} ${view.status}`).toSorted(),
      ]),
  )

const truthOf = (all: Together): Record<string, unknown> =>
  Object.fromEntries(
    members
      .filter((name) => !all.dead.has(name))
      .map((name) => [
        name,
        members
          .filter((other) => other !== name)
          .map((other) => `${other} ${all.dead.has(other) ? 'failed' : 'alive'}`),
      ]),
  )

/** After any troubles, and some time without. */
const afterwards = (troubles: readonly (readonly [Trouble, number])[]): Together => {
  const all = new Together(members)
  for (const [[, to], ms] of troubles) {
    to(all)
    all.run(ms)
  }
  all.stopped.clear()
  all.halves.clear()
  all.loss = 0
  return all.run(40_000)
}

describe('whatever went wrong, once it is over', () => {
  it('all that live think alive who lives and failed who is dead, agree, and are at rest', () => {
    fc.assert(
      fc.property(story, (troubles) => {
        const all = afterwards(troubles)
        expect(beliefsOf(all)).toEqual(truthOf(all))
        const living = [...all.sides].filter(([name]) => !all.dead.has(name))
        expect(new Set(living.map(([, { local }]) => local.liveHash)).size).toBeLessThanOrEqual(1)
        const before = all.sent
        all.run(20_000)
        // A ping and an ack a second; one of the dead tried each five, and told what is thought.
        const pings = 2 * 21 * living.length
        const tries = 2 * 6 * living.length * all.dead.size
        expect(all.sent - before).toBeLessThanOrEqual(pings + tries)
      }),
      { numRuns: 25 },
    )
  })
})
