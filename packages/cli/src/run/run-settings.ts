/**
 * What `quorate run` was asked for, every option checked and every default filled in.
 */
import type { InfoPairs } from '../options/info-pair.ts'

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
  /** Waits while another process has the name; else that is the end. */
  readonly waitsForName: boolean
}
