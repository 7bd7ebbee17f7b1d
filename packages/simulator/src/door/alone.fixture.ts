/**
 * One member or two in a world of their own, for tests of what bad input gets. `alive` is what must
 * hold after every one of them: the member goes on, answers and writes. It decides nothing.
 */
import {
  ClusterError,
  createMember,
  invariant,
  type Member,
  type MemberOptions,
  type Notice,
} from '@quorate/core'
import { createWorld, type World, type WorldOptions } from '@quorate/transport-memory'
import { expect } from 'vitest'

export const secret = 'secret-of-the-door'

export interface Alone {
  readonly world: World
  readonly member: Member
  readonly notices: Notice[]
}

/** A member that founded its own cluster. */
export async function alone(
  options: Partial<MemberOptions> = {},
  world: World = createWorld({ seed: 1 }),
): Promise<Alone> {
  const member = await startIn(world, 'a', options)
  const notices: Notice[] = []
  member.notices$.subscribe((notice) => notices.push(notice))
  return { world, member, notices }
}

/** `a`, and `b` that joined it. */
export async function pair(
  options: { readonly a?: Partial<MemberOptions>; readonly b?: Partial<MemberOptions> } = {},
  world: Partial<WorldOptions> = {},
): Promise<Alone & { readonly other: Member }> {
  const first = await alone(options.a, createWorld({ seed: 1, ...world }))
  const other = await startIn(first.world, 'b', options.b)
  await first.world.settle(other.join('a'))
  await first.world.advance(2000)
  return { ...first, other }
}

/** A member on a new machine, time passing until it runs. */
export const startIn = (
  world: World,
  name: string,
  options: Partial<MemberOptions> = {},
): Promise<Member> => world.settle(starting(world, name, options))

/** A member on a new machine; the caller lets time pass. */
export const starting = (
  world: World,
  name: string,
  options: Partial<MemberOptions> = {},
): Promise<Member> => createMember({ secret, ...world.env(name), ...options })

/** What a promise is refused with; anything but a `ClusterError` fails the test. */
export async function refused(world: World, ask: () => unknown): Promise<ClusterError> {
  const asked = Promise.resolve().then(ask)
  const outcome = await world.settle(
    asked.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
  )
  invariant('error' in outcome, `resolved with ${JSON.stringify(outcome)}`)
  invariant(outcome.error instanceof ClusterError, `no ClusterError: ${String(outcome.error)}`)
  return outcome.error
}

/** It goes on: it writes, reads what it wrote, and answers itself. */
export async function expectAlive({ world, member }: Alone): Promise<void> {
  expect(member.state.reasons).not.toContain('internal')
  expect(member.state.state).not.toBe('stopped')
  await world.settle(member.put('alive', world.now))
  expect(member.get('alive')).toBe(world.now)
  expect((await world.settle(member.ping('a'))).name).toBe('a')
}
