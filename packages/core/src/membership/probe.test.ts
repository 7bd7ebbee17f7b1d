import { describe, expect, it } from 'vitest'
import { defaultMembershipConfig } from './config.ts'
import { initialMembership } from './local/index.ts'
import { sendProbes } from './probe.ts'
import { ejected, homeCluster, joined, otherCluster, sender, storeOf } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

const pingFrom = (name: string, store = name) =>
  ({ kind: 'ping', probe: 9, store: storeOf(store), incarnation: 3, wall: 0 }) as const
const nack = { kind: 'nack', about: 'ping', refusal: 'not-member' } as const

describe('probing', () => {
  it('pings every peer each period, each with a number and a deadline of its own', () => {
    const scene = new Scene({ members: ['a', 'b', 'c', 'd'] }).fire('membership/period')
    expect(scene.sent.map(([to]) => to)).toEqual(['at-b', 'at-c', 'at-d'])
    const numbers = scene.sent.map(([, message]) => message.kind === 'ping' && message.probe)
    expect(new Set(numbers).size).toBe(3)
    for (const name of ['b', 'c', 'd']) expect(scene.armed(`membership/probe/${name}`)).toBe(500)
  })

  it('speaks for its own store and life', () => {
    const [[, ping] = []] = new Scene({ members: ['a', 'b'] }).fire('membership/period').sent
    expect(ping).toEqual({
      kind: 'ping',
      probe: 1,
      store: storeOf('a'),
      incarnation: 7,
      wall: 1_000_000,
    })
  })

  it('never uses a number twice', () => {
    const scene = new Scene()
    const used: number[] = []
    for (let i = 0; i < 3; i++) {
      scene.period(['b', 'c'])
      scene.fire('membership/period')
      used.push(scene.probeTo('b'), scene.probeTo('c'))
      scene.ack('b').ack('c')
    }
    expect(used).toEqual([...new Set(used)].toSorted((x, y) => x - y))
  })

  it('leaves a peer alone while its probe is in flight, and pings all others (M3)', () => {
    const scene = new Scene({ config: { probeTimeoutMs: 5_000 } }).fire('membership/period')
    scene.ack('c').wait(1_000).fire('membership/period')
    expect(scene.sent.map(([to]) => to)).toEqual(['at-c'])
  })

  it('pings nobody while it is no member', () => {
    const scene = new Scene().learn('b', ejected('a')).fire('membership/period')
    expect(scene.sent).toEqual([])
    const stranger = new Scene({ process: { store: storeOf('z') } })
    const local = initialMembership(defaultMembershipConfig)
    expect(sendProbes(local, stranger.context).effects).toEqual([])
  })
})

describe('answering a ping', () => {
  it('acks a member, with its own store and life, and learns the incarnation', () => {
    const scene = new Scene().hear(sender('b'), pingFrom('b'))
    const ack = { kind: 'ack', probe: 9, store: storeOf('a'), incarnation: 7, wall: 1_000_000 }
    expect(scene.sent).toEqual([['at-b', ack]])
    expect(scene.local.peers.get(sender('b').name)?.view.incarnation).toBe(3)
    expect(scene.local.live.get(sender('b').name)?.incarnation).toBe(3)
  })

  it('learns nothing from a ping of an earlier life that was long on its way', () => {
    const late = { ...pingFrom('b'), incarnation: 2 }
    const scene = new Scene().hear(sender('b'), pingFrom('b')).hear(sender('b'), late)
    expect(scene.local.live.get(sender('b').name)?.incarnation).toBe(3)
  })

  it('takes no ping for an ack', () => {
    const scene = new Scene().period().period().period().hear(sender('b'), pingFrom('b'))
    expect(scene.statusOf('b')).toBe('failed')
  })

  it.each([
    ['a stranger', sender('x'), 'x'],
    ['a member of another cluster with a known name', sender('b', otherCluster), 'b'],
    ['a client', { ...sender('b'), cluster: '' }, 'b'],
    ['a second process of a known name', sender('b'), 'x'],
    ['a process that lost its store', sender('b', otherCluster), 'x'],
    ['a name that speaks for another member', sender('b'), 'c'],
  ])('refuses %s, and says so', (_, from, store) => {
    const scene = new Scene().hear(from, pingFrom('b', store))
    expect(scene.sent).toEqual([[from.address, nack]])
    expect(scene.notices).toMatchObject([
      {
        kind: 'message-refused',
        from: from.name,
        message: 'ping',
        refusal: { kind: 'not-member' },
      },
    ])
  })

  it('refuses an ejected member, and refuses everybody once it is ejected itself', () => {
    const pinged = new Scene().learn('a', ejected('b')).hear(sender('b'), pingFrom('b'))
    expect(pinged.sent).toEqual([['at-b', nack]])
    const out = new Scene().learn('b', ejected('a')).hear(sender('b'), pingFrom('b'))
    expect(out.sent).toEqual([['at-b', nack]])
  })

  it('acks any member of its cluster while it was let in and the log is on its way', () => {
    const waiting = new Scene({ process: { store: storeOf('z'), cluster: homeCluster } })
    waiting.hear(sender('b'), pingFrom('b'))
    expect(waiting.sent).toMatchObject([['at-b', { kind: 'ack', store: storeOf('z') }]])
    waiting.hear(sender('b', otherCluster), pingFrom('b'))
    expect(waiting.sent).toEqual([['at-b', nack]])
  })

  it('acks a displaced member, which still speaks by the name it chose', () => {
    const scene = new Scene().learn('b', joined('c', 'z'))
    scene.hear({ ...sender('c') }, pingFrom('c', 'z'))
    expect(scene.sent).toMatchObject([['at-c', { kind: 'ack' }]])
  })

  it('answers nobody for a client', () => {
    const scene = new Scene({ role: 'client', self: 'x' }).hear(sender('b'), pingFrom('b'))
    expect(scene.sent).toEqual([['at-b', nack]])
  })
})
