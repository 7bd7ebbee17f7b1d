import { describe, expect, it } from 'vitest'
import type { Message, MessageOf, Refusal, Sender } from '../../model/index.ts'
import { marked } from '../../model/index.ts'
import {
  at,
  ejected,
  joined,
  named,
  otherCluster,
  sender,
  storeOf,
  tagFor,
} from '../cluster.fixture.ts'
import { Scene } from '../scene.fixture.ts'
import type { Setting } from '../side.fixture.ts'

const leave = { kind: 'leave', timeoutMs: 5000 } as const
const deadline = 'membership/leave'
const again = 'membership/leave-retry'
const nack: MessageOf<'nack'> = { kind: 'nack', about: 'ping', refusal: 'not-member' }
const left = [[1, { ok: true, value: null }]]
const refused = (kind: Refusal['kind']) => [[1, { ok: false, refusal: { kind } }]]

/** `a` was let in long ago: whoever is there has known it. */
const settled = (setting: Setting = {}): Scene => new Scene(setting).wait(5000)
const leaving = (setting?: Setting): Scene => settled(setting).command(1, leave)
/** `b` was let in by `a` just now, after `c`, and nobody has answered it yet. */
const newcomer = (): Scene => new Scene({ self: 'b', members: ['a', 'c', 'b'] })
const fresh = (): Scene => newcomer().command(1, leave).fire(again)
const ackOf = (name: string): Message => ({
  kind: 'ack',
  probe: 1,
  store: tagFor(name),
  incarnation: 1,
  refutations: 0,
  wall: 0,
})
const asked = (scene: Scene): string[] => scene.sent.map(([to]) => to).toSorted()

describe('a member that leaves', () => {
  it('ejects itself, and asks as soon as that is durable', () => {
    const scene = leaving()
    expect(scene.events).toEqual([ejected('a')])
    expect(scene.decision?.then).toEqual([{ kind: 'arm', timer: again, deadline: scene.now }])
    expect(scene.decision?.effects).toEqual([
      { kind: 'arm', timer: deadline, deadline: scene.now + 5000 },
    ])
    expect(scene.local.peers.size).toBe(0)
  })

  it('asks members of the roster as it was, and again every 200 ms', () => {
    const scene = leaving().fire(again)
    expect(asked(scene)).toEqual(['at-b', 'at-c'])
    expect(scene.sent[0]?.[1]).toMatchObject({ kind: 'ping', store: tagFor('a') })
    expect(scene.armed(again)).toBe(200)
    expect(scene.effects).not.toContainEqual(marked('membership.leave-repeated'))
    scene.wait(200).fire(again)
    expect(asked(scene)).toEqual(['at-b', 'at-c'])
    expect(scene.effects).toContainEqual(marked('membership.leave-repeated'))
  })

  it('asks three at a time, all of them in the end, with a number for each ping (M2)', () => {
    const scene = leaving({ members: 'abcdefgh'.split('') })
    const everybody = new Set<string>()
    const numbers: number[] = []
    for (let i = 0; i < 30; i++) {
      scene.wait(200).fire(again)
      expect(new Set(asked(scene)).size).toBe(3)
      for (const [to, message] of scene.sent) {
        everybody.add(to)
        if (message.kind === 'ping') numbers.push(message.probe)
      }
    }
    expect(everybody.size).toBe(7)
    expect(new Set(numbers).size).toBe(90)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  })

  it('is done when a member says that it takes it for none', () => {
    const scene = leaving().fire(again).hear(sender('c'), nack)
    expect(scene.settled).toEqual(left)
    expect([scene.disarms(deadline), scene.disarms(again)]).toEqual([true, true])
    expect(scene.local.leaving).toBeUndefined()
    expect(scene.fire(again).effects).toEqual([])
    expect(scene.fire(deadline).effects).toEqual([])
    expect(scene.hear(sender('b'), nack).settled).toEqual([])
  })

  it('takes no ack for it, and refuses none', () => {
    const scene = leaving().fire(again).hear(sender('b'), ackOf('b'))
    expect(scene.effects).toEqual([])
    expect(scene.local.leaving).toBeDefined()
  })

  it('asks a displaced member under the name that it goes by, and believes it', () => {
    const scene = new Scene().learn('b', joined('c', 'z')).wait(5000).command(1, leave).fire(again)
    expect(scene.sent).toHaveLength(3)
    expect(new Set(asked(scene))).toEqual(new Set(['at-b', 'at-c']))
    expect(scene.hear(sender('c'), nack).settled).toEqual(left)
  })

  it('is out by its own log at the deadline, and says that nobody confirmed it (M37)', () => {
    const scene = leaving().wait(5000).fire(deadline)
    const detail =
      'a is out by its own log, but no other member confirmed it within 5000 ms: ' +
      'who has not heard of it may take it for failed'
    expect(scene.settled).toEqual([[1, { ok: false, refusal: { kind: 'network-error', detail } }]])
    expect([scene.disarms(deadline), scene.disarms(again)]).toEqual([true, true])
    expect(scene.effects).toContainEqual(marked('membership.leave-unheard'))
    expect(scene.context.state.stores.get(storeOf('a'))?.status).toBe('left')
  })

  it('stops asking when the application waits no longer (M37)', () => {
    const scene = leaving().command(2, { kind: 'abandon', id: 7 })
    expect(scene.effects).toEqual([])
    scene.command(3, { kind: 'abandon', id: 1 })
    expect(scene.settled).toMatchObject(refused('aborted'))
    expect(scene.disarms(again)).toBe(true)
    expect(scene.context.state.stores.get(storeOf('a'))?.status).toBe('left')
  })
})

