/**
 * The way to a running member.
 */
import type { LogStore } from '../ports/index.ts'
import {
  type HandlerOptions,
  invalid,
  openRuntime,
  type RequestHandler,
  whenFounded,
} from '../rim/index.ts'
import { type PeerOptions, requirePort, resolveOptions } from './options.ts'
import { Member } from './member.ts'

export interface MemberOptions extends PeerOptions {
  /** Where the member's log lives; it decides what survives a restart. */
  readonly log: LogStore
  /**
   * How often data must be stored: the cluster can lose one member fewer before it is degraded.
   * Counts only for a cluster that this member founds; whoever joins takes over the cluster's.
   * Default 1.
   */
  readonly replicationFactor?: number
  /**
   * With an empty log, become a cluster of one. False for a member that is to join another:
   * it stays `joining`, refuses what a member does and lets nobody in, until a `join` succeeds.
   * Default true.
   */
  readonly foundsCluster?: boolean
  /**
   * `unilateral`: one member may add or eject without a majority; a partition's halves are merged
   * by replay. The only profile there is yet, and the default.
   */
  readonly profile?: 'unilateral'
  /** Answers data requests from the start; see `Member.onRequest`. */
  readonly onRequest?: RequestHandler
  readonly onRequestOptions?: HandlerOptions
}

/**
 * Starts a member. With an empty log it becomes a cluster of one, and is there when that is stored;
 * with the log of an earlier run it goes on as the member it was.
 *
 * @throws ClusterError `invalid-option` naming the option and what is allowed; `cluster-config` if
 * log store or transport cannot be opened; `store-failed` if the log cannot be read; `store-full`
 * if there is no room for a first log: nothing is left of it then.
 */
export async function createMember(options: MemberOptions): Promise<Member> {
  const { log, profile = 'unilateral', replicationFactor = 1, onRequest } = options ?? {}
  const { foundsCluster = true } = options ?? {}
  const resolved = resolveOptions(options, 'member', replicationFactor)
  requirePort('log', log, ['open', 'start', 'append', 'saveCheckpoint', 'close'])
  if (profile !== 'unilateral') throw invalid('profile', 'must be "unilateral"')
  if (onRequest !== undefined && typeof onRequest !== 'function')
    throw invalid('onRequest', 'must be a function')
  if (typeof foundsCluster !== 'boolean') throw invalid('foundsCluster', 'must be true or false')
  const config = { ...resolved.config, foundsCluster }
  const { runtime, loaded } = await openRuntime({ ...resolved, config }, log)
  const member = new Member(runtime)
  if (onRequest !== undefined) member.onRequest(onRequest, options.onRequestOptions)
  runtime.start(loaded)
  const founded = whenFounded(runtime)
  if (founded !== undefined) await founded
  return member
}
