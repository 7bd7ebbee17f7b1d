import { describe, expect, it } from 'vitest'
import {
  agreed,
  clusters,
  eventually,
  isOperational,
  type ProcessCluster,
  stateOf,
} from './process-cluster.fixture.ts'
import type { QuorateProcess } from './quorate-process.fixture.ts'

const startCluster = clusters()
const slow = { timeout: 60_000 }

const isCutOff = (member: QuorateProcess): boolean => stateOf(member).includes('isolated')

/** How long the answer took, in milliseconds, and its error code. */
async function timed(
  member: QuorateProcess,
  op: string,
  given: object,
): Promise<{ readonly code: string; readonly tookMs: number }> {
  const from = performance.now()
  const { error } = await member.exchange({ id: `timed-${op}`, op, ...given })
  return { code: error?.code ?? 'ok', tookMs: performance.now() - from }
}

async function all(its: ProcessCluster): Promise<readonly QuorateProcess[]> {
  const members = await its.form('a', 'b', 'c')
  await eventually('all are operational', () => members.every(isOperational))
  return members
}

describe('a server that is gone', () => {
  it('for a moment: members come back and agree', slow, async () => {
    const its = await startCluster()
    const members = await all(its)
    await its.server.restart()
    await members[0]?.ask('put', { key: 'colour', value: 'red' })
    await agreed(members)
    await eventually('all are operational', () => members.every(isOperational))
    expect(await members[2]?.ask('get', { key: 'colour' })).toEqual({ value: 'red' })
  })

  it('for ten seconds: every operation is answered in time, and nobody is lost', slow, async () => {
    const its = await startCluster()
    const members = await all(its)
    const [a, b] = members
    if (a === undefined || b === undefined) throw new Error('three members were started')
    await its.server.kill9()
    const over = performance.now() + 10_000
    await eventually('all are cut off', () => members.every(isCutOff))
    const limits: [op: string, given: object, code: string, withinMs: number][] = [
      ['put', { key: 'from-a', value: 1 }, 'ok', 500],
      ['get', { key: 'from-a' }, 'ok', 500],
      ['delete', { key: 'nothing' }, 'ok', 500],
      ['setMemberInfo', { info: { rack: 7 } }, 'ok', 500],
      ['ping', { name: 'b', timeout: 1000 }, 'network-error', 2000],
      ['request', { to: 'b', timeout: 1000 }, 'network-error', 2000],
      ['join', { contact: 'z', timeout: 1000 }, 'network-error', 2000],
      ...['members', 'peers', 'failed', 'memberInfo', 'stateInfo', 'version', 'log'].map(
        (op): [string, object, string, number] => [op, {}, 'ok', 500],
      ),
    ]
    for (const [op, given, code, withinMs] of limits) {
      const answer = await timed(a, op, given)
      expect({ op, code: answer.code }).toEqual({ op, code })
      if (answer.tookMs >= withinMs) expect(`${op} took ${answer.tookMs} ms`).toBe('in time')
    }
    await b.ask('put', { key: 'from-b', value: 2 })
    await eventually('ten seconds are over', () => performance.now() >= over)
    expect(members.map(stateOf).filter((state) => !state.includes('isolated'))).toEqual([])
    await its.server.restart()
    await agreed(members)
    await eventually('all are operational', () => members.every(isOperational))
    for (const member of members)
      expect(await member.ask('stateInfo')).toMatchObject({ 'from-a': 1, 'from-b': 2, failed: [] })
  })

  it('from the start: members wait for it, say so, and can be stopped', slow, async () => {
    const its = await startCluster()
    await its.server.stop()
    const [a, b] = [its.start('a'), its.start('b')]
    await expect(a.ask('members')).rejects.toMatchObject({ code: 'not-joined' })
    await expect(a.ask('put', { key: 'k', value: 1 })).rejects.toMatchObject({ code: 'not-joined' })
    await b.ask('stop')
    expect(await b.exited).toEqual({ code: 0, signal: null })
    await its.server.restart()
    await eventually('a is operational', () => isOperational(a))
    await a.ask('put', { key: 'k', value: 1 })
    await its.server.stop()
    a.endInput()
    expect(await a.exited).toEqual({ code: 0, signal: null })
  })
})
