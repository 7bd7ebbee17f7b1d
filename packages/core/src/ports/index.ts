/** Door of the ports: what the rim must be given, as interfaces; the adapter author's page. */
export type { Clock } from './clock.ts'
export type { Crypto, MacKey } from './crypto.ts'
export type { EntropySource } from './entropy-source.ts'
export type { Fs, FsFile, FsLock, FsMode } from './fs.ts'
export { FsError } from './fs-error.ts'
export type { FsErrorCode } from './fs-error.ts'
export type { Logger } from './logger.ts'
export type { LogStore, Recovered } from './log-store.ts'
export type {
  Frame,
  LinkStatus,
  SendRefusal,
  Transport,
  TransportCapabilities,
} from './transport.ts'