describe('no confirmation is', () => {
  it.each<readonly [string, Sender, MessageOf<'nack'>]>([
    ['a nack of another cluster', sender('b', otherCluster), nack],
    ['a nack of a client', { ...sender('b'), cluster: '' }, nack],
    ['a nack of one that was no member', sender('x'), nack],
    ['a nack from where nobody was asked', { ...sender('b'), address: at('q') }, nack],
    ['a nack about something else', sender('b'), { ...nack, about: 'pull' }],
    ['a nack for another reason', sender('b'), { ...nack, refusal: 'stopped' }],
  ])('%s', (_, from, message) => {
    const scene = leaving().fire(again).hear(from, message)
    expect(scene.effects).toEqual([])
    expect(scene.local.leaving).toBeDefined()
  })

  it('a nack while the entry is not durable', () => {
    const scene = leaving()
    scene.isDurable = false
    expect(scene.hear(sender('b'), nack).settled).toEqual([])
    scene.isDurable = true
    expect(scene.hear(sender('b'), nack).settled).toEqual(left)
  })
})

describe('who may never have known it (M36)', () => {
  it('is not believed: it says not-member to a newcomer it has not heard of', () => {
    const scene = fresh().hear(sender('c'), nack)
    expect(scene.effects).toEqual([marked('membership.witness-unknowing')])
    expect(scene.local.leaving).toBeDefined()
  })

  it('but whoever let it in is', () => {
    expect(fresh().hear(sender('a'), nack).settled).toEqual(left)
  })

  it('and whoever acked a ping before it left', () => {
    const scene = newcomer().fire('membership/period').ack('c').command(1, leave)
    expect(scene.fire(again).hear(sender('c'), nack).settled).toEqual(left)
  })

  it('and whoever acks that it had not heard of it yet', () => {
    const scene = fresh().hear(sender('c'), ackOf('c')).hear(sender('c'), nack)
    expect(scene.settled).toEqual(left)
  })

  it('and whoever was let in after it by one that knew it', () => {
    const scene = newcomer().learn('a', joined('d')).learn('b', joined('e')).command(1, leave)
    expect(scene.fire(again).hear(sender('d'), nack).settled).toEqual(left)
    const other = newcomer().learn('b', joined('e')).command(1, leave).fire(again)
    expect(other.hear(sender('e'), nack).settled).toEqual(left)
    const unknown = newcomer().learn('c', joined('f')).command(1, leave).fire(again)
    expect(unknown.hear(sender('f'), nack).settled).toEqual([])
  })

  it('and all if it is the founder: every log begins with it', () => {
    expect(new Scene().command(1, leave).fire(again).hear(sender('c'), nack).settled).toEqual(left)
  })

  it('and all after five periods', () => {
    const scene = newcomer().wait(5000).command(1, leave).fire(again)
    expect(scene.hear(sender('c'), nack).settled).toEqual(left)
  })

  it('is asked too, but those that can confirm come first', () => {
    const scene = new Scene({ self: 'b', members: 'acdefghijb'.split('') }).command(1, leave)
    for (let i = 0; i < 20; i++) {
      scene.wait(200).fire(again)
      expect(asked(scene)).toHaveLength(3)
      expect(asked(scene)).toContain('at-a')
    }
  })
})

