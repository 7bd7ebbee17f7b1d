/**
 * Members that talk without end, each a little at random: something for faults to happen to. They
 * are no cluster and know nothing of one; what they got is what a test compares.
 */
import type { Address } from '@quorate/core'
import type { MemberEnv } from './machine.ts'
import type { World } from './world.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** A member and what it got, with the time on its clock. */
export interface Gossiper {
  readonly env: MemberEnv
  readonly got: string[]
}

/** A member that greets two others every 10 ms, and answers greetings with some randomness. */
export function gossiper(env: MemberEnv, others: readonly string[]): Gossiper {
  const got: string[] = []
  const { clock, entropy, transport } = env
  transport.open().subscribe()
  transport.frames$.subscribe(({ from, bytes }) => {
    got.push(`${clock.monotonic()} ${from} ${textOf(bytes)}`)
    if (textOf(bytes) === 'greeting') transport.send(from, entropy.next())
  })
  const greet = (): void => {
    const [first = 0] = entropy.next()
    for (const i of [first, first + 1]) {
      transport.send(others[i % others.length] as Address, bytesOf('greeting'))
    }
    clock.schedule(clock.monotonic() + 10, greet)
  }
  clock.schedule(first(env), greet)
  return { env, got }
}

const first = ({ entropy }: MemberEnv): number => (entropy.next()[0] ?? 0) / 32

/** Five of them. */
export const gossipers = ['a', 'b', 'c', 'd', 'e']
/** Five that greet each other. */
export const gossip = (world: World): readonly Gossiper[] =>
  gossipers.map((name) =>
    gossiper(
      world.env(name),
      gossipers.filter((other) => other !== name),
    ),
  )
