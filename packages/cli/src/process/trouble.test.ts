import { describe, expect, it } from 'vitest'
import {
  agreed,
  clusters,
  eventually,
  fieldsOf,
  isOperational,
  stateOf,
} from './process-cluster.fixture.ts'
import type { QuorateProcess } from './quorate-process.fixture.ts'

const startCluster = clusters()
const slow = { timeout: 60_000 }
const others = ['b', 'c', 'd', 'e']

const failedAt = async (member: QuorateProcess): Promise<string> =>
  fieldsOf(await member.ask('failed'), 'name').join()

const loggedAsFailed = async (member: QuorateProcess): Promise<string> => {
  const stateInfo = await member.ask('stateInfo')
  const failed: unknown = Object.entries(stateInfo ?? {}).find(([key]) => key === 'failed')?.[1]
  return fieldsOf(failed, 'name').join()
}

async function seenAs(members: readonly QuorateProcess[], failed: string): Promise<void> {
  await eventually(`the live view and the log say that "${failed}" failed`, async () => {
    const views = await Promise.all(
      members.flatMap((each) => [failedAt(each), loggedAsFailed(each)]),
    )
    return views.every((view) => view === failed)
  })
}

describe('five members', () => {
  it('lose one to kill -9 and take it back under its name, its store lost', slow, async () => {
    const its = await startCluster()
    const all = await its.form('a', ...others)
    const rest = all.filter(({ name }) => name !== 'c')
    const [a] = rest
    await a?.ask('put', { key: 'colour', value: 'red' })
    await its.process('c').kill9()
    await seenAs(rest, 'c')
    for (const member of rest) {
      expect(member.told('peer-failed')).toContainEqual(expect.objectContaining({ name: 'c' }))
      expect(member.told('member-down')).toContainEqual(expect.objectContaining({ name: 'c' }))
      await eventually('it is degraded', () => stateOf(member) === 'degraded too-many-failed')
    }
    const again = its.start('c', { args: ['--stdio', '--join', 'b'] })
    await agreed([...rest, again])
    await seenAs([...rest, again], '')
    await eventually('all are operational', () => [...rest, again].every(isOperational))
    expect(await again.ask('get', { key: 'colour' })).toEqual({ value: 'red' })
    expect(again.told('joined')).toEqual([{ event: 'joined', contact: 'b' }])
  })

  it('miss one that is stopped, and see it again when it goes on', slow, async () => {
    const its = await startCluster()
    const all = await its.form('a', ...others)
    const rest = all.filter(({ name }) => name !== 'e')
    its.process('e').signal('SIGSTOP')
    await seenAs(rest, 'e')
    const [a] = rest
    await a?.ask('put', { key: 'colour', value: 'blue' })
    its.process('e').signal('SIGCONT')
    await seenAs(all, '')
    await agreed(all)
    expect(await its.process('e').ask('get', { key: 'colour' })).toEqual({ value: 'blue' })
    for (const member of rest)
      expect(member.told('member-up')).toContainEqual(expect.objectContaining({ name: 'e' }))
  })
})

describe('members that start before the one that they ask to let them in', () => {
  it('wait for it in no cluster of their own, and find it together', slow, async () => {
    const its = await startCluster()
    const b = its.start('b', { args: ['--stdio', '--join', 'a'] })
    const c = its.start('c', { args: ['--stdio', '--join', 'b'] })
    for (const [member, contact] of [
      [b, 'a'],
      [c, 'b'],
    ] as const) {
      await eventually('it is told so', () => member.told('join-failed').length > 0)
      expect(member.told('join-failed')[0]).toMatchObject({ contact, isFinal: false })
      await expect(member.ask('put', { key: 'early', value: 1 })).rejects.toMatchObject({
        code: 'not-joined',
      })
    }
    const a = its.start('a')
    await agreed([a, b, c])
    await eventually('all are operational', () => [a, b, c].every(isOperational))
    for (const member of [b, c]) {
      expect(member.told('state').map(({ state }) => state)).toEqual(['joining', 'operational'])
      expect(member.told('joined')).toHaveLength(1)
    }
  })
})

describe('whoever does not belong here', () => {
  it('is refused for a wrong secret', slow, async () => {
    const its = await startCluster()
    const [a] = await its.form('a')
    const stranger = { secret: 'not the secret' }
    const spy = its.start('spy', stranger)
    const another = its.start('another', { ...stranger, args: ['--stdio', '--join', 'a'] })
    await eventually('the spy is alone', () => isOperational(spy))
    await expect(spy.ask('join', { contact: 'a', timeout: 2000 })).rejects.toMatchObject({
      code: 'invalid-token',
    })
    await expect(a?.ask('members')).resolves.toEqual([{ name: 'a', address: 'a' }])
    expect(await another.exited).toEqual({ code: 1, signal: null })
    expect(another.errors).toContain('Invalid member token')
    expect(another.told('join-failed')).toMatchObject([{ code: 'invalid-token', isFinal: true }])
  })

  it('is refused for a name that another has', slow, async () => {
    const its = await startCluster()
    const all = await its.form('a', 'b', 'c')
    const third = its.start('b')
    const second = its.start('b', { args: ['--stdio', '--join', 'a'] })
    expect(await second.exited).toEqual({ code: 1, signal: null })
    expect(second.errors).toContain('Member name is taken')
    expect(second.told('join-failed')).toMatchObject([{ code: 'name-taken', isFinal: true }])
    await eventually('the third learns it', () => third.told('name-taken').length === 1)
    await expect(third.ask('join', { contact: 'a' })).rejects.toMatchObject({ code: 'name-taken' })
    await agreed(all)
    expect(all.flatMap((member) => member.told('member-ejected'))).toEqual([])
    await all[1]?.kill9()
    await eventually('the third has the name once it is free', () => isOperational(third))
  })
})
