/**
 * The one error class that crosses the public door. A refusal is a value everywhere below; here it
 * becomes what a promise rejects with.
 */
import { type Refusal, type RefusalKind, refusal } from '../model/index.ts'

const titles: { readonly [Kind in RefusalKind]: string } = {
  'network-error': 'Network error',
  'member-error': 'Member error',
  'cluster-config': 'Cluster configuration error',
  'cluster-state': 'Cluster state error',
  'unknown-peer': 'Unknown peer member',
  'unknown-target': 'Unknown target member',
  'invalid-token': 'Invalid member token',
  'not-member': 'Not a cluster member',
  'lock-taken': 'Requested lock is already taken',
  'lock-not-owned': 'Requested lock not owned',
  restarted: 'Member has restarted',
  'not-joined': 'Member has not joined',
  'name-taken': 'Member name is taken',
  'no-quorum': 'No quorum',
  'reserved-key': 'Reserved key',
  'invalid-value': 'Invalid value',
  'invalid-option': 'Invalid option',
  'payload-too-large': 'Payload too large',
  overloaded: 'Overloaded',
  'log-full': 'Log is full',
  'clock-unsynchronised': 'Clock is not synchronised',
  'store-failed': 'Log store failed',
  aborted: 'Aborted by the caller',
  stopped: 'Member is stopped',
  'not-in-log': 'Not in the log',
  internal: 'Internal error',
  'store-full': 'No room for the log',
}

/**
 * What every promise of this library rejects with. Switch on `code`; it is stable, and the same on
 * the member that refused and on the one that asked.
 */
export class ClusterError extends Error {
  override readonly name: string = 'ClusterError'
  readonly code: RefusalKind
  readonly detail: string

  constructor({ kind, detail }: Refusal, options?: { readonly cause?: unknown }) {
    super(detail === '' ? titles[kind] : `${titles[kind]} (${detail})`, options)
    this.code = kind
    this.detail = detail
  }
}

export const clusterError = (kind: RefusalKind, detail: string, cause?: unknown): ClusterError =>
  new ClusterError(refusal(kind, detail), cause === undefined ? undefined : { cause })
