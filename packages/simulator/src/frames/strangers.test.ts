import { createMember, type Notice } from '@quorate/core'
import { createWorld, type Rule } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { expectAlive, pair, refused, secret, startIn } from '../door/alone.fixture.ts'
import { bodyOf, Forger, sealed, wiretap } from './forger.fixture.ts'
import { expectUnharmed, fire, totalOf, victim } from './refused.fixture.ts'

const tenYears = 10 * 365 * 24 * 3600 * 1000

const refusedMessages = (notices: readonly Notice[]): readonly string[] =>
  notices.flatMap((notice) =>
    notice.kind === 'message-refused' ? [`${notice.message} ${notice.refusal.kind}`] : [],
  )

describe('frames sent again', () => {
  it('within the session: replayed, every one', async () => {
    const around = await victim()
    const frames = wiretap(around.world, around.other, around.member)
    await around.world.advance(5000)
    const fired = await fire(around, [...frames, ...frames])
    expect(fired.sent).toBeGreaterThan(15)
    expect([...fired.refusals]).toEqual([['replayed', fired.sent]])
    await expectUnharmed(around)
  })

  it('to another member than they were for: of no session there', async () => {
    const around = await victim()
    const frames = wiretap(around.world, around.member, around.other)
    await around.world.advance(5000)
    const fired = await fire(around, frames)
    expect(fired.sent).toBeGreaterThan(5)
    expect([...fired.refusals]).toEqual([['stale-session', fired.sent]])
    const named = around.forger.frame({ to: 'c' }, new Uint8Array([1]))
    expect([...(await fire(around, [named])).refusals]).toEqual([['unknown-target', 1]])
    await expectUnharmed(around)
  })

  it('to a later run of the same member: stale-session', async () => {
    const { world, member, other, forger } = await victim()
    const frames = wiretap(world, other, member)
    await world.advance(5000)
    world.crash('a')
    world.isolate('b')
    const again = await world.settle(createMember({ secret, ...world.restart('a') }))
    const notices: Notice[] = []
    again.notices$.subscribe((notice) => notices.push(notice))
    const before = again.version()
    for (const frame of frames) forger.send(again.address, frame)
    await world.advance(20)
    const reasons = notices.map((notice) => notice.kind === 'frame-refused' && notice.reason)
    expect(reasons).toEqual(frames.map(() => 'stale-session'))
    expect(again.version()).toEqual(before)
  })
})

describe('who does not prove the secret', () => {
  it('a forger with another secret: invalid-token, whatever it sends', async () => {
    const around = await victim()
    const forger = new Forger(around.world.env('liar'), 'another secret')
    const frames = Array.from({ length: 5000 }, (_, i) => forger.frame({ kind: i % 3, from: 'b' }))
    const fired = await fire(around, frames)
    expect([...fired.refusals]).toEqual([['invalid-token', 5000]])
    // A hello is answered with a proof of its own, so that the liar learns why; no more than that.
    expect(forger.heard.every((bytes) => bytes[1] === 1)).toBe(true)
    await expectUnharmed(around)
  })

  it('a member with another secret learns so, and so does the one it asks', async () => {
    const around = await victim()
    const { world, notices } = around
    const stranger = await startIn(world, 'stranger', { secret: 'another secret' })
    const error = await refused(world, () => stranger.join('a', { timeoutMs: 2000 }))
    expect(error.code).toBe('invalid-token')
    expect((await refused(world, () => stranger.ping({ address: 'a' }))).code).toBe('invalid-token')
    expect(notices).toContainEqual(
      expect.objectContaining({ kind: 'frame-refused', reason: 'invalid-token' }),
    )
    expect(stranger.members()).toHaveLength(1)
    await expectUnharmed(around)
  })

  it('a frame whose sender was changed on the way: invalid-token', async () => {
    const around = await victim()
    const frame = around.forger.frame({ from: 'b', fromAddress: 'b' }, new Uint8Array([1]))
    const text = Buffer.from(frame).toString('latin1').replace('\u0001b', '\u0001c')
    const fired = await fire(around, [Buffer.from(text, 'latin1')])
    expect([...fired.refusals]).toEqual([['invalid-token', 1]])
  })
})

describe('who proves the secret and is no member', () => {
  it('its pings, digests, pulls and deltas: not-member, every one', async () => {
    const around = await victim()
    const { world, member, other, forger } = around
    const frames = wiretap(world, other, member)
    await world.settle(other.put('k', 'pushed'))
    await world.advance(3000)
    const bodies = frames.map(bodyOf)
    const cluster = 'ab'.repeat(8)
    const flood = Array.from({ length: 3000 }, (_, i) =>
      forger.frame({ cluster }, bodies[i % bodies.length]),
    )
    const fired = await fire(around, flood)
    expect(totalOf(fired)).toBe(0)
    const messages = new Set(refusedMessages(fired.notices))
    for (const kind of ['ping', 'digest', 'delta']) expect(messages).toContain(`${kind} not-member`)
    expect(fired.notices.length).toBeGreaterThanOrEqual(fired.sent)
    await expectUnharmed(around)
  })

  it('a member of another cluster with the same secret: refused, and unharmed itself', async () => {
    const around = await victim()
    const { world } = around
    const stranger = await startIn(world, 'stranger')
    for (const ask of [() => stranger.request('a', 1), () => stranger.ping('a')])
      expect((await refused(world, ask)).code).toBe('unknown-peer')
    expect((await world.settle(stranger.ping({ address: 'a' }))).name).toBe('a')
    await world.settle(stranger.put('own', 1))
    expect(stranger.members().map(({ name }) => name)).toEqual(['stranger'])
    await expectUnharmed(around)
  })

  it('a join in the name of another: refused, the roster as before', async () => {
    const around = await victim()
    const { world } = around
    const twin = await startIn(world, 'twin', { name: 'b' })
    expect((await refused(world, () => twin.join('a'))).code).toBe('name-taken')
    await expectUnharmed(around)
  })
})

