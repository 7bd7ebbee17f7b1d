/**
 * The transport of this process: waits for its first server for as long as it takes.
 */
import type { Logger } from '@quorate/core'
import { natsTransport } from '@quorate/transport-nats'
import type { RunSettings } from './run-settings.ts'

/** A transport, not yet open, at this address. */
export const transportAt = (
  address: string,
  { cluster, servers }: RunSettings,
  logger: Logger,
): ReturnType<typeof natsTransport> =>
  natsTransport({
    address,
    cluster,
    connect: { servers: [...servers], waitOnFirstConnect: true },
    logger,
  })
