/**
 * What a writing process and the process that drives it say to each other, one line of JSON each.
 * A write is told when it was acknowledged, never before. Decides nothing.
 */
import type { EntryId } from '@quorate/core'

/** What a process is started with. */
export interface WriterPlan {
  readonly name: string
  readonly url: string
  readonly secret: string
  /** Where its log is. */
  readonly folder: string
  /** Whom to ask to be let in; undefined: it founds the cluster, or has a log. */
  readonly contact: string | undefined
}

/** What it is asked. */
export type Question =
  /** So many writers at once write so often each, one write after another. */
  | { readonly kind: 'write'; readonly writers: number; readonly times: number }
  | { readonly kind: 'look' }
  /** Stops its member, and ends. */
  | { readonly kind: 'stop' }

/** A write that was acknowledged. */
export interface Wrote {
  readonly kind: 'wrote'
  readonly id: EntryId
  readonly key: string
  readonly value: string
}

/** What it holds to be so. */
export interface Looked {
  readonly kind: 'look'
  readonly state: string
  /** Of the log: equal at all that have the same one. */
  readonly hash: string
}

export type Line =
  | Wrote
  | Looked
  /** It is operational, for the first time. */
  | { readonly kind: 'operational' }
  /** A write was refused: why. */
  | { readonly kind: 'refused'; readonly code: string }
