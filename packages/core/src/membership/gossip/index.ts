/** Door of gossip: the claims that wait to be told, and how often each is. */
export { retransmitLimit } from './limit.ts'
export type { Room } from './queue.ts'
export { claimBytesMax, GossipQueue, queuedMax } from './queue.ts'
