/**
 * A cluster of very many members in a simulated world, which all ask one to be let in at once.
 */
import { createMember, type Member } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { type Cluster, secret } from '../traffic/cluster.ts'

/** All are in, and about to hear of each other: let seconds pass until `isWhole`. */
export async function largeCluster(size: number): Promise<Cluster> {
  const world = createWorld({ seed: 2 })
  const members: Member[] = []
  for (let i = 0; i < size; i++)
    members.push(await world.settle(createMember({ ...world.env(`m${i}`), secret })))
  await world.settle(Promise.all(members.slice(1).map((member) => member.join('m0'))))
  return { world, members }
}

/** All know all, and hear from a majority of them. Costs as much as copying all rosters. */
export const isWhole = ({ members }: Cluster): boolean =>
  members.every(
    (member) => member.state.state === 'operational' && member.members().length === members.length,
  )
