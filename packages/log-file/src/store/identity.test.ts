import { createMember } from '@quorate/core'
import type { Fs, Member, MemberOptions, Notice } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import type { MemberEnv, World } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { fileLog } from '../file-log.ts'
import { answerOf, endOf } from './answers.fixture.ts'
import { entryOf, identityOf } from './witness.fixture.ts'

const secret = 'only members know'

interface Started {
  readonly member: Member
  readonly told: readonly Notice[]
}

async function startedOn(
  world: World,
  env: MemberEnv,
  options: Partial<MemberOptions> = {},
): Promise<Started> {
  const log = fileLog(env.fs, { segmentBytes: 20_000 })
  const member = await world.settle(createMember({ ...env, secret, log, ...options }))
  const told: Notice[] = []
  member.notices$.subscribe((notice) => told.push(notice))
  return { member, told }
}

/** a, b and c in one cluster, each with its log in a folder; each wrote something. */
async function formed() {
  const world = createWorld({ seed: 1 })
  const a = await startedOn(world, world.env('a'))
  const b = await startedOn(world, world.env('b'))
  const c = await startedOn(world, world.env('c'))
  for (const { member } of [b, c]) await world.settle(member.join('a'))
  for (const { member } of [a, b, c]) await world.settle(member.put(`of ${member.name}`, 1))
  await world.advance(3_000)
  return { world, a, b, c }
}

const kinds = ({ told }: Started): readonly string[] => told.map(({ kind }) => kind)

describe('a folder', () => {
  it('that was emptied: the member is told who asks for it, and comes in as a new store', async () => {
    const { world, a, b } = await formed()
    const first = b.member.log()
    world.crash('b', { lose: 'all' })
    await world.advance(8_000)
    const again = await startedOn(world, world.restart('b'))
    await world.advance(8_000)
    expect(again.told).toContainEqual(
      expect.objectContaining({ kind: 'listed-elsewhere', cluster: clusterOf(a.member) }),
    )
    await world.settle(again.member.join('a'))
    await world.advance(5_000)
    expect(a.told).toContainEqual(expect.objectContaining({ kind: 'member-replaced', name: 'b' }))
    expect(again.member.log().slice(0, 3)).toEqual(first.slice(0, 3))
    expect([again.member.get('of b'), again.member.state.state]).toEqual([1, 'operational'])
    await world.settle(again.member.put('again', 1))
    const stores = again.member.log().filter(({ event }) => 'key' in event)
    expect(new Set(stores.map(({ store }) => store)).size).toBe(4)
  })

  it('that was emptied while another process has the name is refused, and told who', async () => {
    const { world, b } = await formed()
    const other = await startedOn(world, world.env('b2'), { name: b.member.name })
    await expect(world.settle(other.member.join('a'))).rejects.toMatchObject({
      code: 'name-taken',
      detail: 'b is a member and answers at b',
    })
  })

  it('that was copied as it was written to, both run: one goes on, the other is told', async () => {
    const { world, a, b, c } = await formed()
    const clone = world.clone('b', 'b2', { unsynced: true })
    await world.settle(b.member.put('since', 1))
    const copy = await startedOn(world, clone, { name: b.member.name })
    await world.settle(copy.member.put('of the copy', 1))
    await world.advance(30_000)
    const [goesOn, ends] = b.member.state.state === 'ejected' ? [copy, b] : [b, copy]
    expect(goesOn.member.state).toEqual({ state: 'operational', reasons: [] })
    expect(ends.member.state).toEqual({ state: 'ejected', reasons: ['superseded'] })
    const { address } = goesOn.member
    expect(ends.told).toContainEqual(expect.objectContaining({ kind: 'superseded', address }))
    for (const { member } of [a, c, goesOn])
      expect([member.get('since'), member.get('of the copy')]).toEqual([1, 1])
    await expect(world.settle(ends.member.put('more', 1))).rejects.toMatchObject({
      code: 'not-joined',
    })
  })

  it('that was put back: all is there, nothing is written under an id of before', async () => {
    const { world, a, b, c } = await formed()
    const backup = world.backup('b')
    await world.settle(b.member.put('since', 1))
    await world.advance(1_000)
    const ids = new Set(a.member.log().map(({ stream, seq }) => `${stream}.${seq}`))
    world.crash('b')
    world.restore('b', backup)
    const again = await startedOn(world, world.restart('b'))
    await world.settle(again.member.put('at once', 1))
    await world.advance(20_000)
    expect(kinds(again)).toContain('store-renewed')
    const own = again.member.log().filter(({ event }) => 'key' in event && event.key === 'at once')
    expect(own.map(({ stream, seq }) => ids.has(`${stream}.${seq}`))).toEqual([false])
    for (const { member } of [a, c, again])
      expect([member.get('since'), member.get('at once')]).toEqual([1, 1])
    expect(again.member.state).toEqual({ state: 'operational', reasons: [] })
    await world.settle(again.member.stop())
    world.crash('b')
    const later = await startedOn(world, world.restart('b'))
    await world.advance(5_000)
    expect(kinds(later)).not.toContain('store-renewed')
    expect(later.member.version().hash).toBe(a.member.version().hash)
  })
})

describe('a log that begins with what the one before held', () => {
  const held = [3, 500, 0, 60].map((length, n) => entryOf(n + 1, length))
  const more = [...held, entryOf(9, 9_000)]

  /** Begins a log, and another one with all that it held and one entry more. */
  function renewed(fs: Fs): boolean {
    const store = fileLog(fs, { segmentBytes: 14_000 })
    return [
      () => endOf<unknown>(store.open()),
      () => endOf(store.start(identityOf(1))),
      () => endOf(store.append(held)),
      () => endOf(store.start(identityOf(2), more)),
      () => endOf(store.append([entryOf(10, 10)])),
      () => endOf(store.close()),
    ].every((call) => call().isDone)
  }

  it.each([
    { when: 'before', torn: true },
    { when: 'after', torn: false },
    { when: 'after', lose: 'none' },
  ] as const)('is that one or this one, whole, after a crash at any call, %j', (way) => {
    const found = new Map<string, number>()
    for (let times = 1; ; times++) {
      const world = createWorld({ seed: times })
      const { fs } = world.env('a')
      const callOff = world.crashAt('fs:*', 'a', { ...way, times })
      const isDone = renewed(fs)
      callOff()
      if (isDone) break
      const { identity, entries } = answerOf(fileLog(world.restart('a').fs).open())
      const isNew = identity?.store === identityOf(2).store
      const expected = [...(isNew ? more : held), entryOf(10, 10)]
      expect(entries).toEqual(expected.slice(0, entries.length))
      if (isNew) expect(entries.length).toBeGreaterThanOrEqual(more.length)
      const which = isNew ? 'new' : (identity?.store ?? 'none')
      found.set(which, (found.get(which) ?? 0) + 1)
    }
    expect([...found.keys()]).toEqual(['none', identityOf(1).store, 'new'])
    expect(Math.min(...found.values())).toBeGreaterThan(2)
  })
})

const clusterOf = (member: Member): string => {
  const [first] = member.log()
  return first?.event.kind === 'cluster-founded' ? first.event.cluster.slice(0, 16) : ''
}
