import { describe, expect, it } from 'vitest'
import { agreed, clusters, eventually, isOperational } from './process-cluster.fixture.ts'

const startCluster = clusters()
const slow = { timeout: 60_000 }

describe('a member that is told to stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s exits 0, a member still', slow, async (signal) => {
    const its = await startCluster()
    const [a, b] = await its.form('a', 'b')
    b?.signal(signal)
    expect(await b?.exited).toEqual({ code: 0, signal: null })
    expect(b?.told('state').at(-1)).toEqual({ event: 'state', state: 'stopped', reasons: [] })
    expect(await a?.ask('members')).toHaveLength(2)
  })

  it('by the end of its input answers first what it was asked', slow, async () => {
    const its = await startCluster()
    const [a] = await its.form('a')
    const answer = a?.ask('put', { key: 'k', value: 1 })
    a?.endInput()
    await expect(answer).resolves.toMatchObject({ seq: expect.any(Number) })
    expect(await a?.exited).toEqual({ code: 0, signal: null })
  })

  it('for a person says what happens in lines without colours', slow, async () => {
    const its = await startCluster()
    const a = its.start('a', { args: ['--info', 'rack=7'] })
    await eventually('it says so', () => a.strayLines.join().includes('is operational'))
    const b = its.start('b', { args: ['--stdio', '--join', 'a'] })
    await eventually('it tells of b', () => a.strayLines.join().includes('b joined (by a)'))
    await eventually('b is let in', () => isOperational(b))
    a.signal('SIGTERM')
    expect(await a.exited).toEqual({ code: 0, signal: null })
    const [first, second] = a.strayLines
    expect(first).toMatch(/ info {2}this member is joining$/)
    expect(second).toMatch(/ info {2}the link to NATS is up$/)
    for (const line of a.strayLines)
      expect(line).toMatch(/^\d{4}-[\d:T.-]+Z (info|warn) {1,2}[ -~]+$/)
    expect(await b.ask('memberInfo')).toMatchObject({ b: {} })
  })
})

describe('lines that are no requests', () => {
  it('are answered, and the member goes on', slow, async () => {
    const its = await startCluster()
    const [a, b] = await its.form('a', 'b')
    const lines = [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{"op":1}',
      '{"id":{},"op":"get"}',
      '\u0000',
      '9e999',
    ]
    for (const line of lines) a?.write(line)
    await expect(a?.ask('get', { key: 'k', value: 1 })).rejects.toMatchObject({
      code: 'invalid-option',
    })
    if (a !== undefined && b !== undefined) await agreed([a, b])
    expect(a?.strayLines).toEqual([])
  })
})
