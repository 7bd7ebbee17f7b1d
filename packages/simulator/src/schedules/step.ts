/**
 * One step of a schedule: something a user does or something that breaks. Data only, so that a
 * failing run can be printed, cut down and run again.
 */
import type { Millis } from '@quorate/core'

export type UserStep =
  | {
      readonly kind: 'put'
      readonly by: string
      readonly key: string
      readonly value: number
      /** As one who saw no value there. */
      readonly isBlind: boolean
    }
  | { readonly kind: 'delete'; readonly by: string; readonly key: string }
  | { readonly kind: 'set-info'; readonly by: string; readonly value: number }
  | { readonly kind: 'request'; readonly by: string; readonly to: string; readonly value: number }
  | { readonly kind: 'eject'; readonly by: string; readonly name: string }
  | {
      readonly kind: 'join'
      readonly by: string
      readonly to: string
      readonly timeoutMs: Millis
    }
  | { readonly kind: 'housekeeping'; readonly by: string; readonly isOn: boolean }

export type FaultStep =
  | { readonly kind: 'isolate'; readonly name: string }
  | { readonly kind: 'split'; readonly side: readonly string[]; readonly isOneWay: boolean }
  | { readonly kind: 'cut-ring' }
  | { readonly kind: 'heal' }
  | { readonly kind: 'noise'; readonly of: Noise; readonly share: number }
  | { readonly kind: 'calm' }
  /** As kill -9, or after `stop` was done. */
  | { readonly kind: 'crash'; readonly name: string; readonly isStopped: boolean }
  | { readonly kind: 'restart'; readonly name: string; readonly as: Restart }
  | { readonly kind: 'pause' | 'resume'; readonly name: string }
  | {
      readonly kind: 'clock'
      readonly name: string
      readonly offsetMs: Millis
      readonly driftPpm: number
    }

export type Noise = 'loss' | 'duplicate' | 'reorder' | 'corrupt'
/** With its log as it is, with none, or with its log at another address. */
export type Restart = 'same' | 'lost' | 'moved'

/** What happens, and how long nothing else does afterwards. */
export type Step = (UserStep | FaultStep) & { readonly thenMs: Millis }

export const textOf = (step: Step): string => JSON.stringify(step)
