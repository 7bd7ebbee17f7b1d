/**
 * A cluster of very many members in a simulated world: they join one after another, each stops as
 * soon as it is a member, and in the end all are started again at once. So the log grows at one
 * member and is fetched by the others in one piece each, where joining a running cluster would
 * bring every entry to every member alone.
 */
import { createMember, type Member } from '@quorate/core'
import { createWorld, type MemberEnv } from '@quorate/transport-memory'
import { type Cluster, secret } from '../traffic/cluster.ts'

/** Started, and about to hear of each other: let seconds pass until `isWhole`. */
export async function largeCluster(size: number): Promise<Cluster> {
  const world = createWorld({ seed: 2 })
  const create = (env: MemberEnv): Promise<Member> => world.settle(createMember({ ...env, secret }))
  const founder = await create(world.env('m0'))
  await world.settle(founder.pauseHousekeeping())
  const names = Array.from({ length: size - 1 }, (_, i) => `m${i + 1}`)
  for (const name of names) {
    const member = await create(world.env(name))
    await world.settle(member.join('m0'))
    await world.settle(member.stop())
    world.crash(name)
  }
  const members = [founder]
  for (const name of names) members.push(await create(world.restart(name)))
  await world.settle(founder.resumeHousekeeping())
  return { world, members }
}

/** All know all, and hear from a majority of them. Costs as much as copying all rosters. */
export const isWhole = ({ members }: Cluster): boolean =>
  members.every(
    (member) => member.state.state === 'operational' && member.members().length === members.length,
  )
