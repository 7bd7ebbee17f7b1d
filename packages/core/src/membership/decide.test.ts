import { describe, expect, it } from 'vitest'
import type { Input, Message, MessageKind } from '../model/index.ts'
import { succeed } from '../model/index.ts'
import { at, homeCluster, named, otherCluster, sender, storeOf } from './cluster.fixture.ts'
import { Scene } from './scene.fixture.ts'

type Given = Parameters<Scene['give']>[0]

const notOurs: readonly Given[] = [
  { kind: 'log-loaded', identity: undefined, entries: [] },
  { kind: 'entries-stored', batch: 1 },
  { kind: 'store-failed', batch: 1, reason: 'disk full' },
  { kind: 'request-served', key: 'b/1', outcome: succeed(null) },
  { kind: 'timer-fired', timer: 'replication/pull/b', deadline: 1_000_000 },
  { kind: 'timer-fired', timer: 'membership/unknown', deadline: 1_000_000 },
  { kind: 'frame-refused', address: at('b'), reason: 'invalid-token' },
  { kind: 'command-issued', id: 1, command: { kind: 'abandon', id: 9 } },
  {
    kind: 'command-issued',
    id: 1,
    command: { kind: 'put', key: 'k', value: 1, basis: undefined },
  },
  ...(['request', 'digest', 'pull', 'delta'] as const).map(
    (about): Given => ({
      kind: 'message-received',
      from: sender('b'),
      message: { kind: 'nack', about, refusal: 'not-member' },
    }),
  ),
  ...others().map((message): Given => ({ kind: 'message-received', from: sender('b'), message })),
]

function others(): readonly Message[] {
  return [
    { kind: 'digest', vectorHash: new Uint8Array(8) },
    { kind: 'pull', vector: new Map(), bytesMax: 1 },
    { kind: 'delta', entries: [], more: false, hops: 0 },
    { kind: 'request', id: 1, subject: 'ping', incarnation: 0, data: null },
    { kind: 'reply', id: 1, outcome: succeed(null) },
  ]
}

describe('what belongs to other protocols', () => {
  it.each(notOurs.map((input) => [label(input), input] as const))('%s: unchanged', (_, input) => {
    const scene = new Scene().fire('membership/period')
    const before = scene.local
    scene.give(input)
    expect(scene.local).toBe(before)
    expect(scene.effects).toEqual([])
    expect(scene.events).toEqual([])
  })
})

function label(input: Given): string {
  if (input.kind === 'message-received') {
    const kind: MessageKind = input.message.kind
    return input.message.kind === 'nack' ? `nack about ${input.message.about}` : kind
  }
  if (input.kind === 'command-issued') return input.command.kind
  return (input satisfies { kind: Input['kind'] }).kind
}

/** Carries messages between members by address until nobody says anything more. */
function talk(scenes: readonly Scene[], first: Scene): void {
  let outbox = first.sent.map((sent) => [first, sent] as const)
  for (let i = 0; i < 20 && outbox.length > 0; i++) {
    outbox = outbox.flatMap(([from, [to, message]]) =>
      scenes
        .filter((scene) => scene.self.address === to)
        .flatMap((scene) => {
          const who = { ...sender(from.self.name, from.self.cluster), address: from.self.address }
          return scene.hear(who, message).sent.map((sent) => [scene, sent] as const)
        }),
    )
  }
}

describe('two members', () => {
  const join = { kind: 'join', contact: at('a'), timeoutMs: 5_000 } as const
  /** A process named like a member, at that member's address, that lost all it knew. */
  const amnesiac = (name: string): Scene =>
    new Scene({
      members: ['z'],
      self: name,
      process: { store: storeOf('z'), cluster: otherCluster },
    })

  it('join: the sponsor lets the joiner in, which begins its log and asks for theirs', () => {
    const [a, d] = [new Scene(), amnesiac('d')]
    talk([a, d], d.command(1, join))
    expect(d.local.joining?.sponsor).toEqual({ name: 'a', address: 'at-a' })
    expect(d.self.cluster).toBe(homeCluster)
    expect(a.local.live.get(named('d'))?.store).toBe(d.self.store)
  })

  it('a member that lost its store comes back under its name, though it is the one asked', () => {
    const [a, b] = [new Scene(), amnesiac('b')]
    talk([a, b], b.command(1, join))
    expect(b.local.joining?.sponsor).toBeUndefined()
    for (let i = 0; i < 3; i++) talk([a, b], a.wait(500).fire('membership/sponsor/b'))
    expect(b.local.joining?.sponsor).toEqual({ name: 'a', address: 'at-a' })
    expect(a.local.live.get(named('b'))?.store).toBe(b.self.store)
  })

  it('a second process of a live member is told that the name is taken, and keeps its own', () => {
    const [a, b, twin] = [new Scene(), new Scene({ self: 'b' }), amnesiac('b')]
    twin.self = { ...twin.self, address: at('q') }
    talk([a, b, twin], twin.command(1, join))
    expect(twin.settled).toMatchObject([[1, { ok: false, refusal: { kind: 'name-taken' } }]])
    expect(twin.self).toMatchObject({ cluster: otherCluster, store: storeOf('z') })
    expect(a.local.live.get(named('b'))?.store).toBe(storeOf('b'))
  })

  it('that join at each other do not swap clusters: neither lets the other in meanwhile', () => {
    const [a, d] = [new Scene({ members: ['a'] }), amnesiac('d')]
    a.command(1, { ...join, contact: at('d') })
    talk([a, d], d.command(1, join))
    expect(d.local.joining?.trouble?.kind).toBe('not-joined')
    expect(d.self.cluster).toBe(otherCluster)
    a.fire('membership/join')
    talk([a, d], d.fire('membership/join-retry'))
    expect(d.self.cluster).toBe(homeCluster)
  })
})
