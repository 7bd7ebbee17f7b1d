import { describe, expect, it } from 'vitest'
import { assign, createActor, sendParent, setup } from 'xstate'
import type { Actor } from 'xstate'
import type { MemberEnv } from '../machine.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'

/** Counts how often 10 ms have passed. */
const ticker = setup({
  types: { context: {} as { readonly ticks: number } },
  actions: { count: assign({ ticks: ({ context }) => context.ticks + 1 }) },
}).createMachine({
  context: { ticks: 0 },
  initial: 'waiting',
  states: {
    waiting: { after: { 10: { target: 'waiting', reenter: true, actions: 'count' } } },
  },
})

const ticking = (env: MemberEnv): Actor<typeof ticker> =>
  createActor(ticker, { clock: env }).start()

const ticksOf = (actor: Actor<typeof ticker>): number => actor.getSnapshot().context.ticks

describe('an XState actor on the clock of a member', () => {
  it('fires a self-arming timer as often as the member’s own rate has it', () => {
    const world = createWorld({ seed: 'xstate' })
    const exact = ticking(world.env('exact'))
    const fast = ticking(world.env('fast', { driftPpm: 10_000 }))
    world.run(1_001)
    expect([ticksOf(exact), ticksOf(fast)]).toEqual([100, 101])
  })

  it('stands still while its process is paused, and for ever when that has ended', () => {
    const world = createWorld({ seed: 'xstate' })
    const actor = ticking(world.env('a'))
    world.run(55)
    world.pause('a')
    world.run(1_000)
    expect(ticksOf(actor)).toBe(5)
    world.resume('a')
    world.run(10)
    expect(ticksOf(actor)).toBe(7)
    world.crash('a')
    world.run(1_000)
    expect(ticksOf(actor)).toBe(7)
    expect(world.leaks).toBe(0)
  })

  it('arms no timer when it is stopped', () => {
    const world = createWorld({ seed: 'xstate' })
    ticking(world.env('a')).stop()
    expect(world.step()).toBe(false)
  })

  it('hands its clock to its children', () => {
    const world = createWorld({ seed: 'xstate' })
    expect(heardFrom(world)).toEqual(['30 pong'])
  })
})

/** A parent whose child answers after 30 ms. */
function heardFrom(world: World): readonly string[] {
  const heard: string[] = []
  const child = setup({}).createMachine({
    initial: 'waiting',
    states: {
      waiting: { after: { 30: 'answered' } },
      answered: { entry: sendParent({ type: 'pong' }) },
    },
  })
  const parent = setup({ actors: { child } }).createMachine({
    invoke: { src: 'child' },
    on: { pong: { actions: () => heard.push(`${world.now} pong`) } },
  })
  createActor(parent, { clock: world.env('a') }).start()
  world.run(100)
  return heard
}
