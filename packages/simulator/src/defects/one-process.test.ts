import { createMember, type LogEntry, type RefusalKind } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { agree, Cluster, period, refusalOf, secret } from '../parity/cluster.fixture.ts'

const three = ['m0', 'm1', 'm2']

afterEach(() => {
  vi.restoreAllMocks()
})

const refusedAt = (cluster: Cluster, name: string): readonly RefusalKind[] =>
  cluster
    .notices(name)
    .flatMap((notice) => (notice.kind === 'message-refused' ? [notice.refusal.kind] : []))

describe('values', () => {
  it('D13: what was handed out stays as it was, whatever is asked later', async () => {
    const cluster = await Cluster.of(three)
    const m0 = cluster.of('m0')
    const taken = []
    for (let i = 0; i < 100; i++) {
      await cluster.world.settle(m0.put('k', { i, bytes: Uint8Array.of(i) }))
      taken.push(m0.stateInfo())
    }
    for (const [i, info] of taken.entries())
      expect(info['k']).toEqual({ i, bytes: Uint8Array.of(i) })
  })

  it('D13: what was handed in can be used again', async () => {
    const cluster = await Cluster.of(three)
    const bytes = Uint8Array.of(1, 2, 3)
    const put = cluster.of('m0').put('k', { bytes })
    bytes.fill(9)
    await cluster.world.settle(put)
    await cluster.agree(...three)
    for (const member of cluster.all(...three))
      expect(member.get('k')).toEqual({ bytes: Uint8Array.of(1, 2, 3) })
  })

  it('D13: what was handed out can be written over', async () => {
    const cluster = await Cluster.of(['m0', 'm1'])
    const m0 = cluster.of('m0')
    await cluster.world.settle(m0.put('k', Uint8Array.of(1, 2, 3)))
    const before = m0.version().hash
    const got = m0.get('k')
    if (got instanceof Uint8Array) got.fill(9)
    expect(m0.get('k')).toEqual(Uint8Array.of(1, 2, 3))
    expect(m0.version().hash).toBe(before)
  })

  it('D13: entries that were handed out can be written over', async () => {
    const cluster = await Cluster.of(['m0'])
    const m0 = cluster.of('m0')
    const ruin = ({ bytes, hash, prev }: LogEntry): void => {
      for (const each of [bytes, hash, prev]) each.fill(9)
    }
    m0.events$.subscribe(ruin)
    await cluster.world.settle(m0.put('k', Uint8Array.of(1)))
    for (const entry of m0.log()) ruin(entry)
    for (const { event } of m0.explain({ key: 'k' }))
      if (event.kind === 'state-info-put' && event.value instanceof Uint8Array) event.value.fill(9)
    await cluster.start('m1')
    await cluster.join('m1', 'm0')
    await cluster.agree('m0', 'm1')
    expect(cluster.of('m1').get('k')).toEqual(Uint8Array.of(1))
  })

  it('D13: readers at once over one link each get their own answer', async () => {
    const cluster = await Cluster.of(three)
    cluster.of('m2').onRequest((data) => data)
    const asked = Array.from({ length: 64 }, (_, i) => ({ i, bytes: new Uint8Array(100).fill(i) }))
    const answers = await cluster.world.settle(
      Promise.all(asked.map((data, i) => cluster.of(i % 2 ? 'm0' : 'm1').request('m2', data))),
    )
    expect(answers).toEqual(asked)
  })

  it('D14: reading in the middle of a change shows one state, whole', async () => {
    const cluster = await Cluster.of(['m0'])
    const m0 = cluster.of('m0')
    const seen: number[] = []
    m0.stateInfo$.subscribe((info) => {
      expect(m0.stateInfo()).toEqual(info)
      expect(m0.members()).toEqual(info.members)
      expect(m0.log()).toHaveLength(info.ts[1])
      seen.push(info.ts[1])
    })
    for (const name of ['m1', 'm2']) {
      await cluster.start(name)
      await cluster.join(name, 'm0')
    }
    await cluster.world.settle(m0.put('k', 1))
    expect(seen).toEqual([1, 2, 3, 4])
  })
})

describe('errors', () => {
  it('D26: who refuses and who is refused name it by the same code', async () => {
    const cluster = await Cluster.of(three)
    await cluster.start('m3')
    const taken = await refusalOf(cluster.join('m1', 'm0'))
    expect(refusedAt(cluster, 'm0')).toContain(taken.code)
    await cluster.eject('m0', 'm2')
    await cluster.agree(...three)
    const gone = await refusalOf(cluster.join('m3', 'm2', 2 * period))
    expect(refusedAt(cluster, 'm2')).toContain(gone.code)
    expect([taken.code, gone.code]).toEqual(['name-taken', 'not-joined'])
  })

  it('D26: every kind of refusal crosses the wire as itself', async () => {
    const cluster = await Cluster.of(['m0', 'm1'], {
      started: { settings: { requests: { servingMax: 1 } } },
    })
    cluster.of('m1').onRequest(() => new Promise(() => undefined))
    const [m0, client] = [cluster.of('m0'), await cluster.client('asker', 'm0')]
    const first = m0.request('m1', 1, { timeoutMs: 3 * period })
    const second = m0.request('m1', 2)
    expect((await cluster.refused(second)).code).toBe('overloaded')
    expect((await cluster.refused(first)).code).toBe('network-error')
    expect((await cluster.refused(client.request('m0', 1))).code).toBe('not-member')
    expect((await cluster.refused(client.ping('nobody'))).code).toBe('unknown-peer')
    m0.onRequest(() => {
      throw new TypeError('of its own')
    })
    const failed = await cluster.refused(cluster.of('m1').request('m0', 1))
    expect([failed.code, failed.detail]).toEqual(['member-error', 'of its own'])
  })
})

describe('one process', () => {
  it('two clusters of the same names in one process know nothing of each other', async () => {
    const clusters = [await Cluster.of(three, { seed: 1 }), await Cluster.of(three, { seed: 2 })]
    const [one, other] = clusters
    await one?.world.settle(one.of('m0').put('k', 'one'))
    await one?.agree(...three)
    expect(other?.of('m0').get('k')).toBeUndefined()
    expect(agree([...(one?.all('m0') ?? []), ...(other?.all('m0') ?? [])])).toBe(false)
  })

  it('a fault belongs to its world, not to the process', async () => {
    const broken = await Cluster.of(three)
    broken.world.isolate('m0')
    const whole = await Cluster.of(three)
    expect(await whole.world.settle(whole.of('m0').request('m1', 1))).toBeNull()
  })

  it('the library says nothing aloud, and a logger gets fields', async () => {
    const aloud = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => undefined),
    )
    const world = createWorld({ seed: 1 })
    const logged: unknown[] = []
    const note = (fields: object, message: string): void => void logged.push([message, fields])
    const logger = { debug: note, info: note, warn: note, error: note }
    const m0 = await createMember({ secret, ...world.env('m0'), logger })
    const m1 = await createMember({ secret, ...world.env('m1') })
    await world.settle(m1.join('m0'))
    world.crash('m1')
    await world.advance(5 * period)
    await world.settle(m0.stop())
    expect(logged).toContainEqual([
      'member-joined',
      expect.objectContaining({ kind: 'member-joined', name: 'm1' }),
    ])
    expect(logged).toContainEqual(['peer-failed', expect.objectContaining({ name: 'm1' })])
    for (const spy of aloud) expect(spy).not.toHaveBeenCalled()
  })
})
