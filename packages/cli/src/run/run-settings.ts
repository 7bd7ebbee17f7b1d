/**
 * What `quorate run` was asked for, every option checked and every default filled in.
 */
import type { InfoPairs } from '../options/info-pair.ts'

export interface LogSettings {
  readonly folder: string
  /** What to do about a log of which something cannot be read. */
  readonly onDamage: 'refuse' | 'salvage'
}

export interface RunSettings {
  readonly name: string
  readonly cluster: string
  /** NATS servers, at least one. */
  readonly servers: readonly string[]
  readonly secret: Uint8Array
  /** Whom to ask to be let in; undefined: nobody, the member founds a cluster. */
  readonly contact: string | undefined
  readonly replicationFactor: number
  readonly periodMs: number
  readonly info: InfoPairs
  /** Where its log is kept; undefined: in memory, and it ends with the process. */
  readonly log: LogSettings | undefined
  /** Waits while another process has the name; else that is the end. */
  readonly waitsForName: boolean
}
