import { peekFrame } from '@quorate/core'
import { belowOf, keyOf } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'
import { bodyOf, macBytes, wiretap } from './forger.fixture.ts'
import { expectUnharmed, fire, totalOf, type Victim, victim } from './refused.fixture.ts'

/** Frames over all tests of this file: the sum of what each sends is checked at the end. */
let framesSent = 0

const randomBytes = (key: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => belowOf(keyOf(key, 'byte', i), 256))

/** What one of two members sends the other: nobody is there to ask in its stead. */
const kinds = [
  'ack',
  'delta',
  'digest',
  'gossip',
  'live-report',
  'ping',
  'pull',
  'reply',
  'request',
]

/** One frame of every kind that `b` sends `a`. */
async function captured({
  world,
  member,
  other,
}: Victim): Promise<ReadonlyMap<string, Uint8Array>> {
  const frames = wiretap(world, other, member)
  member.onRequest((data) => data)
  other.onRequest((data) => data)
  await world.settle(other.request('a', { some: ['data', 1] }))
  await world.settle(member.request('b', 'x'))
  await world.settle(other.put('k', 'pushed'))
  await world.advance(2500)
  // A member that comes late asks for what it lacks.
  world.isolate('b')
  await world.settle(member.put('l', 1))
  await world.settle(other.put('l', 2))
  await world.advance(2000)
  world.heal()
  await world.advance(4000)
  const byKind = new Map<string, Uint8Array>()
  for (const frame of frames)
    for (const kind of peekFrame(frame)?.kinds ?? []) byKind.set(kind, frame)
  byKind.delete('hello')
  byKind.delete('nonce')
  expect([...byKind.keys()].toSorted()).toEqual(kinds)
  return byKind
}

function* bitFlips(frame: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < frame.length * 8; bit++) {
    const damaged = frame.slice()
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield damaged
  }
}

function* truncations(frame: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < frame.length; length++) yield frame.slice(0, length)
}

describe('not proven', () => {
  it('30,000 frames of random bytes: each refused', async () => {
    const around = await victim()
    function* frames(): Generator<Uint8Array> {
      for (let i = 0; i < 30_000; i++) {
        const bytes = randomBytes(i, belowOf(keyOf(i, 'length'), 120))
        // Two of three look like a frame at first sight.
        if (i % 3 > 0 && bytes.length > 36) bytes.set([2, i % 3 === 1 ? 2 : belowOf(i, 3), 1])
        if (i % 3 === 1 && bytes.length > 36) bytes.set([1, 97, 0, 0], 33)
        yield bytes
      }
    }
    const fired = await fire(around, frames())
    framesSent += fired.sent
    expect(totalOf(fired)).toBe(fired.sent)
    expect([...fired.refusals.keys()].toSorted()).toEqual([
      'invalid-token',
      'malformed',
      'unsupported-version',
    ])
    await expectUnharmed(around)
  })

  it('every bit of every kind of frame turned over: each refused', async () => {
    const around = await victim()
    for (const frame of (await captured(around)).values()) {
      const fired = await fire(around, bitFlips(frame))
      framesSent += fired.sent
      expect(totalOf(fired)).toBe(fired.sent)
      expect(fired.refusals.get('invalid-token')).toBeGreaterThan(fired.sent * 0.7)
    }
    await expectUnharmed(around)
  })

  it('every kind of frame cut at every length: each refused', async () => {
    const around = await victim()
    for (const frame of (await captured(around)).values()) {
      const fired = await fire(around, truncations(frame))
      framesSent += fired.sent
      expect(totalOf(fired)).toBe(fired.sent)
    }
    await expectUnharmed(around)
  })
})

describe('proven, and damaged before', () => {
  /** As `b`, from where `b` listens; the session is the forger's. */
  const asOther = ({ member }: Victim): { readonly from: string; readonly cluster: string } => {
    const founded = member.log()[0]?.event
    return {
      from: 'b',
      cluster: founded?.kind === 'cluster-founded' ? founded.cluster.slice(0, 16) : '',
    }
  }

  it('every kind of body cut at every length, or with more behind: malformed', async () => {
    const around = await victim()
    for (const frame of (await captured(around)).values()) {
      const body = bodyOf(frame)
      const bodies = [...truncations(body), Uint8Array.from([...body, 0])]
      const frames = bodies.map((each) => around.forger.frame(asOther(around), each))
      const fired = await fire(around, frames)
      framesSent += fired.sent
      expect(fired.refusals.get('malformed')).toBe(fired.sent)
    }
    await expectUnharmed(around)
  })

  it('every byte of every kind of body changed: refused, or without effect on what is known', async () => {
    const around = await victim()
    const byKind = await captured(around)
    for (const [kind, frame] of byKind) {
      const body = bodyOf(frame)
      // Requests as a client's: in the name of b they would use up the numbers of its own.
      const head = kind === 'request' ? {} : asOther(around)
      function* frames(): Generator<Uint8Array> {
        for (let i = 0; i < body.length * 56; i++) {
          const damaged = body.slice()
          damaged[i % body.length] = belowOf(keyOf(i, kind), 256)
          yield around.forger.frame(head, damaged)
        }
      }
      const fired = await fire(around, frames())
      framesSent += fired.sent
      expect(fired.refusals.get('malformed')).toBeGreaterThan(fired.sent * 0.2)
      expect([...fired.refusals.keys()]).toEqual(['malformed'])
    }
    await expectUnharmed(around)
  })

  it('a body of random bytes: malformed', async () => {
    const around = await victim()
    function* frames(): Generator<Uint8Array> {
      for (let i = 0; i < 20_000; i++)
        yield around.forger.frame(asOther(around), randomBytes(i, belowOf(keyOf(i, 'size'), 80)))
    }
    const fired = await fire(around, frames())
    framesSent += fired.sent
    expect(fired.refusals.get('malformed')).toBe(fired.sent)
    await expectUnharmed(around)
  })

  it('every byte of the header changed: each refused for its own reason, or another session', async () => {
    const around = await victim()
    const body = bodyOf((await captured(around)).get('ping') ?? new Uint8Array())
    const make = (): Uint8Array => around.forger.frame(asOther(around), body)
    const end = make().length - body.length - macBytes
    // The counter last: one far ahead leaves no room for others in its session.
    const places = Array.from({ length: end }, (_, at) => at)
    const isCounter = (at: number): boolean => at >= 27 && at < 33
    const inOrder = [...places.filter((at) => !isCounter(at)), ...places.filter(isCounter)]
    function* frames(): Generator<Uint8Array> {
      for (const at of inOrder) {
        for (let value = 0; value < 256; value++) {
          const damaged = make()
          if (damaged[at] === value) continue
          damaged[at] = value
          yield around.forger.signed(damaged)
        }
      }
    }
    const fired = await fire(around, frames())
    framesSent += fired.sent
    for (const reason of ['malformed', 'unsupported-version', 'invalid-token'] as const)
      expect(fired.refusals.get(reason)).toBeGreaterThan(200)
    for (const reason of ['stale-session', 'replayed'] as const)
      expect(fired.refusals.get(reason)).toBeGreaterThan(200)
    // Another cluster's label, or another's name: proven, but nobody's here.
    expect(fired.notices).toContainEqual(
      expect.objectContaining({ kind: 'message-refused', message: 'ping' }),
    )
    await expectUnharmed(around)
  })
})

it('these were 100,000 frames or more', () => {
  expect(framesSent).toBeGreaterThanOrEqual(100_000)
})
