import { ClusterError, type RefusalKind } from '@quorate/core'
import { describe, expect, it } from 'vitest'

const modelTexts: readonly (readonly [RefusalKind, string])[] = [
  ['network-error', 'Network error'],
  ['member-error', 'Member error'],
  ['cluster-config', 'Cluster configuration error'],
  ['cluster-state', 'Cluster state error'],
  ['unknown-peer', 'Unknown peer member'],
  ['unknown-target', 'Unknown target member'],
  ['invalid-token', 'Invalid member token'],
  ['not-member', 'Not a cluster member'],
  ['lock-taken', 'Requested lock is already taken'],
  ['lock-not-owned', 'Requested lock not owned'],
]

describe('A. the text of an error', () => {
  it('1: an error without detail reads as its type', () => {
    const error = new ClusterError({ kind: 'member-error', detail: '' })
    expect(String(error)).toBe('ClusterError: Member error')
    expect(error.code).toBe('member-error')
  })

  it('2: an error with detail reads as its type and the detail', () => {
    const error = new ClusterError({ kind: 'member-error', detail: 'testdetail' })
    expect(String(error)).toBe('ClusterError: Member error (testdetail)')
    expect(error.detail).toBe('testdetail')
  })

  it('the ten error types have a code and a text each', () => {
    for (const [kind, text] of modelTexts)
      expect(new ClusterError({ kind, detail: '' }).message).toBe(text)
  })
})
