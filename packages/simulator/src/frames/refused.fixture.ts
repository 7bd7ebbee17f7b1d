/**
 * A victim under fire: counts what it says about each frame, and proves afterwards that nothing of
 * it touched what it knows.
 */
import type { FrameRefusalReason, Member, Notice } from '@quorate/core'
import type { World } from '@quorate/transport-memory'
import { expect } from 'vitest'
import { type Alone, expectAlive, pair } from '../door/alone.fixture.ts'
import { Forger } from './forger.fixture.ts'

export interface Victim extends Alone {
  readonly other: Member
  readonly forger: Forger
}

/** Members `a` (the victim) and `b`, which wrote something, and a forger that knows the secret. */
export async function victim(): Promise<Victim> {
  const around = await pair({ a: { onRequest: (data) => data } })
  const { world, member, other } = around
  await world.settle(other.put('k', 'of b'))
  await world.settle(other.put('k', 'of b, again'))
  await world.advance(2000)
  const forger = new Forger(world.env('forger'))
  await forger.shakeHands(world, member)
  return { ...around, forger }
}

export interface Fire {
  /** Frames that were sent. */
  readonly sent: number
  readonly refusals: ReadonlyMap<FrameRefusalReason, number>
  readonly notices: readonly Notice[]
}

/** Sends frames to the victim, in volleys; its log and state must be the same afterwards. */
export async function fire(around: Victim, frames: Iterable<Uint8Array>): Promise<Fire> {
  const { world, member, forger, notices } = around
  const before = member.version()
  const from = notices.length
  let sent = 0
  for (const bytes of frames) {
    forger.send(member.address, bytes)
    if (++sent % 1000 === 0) await letArrive(world)
  }
  await letArrive(world)
  expect(member.version()).toEqual(before)
  const told = notices.slice(from)
  const refusals = new Map<FrameRefusalReason, number>()
  for (const notice of told)
    if (notice.kind === 'frame-refused')
      refusals.set(notice.reason, (refusals.get(notice.reason) ?? 0) + 1)
  return { sent, refusals, notices: told }
}

/** Afterwards all is as before: the two agree, answer each other, and write. */
export async function expectUnharmed(around: Victim): Promise<void> {
  const { world, member, other } = around
  await world.advance(6000)
  await expectAlive(around)
  expect(await world.settle(other.request('a', 'still there?'))).toBe('still there?')
  await world.advance(3000)
  expect(other.version().hash).toBe(member.version().hash)
  for (const each of [member, other]) {
    expect(each.state).toEqual({ state: 'operational', reasons: [] })
    expect(each.members().map(({ name }) => name)).toEqual(['a', 'b'])
  }
}

export const totalOf = ({ refusals }: Fire): number =>
  [...refusals.values()].reduce((sum, count) => sum + count, 0)

/** Time for frames to arrive, too little for housekeeping to fill the notices. */
const letArrive = (world: World): Promise<void> => {
  world.run(20)
  return world.drain()
}
