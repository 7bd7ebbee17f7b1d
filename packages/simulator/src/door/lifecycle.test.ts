import type { LogIdentity, Member } from '@quorate/core'
import { createWorld, MemoryLogStore } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { type Alone, alone, expectAlive, pair, refused, startIn } from './alone.fixture.ts'

/** Everything that needs a membership. */
const calls: readonly (readonly [string, (member: Member) => unknown])[] = [
  ['put', (member) => member.put('k', 1)],
  ['delete', (member) => member.delete('k')],
  ['setMemberInfo', (member) => member.setMemberInfo({})],
  ['eject', (member) => member.eject('b')],
  ['request', (member) => member.request('b', 1)],
]

describe('let in, and stopped before its log came', () => {
  /** A store with its identity and nothing more: what a crash in the middle of a join leaves. */
  const unborn = (): Promise<Alone> => {
    const log = new MemoryLogStore()
    const identity = { store: 'a'.repeat(32), cluster: 'b'.repeat(32) } as LogIdentity
    log.open().subscribe()
    log.start(identity).subscribe()
    log.close().subscribe()
    return alone({ log })
  }

  it('it is joining, and says so to whoever asks it for more than a ping', async () => {
    const { world, member } = await unborn()
    expect(member.state).toEqual({ state: 'joining', reasons: [] })
    for (const [, call] of calls)
      expect((await refused(world, () => call(member))).code).toBe('not-joined')
    const asker = await startIn(world, 'asker')
    expect((await world.settle(asker.ping({ address: 'a' }))).name).toBe('a')
    await world.settle(member.pauseHousekeeping())
    await world.settle(member.resumeHousekeeping())
    await world.settle(member.join('asker'))
    expect(member.members().map(({ name }) => name)).toEqual(['a', 'asker'])
    await expectAlive({ world, member, notices: [] })
  })

  it('reads answer, and show nobody', async () => {
    const { member } = await unborn()
    expect(member.members()).toEqual([])
    expect(member.get('k')).toBeUndefined()
    expect(member.log()).toEqual([])
    expect(() => member.operationalPeers()).toThrow(/joining/)
  })
})

describe('ejected', () => {
  it.each(calls)('%s is refused as not-joined, pings are answered', async (_, call) => {
    const { world, member, other } = await pair()
    await world.settle(member.eject('b'))
    await world.advance(2000)
    expect(other.state.state).toBe('ejected')
    expect((await refused(world, () => call(other))).code).toBe('not-joined')
    expect((await world.settle(member.ping({ address: 'b' }))).name).toBe('b')
    await world.settle(other.join('a'))
    expect(other.state.state).toBe('operational')
  })
})

describe('a join', () => {
  it('of a place where nobody is ends at its deadline, and changes nothing', async () => {
    const around = await alone()
    const before = around.member.version()
    const at = around.world.now
    const error = await refused(around.world, () =>
      around.member.join('nowhere', { timeoutMs: 1234 }),
    )
    expect([error.code, around.world.now - at]).toEqual(['network-error', 1234])
    expect(around.member.version()).toEqual(before)
    await expectAlive(around)
  })

  it('while one is under way is refused at once; the one goes on', async () => {
    const { world, member } = await alone()
    const first = member.join('nowhere', { timeoutMs: 2000 }).catch((error: unknown) => error)
    expect((await refused(world, () => member.join('elsewhere'))).code).toBe('cluster-state')
    expect(await world.settle(first)).toMatchObject({ code: 'network-error' })
  })

  it('of another cluster by name is of one with another secret', async () => {
    const { world, member } = await alone()
    const stranger = await startIn(world, 'stranger', { cluster: 'another' })
    const error = await refused(world, () => stranger.join('a', { timeoutMs: 1000 }))
    expect(error.code).toBe('invalid-token')
    expect(member.members()).toHaveLength(1)
  })

  it.each([2, 3])(
    'of %d that each join the next: nobody moves into what another leaves',
    async (n) => {
      const world = createWorld({ seed: 1 })
      const names = ['a', 'b', 'c'].slice(0, n)
      const members: Member[] = []
      for (const name of names) members.push(await startIn(world, name))
      const joins = members.map((member, i) =>
        member.join(names[(i + 1) % n] ?? '', { timeoutMs: 3000 + i * 1500 }).then(
          () => 'joined',
          (error: { readonly code: string }) => error.code,
        ),
      )
      const outcomes = await world.settle(Promise.all(joins))
      await world.advance(5000)
      // Who gives up first lets its own applicant in; whoever is in agrees with its cluster.
      expect(outcomes[0]).toBe('not-joined')
      expect(outcomes).toContain('joined')
      for (const [i, member] of members.entries()) {
        expect(member.state.state).toBe('operational')
        if (outcomes[i] === 'joined') expect(member.members().length).toBeGreaterThan(1)
      }
    },
  )
})
