/**
 * All that a member or client is started with, checked and with every default filled in.
 */
import type { KernelConfig } from '../kernel/index.ts'
import type { MemberName } from '../model/index.ts'
import type { Clock, Crypto, EntropySource, Logger, Transport } from '../ports/index.ts'
import { type ClusterError, clusterError } from './errors.ts'

export interface Surroundings {
  readonly name: MemberName
  /** The cluster's name: part of every key derived from the secret. */
  readonly cluster: string
  readonly secret: Uint8Array
  readonly transport: Transport
  readonly clock: Clock
  readonly entropy: EntropySource
  readonly crypto: Crypto
  readonly logger: Logger
  /** Inputs kept for a recording. */
  readonly recordInputs: number
  readonly config: KernelConfig
}

/** What a wrong option is refused with: its name and what is allowed. */
export const invalid = (option: string, allowed: string): ClusterError =>
  clusterError('invalid-option', `${option} ${allowed}`)
