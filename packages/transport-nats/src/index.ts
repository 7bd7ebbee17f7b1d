/** Quorate over NATS: a Transport for core. The only door of the package. */
export { natsTransport } from './nats-transport.ts'
export type { NatsTransportOptions } from './options.ts'
export type {
  NatsLike,
  NatsMessageLike,
  NatsStatusLike,
  NatsSubscriptionLike,
} from './nats-like.ts'