describe('too large', () => {
  it('a frame beyond the limit is refused before it is looked at', async () => {
    const world = createWorld({ seed: 1, maxFrameBytes: 70_000 })
    const a = await startIn(world, 'a')
    const told: Notice[] = []
    a.notices$.subscribe((notice) => told.push(notice))
    const forger = new Forger(world.env('forger'))
    const grown: Rule = ({ from }) =>
      from === 'forger'
        ? { kind: 'corrupt', bytes: forger.frame({}, new Uint8Array(70_001)), afterMs: 1 }
        : { kind: 'pass' }
    world.addRule(grown)
    const before = a.version()
    forger.send(a.address, new Uint8Array(1))
    await world.advance(5)
    expect(told).toEqual([
      expect.objectContaining({ kind: 'frame-refused', reason: 'too-large', from: 'forger' }),
    ])
    expect(a.version()).toEqual(before)
  })
})

describe('who was a member', () => {
  it('what it wrote before its ejection counts, what it wrote after is void', async () => {
    const around = await pair()
    const { world, member, other } = around
    const voids: Notice[] = []
    other.notices$.subscribe((notice) => {
      if (notice.kind === 'void') voids.push(notice)
    })
    world.isolate('b')
    await world.settle(other.put('before', 1))
    await world.advance(100)
    await world.settle(member.eject('b'))
    await world.advance(100)
    const after = await world.settle(other.put('after', 1))
    await world.advance(5000)
    world.heal()
    await world.advance(10_000)
    expect(other.state).toEqual({ state: 'ejected', reasons: ['ejected'] })
    expect([member.get('before'), member.get('after')]).toEqual([1, undefined])
    expect(member.version().hash).toBe(other.version().hash)
    expect(voids).toEqual([
      { kind: 'void', entry: after, event: 'state-info-put', reason: 'author-not-member' },
    ])
    const calls = [
      () => other.put('k', 1),
      () => other.delete('before'),
      () => other.eject('a'),
      () => other.setMemberInfo({}),
      () => other.request('a', 1),
    ]
    for (const call of calls) expect((await refused(world, call)).code).toBe('not-joined')
    expect(other.get('before')).toBe(1)
    await expectAlive(around)
    await world.settle(other.join('a'))
    expect(other.state.state).toBe('operational')
  })

  it('its requests in its old name are refused, its log is still taken', async () => {
    const around = await victim()
    const { world, member, other, notices } = around
    const founded = member.log()[0]?.event
    const cluster = founded?.kind === 'cluster-founded' ? founded.cluster.slice(0, 16) : ''
    const frames = wiretap(world, other, member)
    await world.settle(other.request('a', 1))
    await world.advance(2000)
    await world.settle(member.eject('b'))
    await world.advance(3000)
    const from = notices.length
    const bodies = frames.map(bodyOf)
    for (const body of bodies)
      around.forger.send(
        member.address,
        around.forger.frame({ kind: sealed, cluster, from: 'b' }, body),
      )
    await world.advance(50)
    const messages = new Set(refusedMessages(notices.slice(from)))
    expect([...messages].toSorted()).toContain('request not-member')
    expect(messages).toContain('ping not-member')
    await expectAlive(around)
  })
})

describe('a clock ten years ahead', () => {
  it('writes are refused as soon as it hears a majority', async () => {
    const { world, other } = await pair()
    world.setClock('b', { offsetMs: tenYears })
    await world.advance(3000)
    expect((await refused(world, () => other.put('k', 1))).code).toBe('clock-unsynchronised')
  })

  it('what it wrote alone is held back with a warning; nothing changes; both go on', async () => {
    const around = await pair()
    const { world, member, other, notices } = around
    const third = await startIn(world, 'c')
    await world.settle(third.join('a'))
    await world.advance(3000)
    const before = member.version()
    world.isolate('b')
    await world.advance(4500)
    world.setClock('b', { offsetMs: tenYears })
    await world.settle(other.put('k', 'from the future'))
    world.heal()
    await world.advance(3000)
    expect(notices).toContainEqual(
      expect.objectContaining({ kind: 'warning', code: 'clock-ahead' }),
    )
    expect(member.version()).toEqual(before)
    await expectAlive(around)
  })

  it('set right again, it may not go on with a log that nobody takes, until it joins anew', async () => {
    const { world, member, other } = await pair()
    world.isolate('b')
    await world.advance(4500)
    world.setClock('b', { offsetMs: tenYears })
    await world.settle(other.put('k', 'from the future'))
    world.setClock('b', { offsetMs: 0 })
    world.heal()
    await world.advance(8000)
    expect((await refused(world, () => other.put('k', 'again'))).code).toBe('clock-unsynchronised')
    await world.settle(member.eject('b'))
    await world.advance(2000)
    await world.settle(other.join('a'))
    await world.settle(other.put('k', 'in time'))
    await world.advance(3000)
    expect(member.get('k')).toBe('in time')
  })
})
