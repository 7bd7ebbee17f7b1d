/**
 * A cluster of members in a simulated world, at rest: all have joined one after another, and
 * nothing but probing goes on. Every frame takes the same time, so that what happens in a second
 * happens in every second.
 */
import { createMember, type Crypto, type Member } from '@quorate/core'
import { createWorld, type MemberEnv, type World } from '@quorate/transport-memory'

export const secret = 'a secret to measure with'

const latencyMs = { min: 2, max: 2 }
const restMs = 5000

export interface Cluster {
  readonly world: World
  readonly members: readonly Member[]
}

export interface ClusterOptions {
  readonly size: number
  /** What a member stands on, before it is created; default: as the world gives it. */
  readonly wrap?: (env: MemberEnv) => MemberEnv
  /** Default: as in production. */
  readonly crypto?: Crypto
}

export async function clusterAtRest({ size, wrap, ...own }: ClusterOptions): Promise<Cluster> {
  const world = createWorld({ seed: 2, latencyMs })
  const members: Member[] = []
  for (let i = 0; i < size; i++) {
    const env = world.env(`m${i}`)
    const member = await world.settle(createMember({ ...(wrap?.(env) ?? env), ...own, secret }))
    members.push(member)
    if (i > 0) await world.settle(member.join('m0'))
  }
  world.run(restMs)
  for (const member of members) {
    const { name, state } = member
    if (state.state === 'operational' && member.members().length === size) continue
    throw new Error(`${name} is ${state.state}: the cluster is not at rest`)
  }
  return { world, members }
}

export async function stopAll({ world, members }: Cluster): Promise<void> {
  for (const member of members) await world.settle(member.stop())
}
