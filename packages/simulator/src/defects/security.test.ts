import type { Address, FrameRefusalReason } from '@quorate/core'
import { drawsOf, keyOf, type SentFrame } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { Cluster, period, refusalOf, secret } from '../parity/cluster.fixture.ts'
import { Stranger, wiretap } from '../parity/wiretap.fixture.ts'
import { rounds } from './rounds.fixture.ts'

const three = ['m0', 'm1', 'm2']

const refusedFor = (cluster: Cluster, name: string): readonly FrameRefusalReason[] =>
  cluster
    .notices(name)
    .flatMap((notice) => (notice.kind === 'frame-refused' ? [notice.reason] : []))

const versions = (cluster: Cluster): readonly unknown[] =>
  cluster.all(...three).map((member) => member.version())

/** A frame that only a run of its receiver may take: not a hello, which anybody answers. */
const isForOneRun = ({ bytes }: SentFrame): boolean => bytes[1] !== 0

/** Three members that have said all sorts of things, and every frame they said. */
async function overheard(): Promise<{ cluster: Cluster; frames: readonly SentFrame[] }> {
  const cluster = new Cluster()
  const heard = wiretap(cluster.world)
  for (const name of three) await cluster.start(name)
  await cluster.join('m1', 'm0')
  await cluster.join('m2', 'm0')
  await cluster.world.settle(cluster.of('m1').put('k', 1))
  await cluster.world.settle(cluster.of('m1').request('m2', 'data'))
  await cluster.eject('m0', 'm2')
  await cluster.agree(...three)
  await cluster.join('m2', 'm1')
  await cluster.pass(3 * period)
  return { cluster, frames: [...heard] }
}

describe('frames that were heard', () => {
  it('D4: played again to anybody, they change nothing', async () => {
    const { cluster, frames } = await overheard()
    const before = versions(cluster)
    const requests: unknown[] = []
    for (const member of cluster.all(...three)) member.onRequest((data) => requests.push(data))
    const stranger = new Stranger(cluster.world, 'stranger')
    for (const name of three)
      for (const { bytes } of frames) stranger.send(cluster.of(name).address, bytes)
    await cluster.pass(3 * period)
    expect(versions(cluster)).toEqual(before)
    expect(requests).toEqual([])
    for (const name of three) {
      expect(cluster.of(name).operationalPeers()).toHaveLength(2)
      expect(refusedFor(cluster, name)).toContain('replayed')
      expect(refusedFor(cluster, name)).toContain('unknown-target')
    }
  })

  it('D4: played to a member that has restarted, they change nothing either', async () => {
    const { cluster, frames } = await overheard()
    cluster.world.crash('m0')
    await cluster.restart('m0')
    const before = versions(cluster)
    const already = refusedFor(cluster, 'm0').length
    const stranger = new Stranger(cluster.world, 'stranger')
    const replayed = frames.filter((frame) => frame.to === 'm0' && isForOneRun(frame))
    for (const { bytes } of replayed) stranger.send(cluster.of('m0').address, bytes)
    await cluster.pass(100)
    const stale = refusedFor(cluster, 'm0').slice(already)
    expect(stale.filter((reason) => reason === 'stale-session').length).toBe(replayed.length)
    await cluster.pass(3 * period)
    expect(versions(cluster)).toEqual(before)
  })

  it('D4: whoever is pinged learns nothing that serves to speak as the one that pinged', async () => {
    const cluster = await Cluster.of(three)
    const before = versions(cluster)
    const stranger = new Stranger(cluster.world, 'stranger')
    const asked = cluster.of('m1').ping({ address: 'stranger' }, { timeoutMs: period })
    expect((await cluster.refused(asked)).code).toBe('network-error')
    expect(stranger.heard.length).toBeGreaterThan(0)
    for (const bytes of stranger.heard)
      for (const name of three) stranger.send(cluster.of(name).address, bytes)
    await cluster.pass(3 * period)
    expect(versions(cluster)).toEqual(before)
  })

  it('D4: the secret is in no frame', async () => {
    const { frames } = await overheard()
    for (const { bytes } of frames)
      expect(Buffer.from(bytes).toString('latin1')).not.toContain(secret)
  })
})

describe('frames that nobody would send', () => {
  it('D11: no bytes end a member, or change what it holds', async () => {
    const { cluster, frames } = await overheard()
    const before = cluster.of('m0').version()
    const already = refusedFor(cluster, 'm0').length
    const stranger = new Stranger(cluster.world, 'stranger')
    const sent = rounds(5000).map((round) => damaged(frames, round))
    for (const bytes of sent) stranger.send('m0' as Address, bytes)
    await cluster.pass(period)
    expect(refusedFor(cluster, 'm0').length - already).toBe(sent.length)
    expect(cluster.of('m0').version()).toEqual(before)
    expect(cluster.of('m0').state.state).toBe('operational')
    expect(await cluster.world.settle(cluster.of('m1').request('m0', 1))).toBeNull()
  })
})

/** Random bytes, or a frame cut off, or one with a bit turned over. */
function damaged(frames: readonly SentFrame[], round: number): Uint8Array {
  const draw = drawsOf(keyOf('damage', round))
  const frame = frames[Math.floor(draw.unit('frame') * frames.length)]?.bytes ?? new Uint8Array()
  const place = Math.floor(draw.unit('place') * frame.length)
  if (round % 3 === 0) return frame.slice(0, place)
  if (round % 3 === 1) return frame.with(place, (frame[place] ?? 0) ^ (1 << (round % 8)))
  const length = Math.floor(draw.unit('length') * 300)
  return Uint8Array.from({ length }, (_, i) => Math.floor(draw.unit(`byte/${i}`) * 256))
}

describe('the secret', () => {
  it('has no default: a member is not started without one', async () => {
    for (const wrong of [undefined, '', 'short']) {
      const started = { secret: wrong } as { secret: string }
      const error = await refusalOf(new Cluster({ started }).start('m0'))
      expect([error.code, error.detail]).toEqual([
        'invalid-option',
        'secret must be text or bytes of at least 8 bytes',
      ])
    }
  })
})
