/** Door of the rim: what an application uses. */
export { type Client, type ClientOptions, createClient } from './client.ts'
export { createMember, type MemberOptions } from './create-member.ts'
export {
  type Asker,
  ClusterError,
  type HandlerOptions,
  type Recording,
  type RequestHandler,
} from '../rim/index.ts'
export type { WriteOptions } from './arguments.ts'
export type { Member } from './member.ts'
export type { PartialSettings, PeerOptions } from './options.ts'
export type { JoinOptions, LeaveOptions, RequestOptions } from './request-options.ts'
export type {
  MemberAddress,
  MemberState,
  MemberVersion,
  Moment,
  PastState,
  Pong,
} from './view.ts'
