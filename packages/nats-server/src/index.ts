/** A nats-server on 127.0.0.1 for demos, benchmarks and tests. The only door of the package. */
export { findNatsServer, howToGetNatsServer } from './find-nats-server.ts'
export { startNatsServer } from './start-nats-server.ts'
export type { NatsServer, NatsServerOptions } from './start-nats-server.ts'
