import { ClusterError, type EntryId } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { type Call, callText, Ledger } from './ledger.ts'

const put: Call = { what: 'put k', by: ['a/1'] }
const idNumbered = (seq: number): EntryId => ({ stream: 's', seq }) as unknown as EntryId

/** A ledger, and what it was told ended badly. */
function kept(): { readonly ledger: Ledger; readonly failed: string[] } {
  const failed: string[] = []
  const ledger = new Ledger((call, error) => failed.push(`${callText(call)}: ${String(error)}`))
  return { ledger, failed }
}

describe('calls', () => {
  it('are open until they end, well or not', async () => {
    const { ledger } = kept()
    let end = (): void => undefined
    const following = ledger.follow(
      put,
      new Promise<void>((resolve) => {
        end = resolve
      }),
    )
    expect(ledger.unanswered(() => true)).toEqual([put])
    end()
    await following
    expect(ledger.unanswered(() => true)).toEqual([])
  })

  it('of a process that has ended are nobody’s any more', () => {
    const { ledger } = kept()
    void ledger.follow({ what: 'claim', by: ['a/1', 'b/1'] }, new Promise(() => undefined))
    void ledger.follow({ what: 'look', by: [] }, new Promise(() => undefined))
    expect(ledger.unanswered((who) => who === 'a/1').map(callText)).toEqual(['look'])
    expect(ledger.unanswered(() => true).map(callText)).toEqual(['claim of a/1, b/1', 'look'])
  })

  it('that are refused ended as they may; that threw anything else, as they must not', async () => {
    const { ledger, failed } = kept()
    const refused = new ClusterError({ kind: 'unknown-peer', detail: '' })
    await ledger.follow(put, Promise.reject(refused))
    expect(failed).toEqual([])
    await ledger.follow(put, Promise.reject(new TypeError('oh')))
    await ledger.follow(put, Promise.reject(new ClusterError({ kind: 'internal', detail: '' })))
    expect(failed).toEqual([
      'put k of a/1: TypeError: oh',
      expect.stringMatching(/^put k of a\/1: ClusterError: /),
    ])
  })
})

describe('writes', () => {
  it('are kept by machine, and undone when a disk is put back', () => {
    const { ledger } = kept()
    for (const [seq, machine] of ['a', 'b', 'a', 'a'].entries())
      ledger.wrote(machine, idNumbered(seq))
    expect([ledger.writesOf('a'), ledger.writesOf('b'), ledger.writesOf('c')]).toEqual([3, 1, 0])
    ledger.rollBack('a', 1)
    expect(ledger.writes.map(({ id }) => id.seq)).toEqual([0, 1])
    ledger.rollBack('a', 5)
    expect(ledger.writes.length).toBe(2)
  })

  it('that were asked for are counted, answered or not', () => {
    const { ledger } = kept()
    for (const what of ['writes', 'joins', 'writes', 'starts', 'ejections'] as const)
      ledger.count(what)
    expect(ledger.asked).toEqual({ writes: 2, joins: 1, ejections: 1, starts: 1 })
  })
})
