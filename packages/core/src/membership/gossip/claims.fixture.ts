import type { Claim, StoreTag } from '../../model/index.ts'
import { claimBytesMax, type GossipQueue, type Room } from './index.ts'

export const tagOfNumber = (n: number): StoreTag => n.toString(16).padStart(16, '0') as StoreTag

/** What somebody says of the member of that number. */
export const claimOf = (n: number, refutations = 0): Claim => ({
  about: tagOfNumber(n),
  status: 'suspect',
  incarnation: 1,
  refutations,
  by: tagOfNumber(0xbb),
  observers: 1,
})

export const pushed = (queue: GossipQueue, numbers: readonly number[]): GossipQueue =>
  numbers.reduce((next, n) => next.push(claimOf(n)), queue)

/** Room for so many claims, each to be told so often. */
export const roomFor = (count: number, limit: number): Room => ({
  bytesMax: count * claimBytesMax,
  limit,
})

export const numbersOf = (claims: readonly Claim[]): number[] =>
  claims.map(({ about }) => Number.parseInt(about, 16))
