/**
 * What requests keep between inputs: what this member asked and waits for, what its handler works
 * on, and what it remembers of senders. All of it is bounded by `config.ts` and gone with the
 * process; every part is persistent, since it changes with every request.
 */
import { BucketMap } from '../collections/index.ts'
import type {
  Address,
  CommandId,
  Incarnation,
  MemberName,
  Millis,
  RefusalKind,
  RequestSubject,
  Value,
} from '../model/index.ts'
import type { RequestsConfig } from './config.ts'
import type { Senders, Serving } from './senders.ts'

/** A request of this member that is not answered yet. */
export interface PendingRequest {
  readonly id: number
  /** The ask to settle. */
  readonly command: CommandId
  /** undefined: asked by address. */
  readonly name: MemberName | undefined
  readonly address: Address
  /** This member is the one asked: nothing goes over the network. */
  readonly isOwn: boolean
  readonly subject: RequestSubject
  /** The life of the receiver it is for; 0: unknown. */
  readonly incarnation: Incarnation
  /** That life was over before it ran: it may be asked of the next one, once (Q9). */
  readonly nextLife: 'not-asked' | 'awaited' | 'asked'
  readonly data: Value
  readonly timeoutMs: Millis
  readonly askedAt: Millis
  readonly sentAt: Millis
}

/** What may explain silence from an address, and when it was learnt. */
export interface Explanation {
  readonly kind: RefusalKind
  readonly at: Millis
}

export interface RequestsLocal {
  readonly config: RequestsConfig
  /** A request's id is this plus its command's id; drawn at the first ask of a process. */
  readonly idBase: number | undefined
  /** By request id. */
  readonly pending: BucketMap<number, PendingRequest>
  /** By the number that is the key of the `serve` effect. */
  readonly serving: BucketMap<number, Serving>
  /** How many requests were ever handed to the handler: the next one's number. */
  readonly served: number
  readonly senders: Senders
  /** Of so many addresses at most, the newest last; none while nothing is awaited. */
  readonly explained: ReadonlyMap<Address, Explanation>
  /** Deadlines as armed; undefined: not armed. */
  readonly deadlineAt: Millis | undefined
  readonly resendAt: Millis | undefined
  readonly forgetAt: Millis | undefined
}

export const initialRequests = (config: RequestsConfig): RequestsLocal => ({
  config,
  idBase: undefined,
  pending: BucketMap.empty(),
  serving: BucketMap.empty(),
  served: 0,
  senders: BucketMap.empty(),
  explained: new Map(),
  deadlineAt: undefined,
  resendAt: undefined,
  forgetAt: undefined,
})

/** The same, put together field by field as every kernel keeps it: docs/decisions/0022. */
export const recastRequests = (local: RequestsLocal): RequestsLocal => ({
  config: local.config,
  idBase: local.idBase,
  pending: local.pending,
  serving: local.serving,
  served: local.served,
  senders: local.senders,
  explained: local.explained,
  deadlineAt: local.deadlineAt,
  resendAt: local.resendAt,
  forgetAt: local.forgetAt,
})
