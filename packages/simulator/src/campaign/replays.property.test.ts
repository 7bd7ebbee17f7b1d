import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  defaultSettings,
  type Effect,
  type KernelConfig,
  type Member,
  type Notice,
  type PartialSettings,
  type Replay,
  replay,
  type Settings,
} from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { play, tight } from './play.ts'
import { scheduleOf } from './schedule.ts'

/** As the run's members were configured: nothing but name and address is theirs. */
const configOf = ({ name, address }: Member, isTight: boolean): KernelConfig => ({
  name,
  address,
  role: 'member',
  foundsCluster: true,
  replicationFactor: 1,
  hash: (bytes) => Uint8Array.from(createHash('sha256').update(bytes).digest()),
  settings: settingsOf(isTight ? tight : {}),
})

const settingsOf = ({ membership, replication, writes }: PartialSettings): Settings => ({
  membership: { ...defaultSettings.membership, ...membership },
  replication: { ...defaultSettings.replication, ...replication },
  writes: { ...defaultSettings.writes, ...writes },
  requests: defaultSettings.requests,
})

const flat = (effects: readonly Effect[]): readonly Effect[] =>
  effects.flatMap((effect) =>
    effect.kind === 'append' ? [effect, ...flat(effect.then)] : [effect],
  )

const publishedIn = ({ effects }: Replay): readonly Notice[] =>
  flat(effects.flat()).flatMap((effect) => (effect.kind === 'publish' ? [effect.notice] : []))

describe.each([2, 6, 9])('seed %d', (seed) => {
  it('recorded inputs give every member again, and all it told', async () => {
    const schedule = scheduleOf(seed)
    const { isTight } = schedule
    const { actors } = await play(schedule, { recordInputs: 200_000 })
    for (const { member, toldInThisLife, who } of actors) {
      if (member === undefined) throw new Error(`${who} does not run`)
      const { inputs, isComplete } = member.recording()
      expect(isComplete).toBe(true)
      const again = replay(configOf(member, isTight), inputs)
      expect(isDeepStrictEqual(again.kernel.log.ordered.slice(0), member.log())).toBe(true)
      expect(again.kernel.lifecycle).toMatchObject({ state: member.state.state })
      expect([...again.kernel.membership.live.values()].toSorted(byName)).toEqual(member.peers())
      // Frames are refused before they are inputs.
      const told = toldInThisLife.filter(({ kind }) => kind !== 'frame-refused')
      expect(told.length).toBeGreaterThan(10)
      expect(isDeepStrictEqual(publishedIn(again).slice(-told.length), told)).toBe(true)
      expectAtRest(again, actors.length)
    }
  })

  it('a replay is a function of its inputs', async () => {
    const schedule = scheduleOf(seed)
    const { isTight } = schedule
    const { actors } = await play(schedule, { recordInputs: 200_000 })
    const member = actors[0]?.member
    if (member === undefined) throw new Error('nobody runs')
    const { inputs } = member.recording()
    const config = configOf(member, isTight)
    const [first, second] = [replay(config, inputs), replay(config, inputs)]
    expect(isDeepStrictEqual(first.effects, second.effects)).toBe(true)
    expect(isDeepStrictEqual(first.kernel.log, second.kernel.log)).toBe(true)
    expect(isDeepStrictEqual(first.kernel.checkpoints, second.kernel.checkpoints)).toBe(true)
    expect(isDeepStrictEqual(first.kernel.membership, second.kernel.membership)).toBe(true)
    expect(
      isDeepStrictEqual([...first.kernel.timers.entries()], [...second.kernel.timers.entries()]),
    ).toBe(true)
  })
})

/** S13: at rest nothing is left over from what happened. */
function expectAtRest({ kernel }: Replay, members: number): void {
  expect(kernel.pending).toEqual([])
  expect(kernel.requests.pending.size + kernel.requests.serving.size).toBe(0)
  expect(kernel.membership.sponsored.size).toBe(0)
  expect(kernel.membership.joining).toBeUndefined()
  expect(kernel.replication.pulls.size).toBeLessThan(members)
  // A probe and a pull a peer, the period, and what requests keep.
  expect(kernel.timers.size).toBeLessThanOrEqual(2 * members + 4)
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1
