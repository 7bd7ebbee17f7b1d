/**
 * What this package uses of a NATS connection: few enough words that a connection of `nats` 2.x and
 * one of `@nats-io/transport-node` 3.x both fit without a cast. What the two do differently at run
 * time (how an error is told) is put right in `connection-status.ts`; nothing else may ask which of
 * the two it has.
 */

/** A message as it arrived. */
export interface NatsMessageLike {
  readonly subject: string
  readonly reply?: string | undefined
  readonly data: Uint8Array
  readonly headers?: { readonly code: number } | undefined
}

/** A subscription that hands each message, or the reason why there will be none, to a callback. */
export interface NatsSubscriptionLike {
  unsubscribe(): void
  drain(): Promise<void>
}

/** What happened to a connection; only its `type` is alike in both clients. */
export interface NatsStatusLike {
  readonly type: string
}

/** A connection to a NATS server, or cluster of servers. */
export interface NatsLike {
  readonly info?: { readonly max_payload: number } | undefined
  publish(subject: string, payload: Uint8Array, options: { reply: string }): void
  subscribe(
    subject: string,
    options: { callback: (error: Error | null, message: NatsMessageLike) => void },
  ): NatsSubscriptionLike
  status(): AsyncIterable<NatsStatusLike>
  flush(): Promise<void>
  drain(): Promise<void>
  close(): Promise<void>
  closed(): Promise<unknown>
  isClosed(): boolean
}
