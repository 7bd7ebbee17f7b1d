import { isDeepStrictEqual } from 'node:util'
import { type Effect, type Member, type Notice, type Replay, replay } from '@quorate/core'
import { libraryScenario, type Machine, planOf, runPlan, shapeOf } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { tight } from './tight.fixture.ts'

const flat = (effects: readonly Effect[]): readonly Effect[] =>
  effects.flatMap((effect) =>
    effect.kind === 'append' ? [effect, ...flat(effect.then)] : [effect],
  )

const publishedIn = ({ effects }: Replay): readonly Notice[] =>
  flat(effects.flat()).flatMap((effect) => (effect.kind === 'publish' ? [effect.notice] : []))

/** The members of a whole run, and what each was told. */
async function played(seed: number, isTight: boolean): Promise<readonly Running[]> {
  const scenario = { ...libraryScenario(), settings: isTight ? tight : {}, run: '2m' } as const
  const plan = planOf(`replays ${seed}`, shapeOf(scenario))
  const { machines, failure } = await runPlan(plan, scenario, { recordInputs: 400_000 })
  expect(failure).toBeUndefined()
  return machines.filter((machine): machine is Running => machine.member !== undefined)
}

type Running = Machine & { readonly member: Member }

describe.each([
  [1, false],
  [2, true],
  [3, true],
] as const)('seed %d, a few entries at a time: %s', (seed, isTight) => {
  it('recorded inputs give every member again, and all it told', async () => {
    const running = await played(seed, isTight)
    expect(running.length).toBeGreaterThan(1)
    for (const { member, told } of running) {
      const { config, inputs, isComplete } = member.recording()
      expect(isComplete).toBe(true)
      const again = replay(config, inputs)
      expect(isDeepStrictEqual(again.kernel.log.ordered.slice(0), member.log())).toBe(true)
      expect(again.kernel.lifecycle).toMatchObject({ state: member.state.state })
      const live = [...again.kernel.membership.live.values()].toSorted(byName)
      expect(member.peers()).toMatchObject(live)
      // Frames are refused before they are inputs.
      const ofInputs = told.filter(({ kind }) => kind !== 'frame-refused')
      expect(ofInputs.length).toBeGreaterThan(10)
      expect(isDeepStrictEqual(publishedIn(again).slice(-ofInputs.length), ofInputs)).toBe(true)
      expectAtRest(again, 5)
    }
  })

  it('a replay is a function of its inputs', async () => {
    const [first] = await played(seed, isTight)
    if (first === undefined) throw new Error('nobody runs')
    const { config, inputs } = first.member.recording()
    const [one, other] = [replay(config, inputs), replay(config, inputs)]
    for (const part of ['log', 'checkpoints', 'membership', 'timers'] as const)
      expect(isDeepStrictEqual(one.kernel[part], other.kernel[part])).toBe(true)
    expect(isDeepStrictEqual(one.effects, other.effects)).toBe(true)
  })
})

/** S13: at rest nothing is left over from what happened. */
function expectAtRest({ kernel }: Replay, members: number): void {
  expect(kernel.pending).toEqual([])
  expect(kernel.requests.pending.size + kernel.requests.serving.size).toBe(0)
  expect(kernel.membership.sponsored.size).toBe(0)
  expect(kernel.membership.joining).toBeUndefined()
  expect(kernel.membership.relays.size).toBe(0)
  expect(kernel.membership.gossip.isEmpty).toBe(true)
  expect(kernel.replication.pulls.size).toBeLessThan(members)
  // A probe and a pull a peer, the period, and what requests keep.
  expect(kernel.timers.size).toBeLessThanOrEqual(2 * members + 4)
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1
