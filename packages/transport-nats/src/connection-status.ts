/**
 * Follows what happens to one connection and says it in one way for both clients. Must never let
 * the end of a client's iterator, or its failure, become an unhandled rejection; once stopped it
 * says nothing more.
 */
import type { NatsLike, NatsStatusLike } from './nats-like.ts'

/** An error the server or the client reported on a connection that lives on. */
export interface Trouble {
  readonly message: string
  /** The subject to which we may not publish, if it is that. */
  readonly refusedPublish: string | undefined
}

export interface StatusListener {
  disconnected(): void
  reconnected(): void
  troubled(trouble: Trouble): void
  /** The client has given up, or was closed by its owner. */
  closed(reason: string): void
}

/** Returns how to stop. */
export function followStatus(connection: NatsLike, listener: StatusListener): () => void {
  const statuses = connection.status()
  let following = true
  const tell = (status: NatsStatusLike): void => {
    if (following) tellStatus(status, listener)
  }
  const end = (reason: unknown): void => {
    if (following) listener.closed(reason instanceof Error ? reason.message : 'closed')
  }
  forEachStatus(statuses, tell).catch(() => undefined)
  connection.closed().then(end, end)
  return () => {
    following = false
    stopIterating(statuses)
  }
}

async function forEachStatus(
  statuses: AsyncIterable<NatsStatusLike>,
  tell: (status: NatsStatusLike) => void,
): Promise<void> {
  for await (const status of statuses) tell(status)
}

function tellStatus(status: NatsStatusLike, listener: StatusListener): void {
  if (status.type === 'disconnect') listener.disconnected()
  else if (status.type === 'reconnect') listener.reconnected()
  else if (status.type === 'error') listener.troubled(troubleOf(status))
}

/** `nats` 2 gives a code and a context; `@nats-io` 3 an Error that has the context itself. */
function troubleOf(status: object): Trouble {
  const error = property(status, 'error')
  const context = property(status, 'permissionContext') ?? error
  const told = error instanceof Error ? error.message : String(property(status, 'data'))
  const subject = property(context, 'subject')
  const operation = property(context, 'operation')
  if (typeof subject !== 'string') return { message: told, refusedPublish: undefined }
  return {
    message: `no permission for ${String(operation)} to ${subject}`,
    refusedPublish: operation === 'publish' ? subject : undefined,
  }
}

function property(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
}

/** Both clients' iterables can be stopped, though their types do not say so. */
function stopIterating(statuses: AsyncIterable<NatsStatusLike>): void {
  const stop = property(statuses, 'stop')
  if (typeof stop === 'function') Reflect.apply(stop, statuses, [])
}
