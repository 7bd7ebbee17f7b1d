import type { Member, Message, Notice } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { Cluster, period } from './cluster.fixture.ts'
import { Stranger, wiretap } from './wiretap.fixture.ts'

/** Every kind of message there is: one that is missing here does not compile. */
const kinds: { readonly [Kind in Message['kind']]: true } = {
  ping: true,
  ack: true,
  nack: true,
  'ping-request': true,
  'ping-report': true,
  gossip: true,
  'live-report': true,
  'join-request': true,
  'join-reply': true,
  digest: true,
  pull: true,
  delta: true,
  request: true,
  reply: true,
}

/** The kinds of messages that members took, by their recordings. */
const received = (members: readonly Member[]): readonly string[] => [
  ...new Set(
    members
      .flatMap((member) => member.recording().inputs)
      .flatMap((input) => (input.kind === 'message-received' ? [input.message.kind] : [])),
  ),
]

/** What a cluster with another secret says when it says all that a cluster can. */
async function everythingSaid(): Promise<readonly Uint8Array[]> {
  const cluster = new Cluster({ started: { secret: 'another-secret', recordInputs: 10_000 } })
  const frames = wiretap(cluster.world)
  const names = ['n0', 'n1', 'n2']
  for (const name of names) await cluster.start(name)
  for (const name of ['n1', 'n2']) await cluster.join(name, 'n0')
  await cluster.pass(3 * period)
  await cluster.world.settle(cluster.of('n0').put('k', 1))
  await cluster.world.settle(cluster.of('n1').request('n0', 'data'))
  cluster.world.cut(['n0'], ['n1'])
  await cluster.pass(3 * period)
  cluster.world.isolate('n2')
  await cluster.pass(2 * period)
  await cluster.eject('n0', 'n1')
  await cluster.pass(period)
  cluster.world.heal()
  await cluster.pass(3 * period)
  expect(received(cluster.all(...names)).toSorted()).toEqual(Object.keys(kinds).toSorted())
  return frames.map(({ bytes }) => bytes)
}

const refusals = (notices: readonly Notice[], reason: string): number =>
  notices.filter((notice) => notice.kind === 'frame-refused' && notice.reason === reason).length

describe('C. the token on every call', () => {
  it('9: whatever a member with another secret asks is refused with invalid-token', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    const before = cluster.of('m0').version()
    const wrong = await cluster.start('m2', { secret: 'another-secret' })
    const ping = await cluster.refused(wrong.ping({ address: 'm0' }))
    const join = await cluster.refused(wrong.join('m0', { timeoutMs: 5 * period }))
    expect([ping.code, join.code]).toEqual(['invalid-token', 'invalid-token'])
    expect(String(ping)).toMatch(/^ClusterError: Invalid member token/)
    expect(cluster.of('m0').version()).toEqual(before)
    expect(refusals(cluster.notices('m0'), 'invalid-token')).toBeGreaterThan(0)
  })

  it('10: no kind of message gets in without the secret', async () => {
    const frames = await everythingSaid()
    const replay = await Cluster.of(['n0', 'n1'])
    const target = replay.of('n0')
    const before = target.version()
    const stranger = new Stranger(replay.world, 'stranger')
    for (const bytes of frames) stranger.send(target.address, bytes)
    await replay.pass(period)
    expect(refusals(replay.notices('n0'), 'invalid-token')).toBe(frames.length)
    expect(target.version()).toEqual(before)
  })
})