describe('leaving is refused', () => {
  it.each([
    ['to the last member', settled({ members: ['a'] }), 'cluster-state'],
    ['to an ejected member', settled().learn('b', ejected('a')), 'not-joined'],
    ['to one without its log', settled({ process: { store: storeOf('z') } }), 'not-joined'],
    ['to one in no cluster', settled({ process: { store: undefined } }), 'not-joined'],
    ['to a client', settled({ role: 'client', self: 'x' }), 'cluster-config'],
    ['twice', leaving(), 'not-joined'],
  ] as const)('%s', (_, scene, kind) => {
    const before = scene.logged
    scene.command(1, leave)
    expect(scene.settled).toMatchObject(refused(kind))
    expect(scene.logged).toBe(before)
  })

  it('while the own clock is far from a majority: nobody would take the entry (M24)', () => {
    const scene = settled({ config: { probing: 'full-mesh' } }).fire('membership/period')
    for (const name of ['b', 'c']) scene.ack(name, { wall: scene.now - 3_600_000 })
    scene.command(1, leave)
    expect(scene.settled).toMatchObject(refused('clock-unsynchronised'))
    expect(scene.local.leaving).toBeUndefined()
  })

  it('while it joins, and joining while it leaves (M35)', () => {
    const join = { kind: 'join', contact: at('x'), timeoutMs: 10_000 } as const
    const joining = settled().command(7, join).command(1, leave)
    expect(joining.settled).toMatchObject(refused('cluster-state'))
    expect(joining.events).toEqual([])
    const scene = leaving().command(7, join)
    expect(scene.settled).toMatchObject([[7, { ok: false, refusal: { kind: 'cluster-state' } }]])
    expect(scene.hear(sender('b'), nack).settled).toEqual(left)
    expect(scene.command(8, join).settled).toEqual([])
    expect(scene.local.joining).toBeDefined()
  })
})

describe('a leave that is taken back', () => {
  it('because all others turn out to have left before: it is the last member', () => {
    const scene = leaving({ members: ['a', 'b'] })
    scene.learnLate('b', ejected('b'))
    expect(scene.settled).toMatchObject(refused('cluster-state'))
    expect(scene.local.leaving).toBeUndefined()
    expect(scene.disarms(again)).toBe(true)
  })

  it('because the disk did not take it: it is a member still', () => {
    const scene = leaving()
    scene.forget()
    expect(scene.settled).toMatchObject(refused('store-failed'))
    expect([...scene.local.peers.keys()]).toEqual([named('b'), named('c')])
  })

  it('not because another ejected it before: it is out, and that is confirmed', () => {
    const scene = leaving().learnLate('b', ejected('a'))
    expect(scene.settled).toEqual([])
    expect(scene.context.state.stores.get(storeOf('a'))?.status).toBe('ejected')
    expect(scene.hear(sender('b'), nack).settled).toEqual(left)
  })
})
