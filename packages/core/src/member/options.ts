/**
 * Checks what the application hands to `createMember` and `createClient`, once, at start. A wrong
 * option is refused with its name and what is allowed (`invalid-option`); there is no default
 * secret.
 */
import { checkConfig, defaultSettings, type KernelConfig, type Settings } from '../kernel/index.ts'
import { isAddress, isMemberName } from '../model/index.ts'
import { nodeCrypto, systemClock, systemEntropy } from '../platform/index.ts'
import type { Clock, Crypto, EntropySource, Logger, Transport } from '../ports/index.ts'
import { ClusterError, invalid, type Surroundings } from '../rim/index.ts'

/** Some of the settings of each protocol; the rest keep their defaults. */
export type PartialSettings = { readonly [Group in keyof Settings]?: Partial<Settings[Group]> }

/** What members and clients have in common. */
export interface PeerOptions {
  /** Unique in the cluster: 1 to 64 of `a-z 0-9 . _ -`. */
  readonly name: string
  /** The cluster's name: part of every key derived from the secret. Default `quorate`. */
  readonly cluster?: string
  /** Shared by all of the cluster, at least 8 bytes; never sent. No default. */
  readonly secret: string | Uint8Array
  readonly transport: Transport
  readonly settings?: PartialSettings
  /** Silent unless given. */
  readonly logger?: Logger
  /** Inputs kept for `recording()`. Default 0: none. */
  readonly recordInputs?: number
  /** The real ones unless given. */
  readonly clock?: Clock
  readonly entropy?: EntropySource
  readonly crypto?: Crypto
}

const secretBytesMin = 8
const clusterName = /^[A-Za-z0-9._-]{1,64}$/

/** @throws ClusterError `invalid-option`, naming the option and what is allowed. */
export function resolveOptions(
  options: PeerOptions,
  role: KernelConfig['role'],
  replicationFactor: number,
): Surroundings {
  requirePlain('options', options)
  const { name, transport, cluster = 'quorate', recordInputs = 0 } = options
  if (typeof name !== 'string' || !isMemberName(name))
    throw invalid('name', 'must be 1 to 64 of a-z 0-9 . _ -')
  if (typeof cluster !== 'string' || !clusterName.test(cluster))
    throw invalid('cluster', 'must be 1 to 64 of A-Z a-z 0-9 . _ -')
  requirePort('transport', transport, ['open', 'close', 'send'])
  if (typeof transport.address !== 'string' || !isAddress(transport.address))
    throw invalid('transport', 'must be a transport whose address is 1 to 255 printable characters')
  if (!Number.isInteger(recordInputs) || recordInputs < 0)
    throw invalid('recordInputs', 'must be a whole number, 0 or more')
  const { crypto = nodeCrypto(), clock = systemClock(), entropy = systemEntropy() } = options
  const { logger = silent } = options
  requirePort('crypto', crypto, ['hash', 'deriveKey', 'mac', 'verify'])
  requirePort('clock', clock, ['monotonic', 'now', 'schedule', 'defer'])
  requirePort('entropy', entropy, ['next'])
  requirePort('logger', logger, ['debug', 'info', 'warn', 'error'])
  const config: KernelConfig = {
    name,
    address: transport.address,
    role,
    foundsCluster: true,
    replicationFactor,
    hash: (bytes) => crypto.hash(bytes),
    settings: resolveSettings(options.settings),
  }
  const wrong = checkConfig(config)
  if (wrong !== undefined) throw new ClusterError(wrong)
  return {
    name,
    cluster,
    secret: secretBytes(options.secret),
    transport,
    clock,
    entropy,
    crypto,
    logger,
    recordInputs,
    config,
  }
}

function secretBytes(secret: unknown): Uint8Array {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  if (!(bytes instanceof Uint8Array) || bytes.length < secretBytesMin)
    throw invalid('secret', `must be text or bytes of at least ${secretBytesMin} bytes`)
  return Uint8Array.from(bytes)
}

/** @throws ClusterError `invalid-option` unless it has these methods. */
export function requirePort(option: string, port: unknown, methods: readonly string[]): void {
  const missing = methods.find((method) => typeof methodOf(port, method) !== 'function')
  if (missing !== undefined) throw invalid(option, `must have the method ${missing}`)
}

const methodOf = (port: unknown, method: string): unknown =>
  typeof port === 'object' && port !== null ? Reflect.get(port, method) : undefined

function requirePlain(option: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(option, 'must be an object')
}

function resolveSettings(partial: PartialSettings = {}): Settings {
  requireKnown('settings', partial, defaultSettings)
  const resolve = <Group extends keyof Settings>(group: Group): Settings[Group] => {
    const given: Partial<Settings[Group]> = partial[group] ?? {}
    const set = checkedSettings(`settings.${group}`, given, defaultSettings[group])
    return { ...defaultSettings[group], ...set }
  }
  return {
    membership: resolve('membership'),
    replication: resolve('replication'),
    writes: resolve('writes'),
    requests: resolve('requests'),
  }
}

/** Those that are given. @throws ClusterError `invalid-option` for a setting nobody knows. */
export function checkedSettings<Group extends object>(
  option: string,
  given: Partial<Group>,
  known: Group,
): { readonly [setting: string]: unknown } {
  requireKnown(option, given, known)
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function requireKnown(option: string, given: object, known: object): void {
  requirePlain(option, given)
  const stray = Object.keys(given).find((key) => !Object.hasOwn(known, key))
  if (stray === undefined) return
  throw invalid(`${option}.${stray}`, `is unknown; known: ${Object.keys(known).join(', ')}`)
}

const nothing = (): void => undefined
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
