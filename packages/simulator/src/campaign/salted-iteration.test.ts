import {
  libraryScenario,
  planOf,
  type Outcome,
  type Responder,
  runPlan,
  type Scenario,
  shapeOf,
} from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { saltIteration } from './salted-iteration.fixture.ts'

const library: Scenario<Responder> = { ...libraryScenario(), members: 'any', run: '1m' }

async function salted<App>(scenario: Scenario<App>, seed: number): Promise<Outcome> {
  const plan = planOf(`salted ${seed}`, shapeOf(scenario))
  const restore = saltIteration(seed)
  try {
    return await runPlan(plan, scenario)
  } finally {
    restore()
  }
}

describe('maps and sets iterated in another order', () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))(
    'change nothing that must hold, seed %d',
    async (seed) => {
      expect((await salted(library, seed)).failure).toBeUndefined()
    },
    120_000,
  )

  it('are found out where an outcome hangs on them', async () => {
    const names = new Map([
      ['a', 1],
      ['b', 2],
    ])
    /** Each application says who comes first, from a map of its own. */
    const careless: Scenario<string | undefined> = {
      members: 5,
      run: '1s',
      app: () => new Map(names).keys().next().value,
      always: { 'all agree on the first': ({ apps }) => new Set(apps).size <= 1 },
    }
    const { failure } = await salted(careless, 1)
    expect(failure?.invariant).toBe('always: all agree on the first')
  })

  it('go forwards again afterwards', () => {
    const before = Object.getOwnPropertyDescriptor(Map.prototype, Symbol.iterator)?.value
    saltIteration(1)()
    expect(Object.getOwnPropertyDescriptor(Map.prototype, Symbol.iterator)?.value).toBe(before)
    expect([
      ...new Map([
        [1, 2],
        [3, 4],
      ]),
    ]).toEqual([
      [1, 2],
      [3, 4],
    ])
  })
})
