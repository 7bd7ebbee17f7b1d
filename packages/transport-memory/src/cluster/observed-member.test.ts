import type { Member } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { callText } from './ledger.ts'
import { machinesOf } from '../machines.fixture.ts'

/** All that is asked of a cluster, and what the ledger calls it. */
const asks: readonly (readonly [string, (member: Member) => Promise<unknown>])[] = [
  ['put k of a/1', (member) => member.put('k', 1)],
  ['delete k of a/1', (member) => member.delete('k')],
  ['setMemberInfo of a/1', (member) => member.setMemberInfo({ role: 'x' })],
  ['request b of a/1', (member) => member.request('b', 1)],
  ['ping b of a/1', (member) => member.ping('b')],
  ['join b of a/1', (member) => member.join('b')],
  ['eject b of a/1', (member) => member.eject('b')],
  ['pauseHousekeeping of a/1', (member) => member.pauseHousekeeping()],
  ['resumeHousekeeping of a/1', (member) => member.resumeHousekeeping()],
]

describe('a member that is observed', () => {
  it.each(asks)('enters %s until it has ended', async (text, ask) => {
    const { world, cluster, ledger } = await machinesOf({ names: ['a', 'b'] })
    const asked = ask(cluster.member('a')).catch(() => undefined)
    expect(ledger.unanswered(() => true).map(callText)).toEqual([text])
    await world.settle(asked)
    await world.drain()
    expect(ledger.unanswered(() => true)).toEqual([])
  })

  it('counts what was asked of the log', async () => {
    const { world, cluster, ledger } = await machinesOf({ names: ['a', 'b'] })
    const before = { ...ledger.asked }
    for (const [, ask] of asks) await world.settle(ask(cluster.member('a')).catch(() => undefined))
    expect(ledger.asked.writes - before.writes).toBe(3)
    expect(ledger.asked.ejections - before.ejections).toBe(1)
    expect(ledger.asked.joins - before.joins).toBeGreaterThanOrEqual(1)
  })

  it('enters the writes that were acknowledged, by machine', async () => {
    const { world, cluster, ledger } = await machinesOf({ names: ['a', 'b'] })
    const id = await world.settle(cluster.member('a').put('k', 1))
    await world.settle(cluster.member('a').delete('never there'))
    expect(ledger.writes).toEqual([{ machine: 'a', id }])
  })

  it('is entered whoever asks: an application that keeps it too', async () => {
    const { world, cluster, ledger } = await machinesOf({
      names: ['a'],
      scenario: { app: ({ member }) => ({ write: () => member.put('k', 1) }) },
    })
    await world.settle(cluster.app('a').write())
    expect(ledger.writesOf('a')).toBe(1)
  })

  it('is otherwise what it was, and what it has keeps its identity', async () => {
    const { world, cluster } = await machinesOf({ names: ['a'] })
    const member = cluster.member('a')
    await world.settle(member.put('k', 1))
    expect([member.name, member.get('k'), member.state.state]).toEqual(['a', 1, 'operational'])
    expect(Object.is(Reflect.get(member, 'put'), Reflect.get(member, 'put'))).toBe(true)
    expect(Object.is(member.events$, member.events$)).toBe(true)
  })

  it('takes a refusal for an end like any other', async () => {
    const { world, cluster, findings } = await machinesOf({ names: ['a'] })
    const wrong = cluster.member('a').put('k', undefined)
    await world.settle(wrong.catch(() => undefined))
    await world.drain()
    expect(findings).toEqual([])
  })
})
