import { beforeEach, describe, expect, it } from 'vitest'
import type { Address, Destination, MemberName } from '../model/index.ts'
import { nodeCrypto } from '../platform/index.ts'
import { answersPerSecondMax, unprovenAnswersPerSecondMax } from './answers.ts'
import { Authenticator, sessionsMax, waitingAgeMaxMs, waitingMax } from './authenticate.ts'
import { keyRing } from './key-ring.ts'
import type { Opened, Outgoing } from './opened.ts'

const crypto = nodeCrypto()
const body = Uint8Array.of(1, 2, 3)
const place = { at: 0, cluster: '' }

let nonces = 100n
beforeEach(() => {
  nonces = 100n
})

function peer(name: string, secret = 'a shared secret'): Authenticator {
  return new Authenticator({
    name: name as MemberName,
    address: name as unknown as Address,
    keys: keyRing(crypto, 'test', new TextEncoder().encode(secret)),
    crypto,
    frameBytesMax: 1_000,
    drawNonce: () => nonces++,
  })
}

const to = (name: string): Destination => ({
  name: name as MemberName,
  address: name as unknown as Address,
})

/** What `receiver` makes of the frames. */
const open = (receiver: Authenticator, from: string, frames: readonly Outgoing[]): Opened[] =>
  frames.map(({ bytes }) =>
    receiver.open({ from: from as unknown as Address, bytes: Uint8Array.from(bytes) }, place),
  )

const framesOf = (opened: Opened | undefined): readonly Outgoing[] =>
  opened?.kind === 'ready' ? opened.frames : []

/** Speaks until a's sealed frames for b come out. */
function shake(a: Authenticator, b: Authenticator): readonly Outgoing[] {
  const hello = a.seal(to('b'), body, place)
  const [answered] = open(b, 'a', hello)
  const [welcomed] = open(a, 'b', framesOf(answered))
  return framesOf(welcomed)
}

describe('a session', () => {
  it('carries the first body once both nonces are known', () => {
    const [a, b] = [peer('a'), peer('b')]
    const [opened] = open(b, 'a', shake(a, b))
    expect(opened).toEqual({ kind: 'body', from: { name: 'a', address: 'a', cluster: '' }, body })
  })

  it('needs no handshake to answer whoever sealed for this run', () => {
    const [a, b] = [peer('a'), peer('b')]
    open(b, 'a', shake(a, b))
    expect(open(a, 'b', b.seal(to('a'), body, place))).toMatchObject([{ kind: 'body' }])
  })

  it('carries what still waits, once the other side spoke first', () => {
    const [a, b] = [peer('a'), peer('b')]
    a.seal(to('b'), Uint8Array.of(7), place)
    const [answered] = open(a, 'b', b.seal(to('a'), body, place))
    const [welcomed] = open(b, 'a', framesOf(answered))
    expect(open(a, 'b', framesOf(welcomed))).toMatchObject([{ kind: 'body' }])
    const bodies = open(b, 'a', a.seal(to('b'), body, place)).map((opened) =>
      opened.kind === 'body' ? [...opened.body] : opened,
    )
    expect(bodies).toEqual([[7], [1, 2, 3]])
  })

  it('changes nothing at whoever hears only a hello', () => {
    const [a, b] = [peer('a'), peer('b')]
    open(b, 'a', a.seal(to('b'), body, place))
    // b must still ask for a nonce: a hello may be an old one, played again.
    expect(open(a, 'b', b.seal(to('a'), body, place))).toMatchObject([{ kind: 'ready' }])
  })

  it('refuses a frame shown twice', () => {
    const [a, b] = [peer('a'), peer('b')]
    const frames = shake(a, b)
    open(b, 'a', frames)
    expect(open(b, 'a', frames)).toMatchObject([{ kind: 'refused', reason: 'replayed' }])
  })

  it('refuses a frame of an earlier run, and tells the sender of this one', () => {
    const [a, b] = [peer('a'), peer('b')]
    const frames = shake(a, b)
    const again = peer('b')
    const [opened] = open(again, 'a', frames)
    expect(opened).toMatchObject({ kind: 'refused', reason: 'stale-session' })
    const answer = opened?.kind === 'refused' ? opened.answer : undefined
    open(a, 'b', answer === undefined ? [] : [answer])
    expect(open(again, 'a', a.seal(to('b'), body, place))).toMatchObject([{ kind: 'body' }])
  })

  it('refuses a nonce that answers another run', () => {
    const [a, b] = [peer('a'), peer('b')]
    const [answered] = open(b, 'a', a.seal(to('b'), body, place))
    const again = peer('a')
    again.seal(to('b'), body, place)
    expect(open(again, 'b', framesOf(answered))).toMatchObject([
      { kind: 'refused', reason: 'stale-session' },
    ])
  })

  it('refuses a frame for somebody else, and tells the sender who listens here', () => {
    const [a, b] = [peer('a'), peer('b')]
    open(b, 'a', shake(a, b))
    const z = peer('z')
    const [opened] = open(z, 'a', a.seal(to('b'), body, place))
    expect(opened).toMatchObject({ kind: 'refused', reason: 'unknown-target' })
    const answer = opened?.kind === 'refused' ? opened.answer : undefined
    expect(open(a, 'b', answer === undefined ? [] : [answer])).toMatchObject([
      { kind: 'refused', reason: 'unknown-target' },
    ])
  })

  it('asks anew at an address where it knows somebody else', () => {
    const [a, b] = [peer('a'), peer('b')]
    open(b, 'a', shake(a, b))
    const forX = { name: 'x' as MemberName, address: to('b').address }
    const later = { ...place, at: 1000 }
    const [answered] = open(b, 'a', a.seal(forX, body, later))
    expect(open(a, 'b', framesOf(answered))).toMatchObject([
      { kind: 'refused', reason: 'unknown-target' },
    ])
  })

  it('finds that another member listens where it looked for one', () => {
    const [a, b] = [peer('a'), peer('b')]
    const hello = a.seal({ name: 'x' as MemberName, address: to('b').address }, body, place)
    const [answered] = open(b, 'a', hello)
    expect(open(a, 'b', framesOf(answered))).toMatchObject([
      { kind: 'refused', reason: 'unknown-target' },
    ])
  })
})

describe('the secret', () => {
  it('is missed by both sides: each refuses the other with invalid-token', () => {
    const [a, b] = [peer('a'), peer('b', 'another secret')]
    const [opened] = open(b, 'a', a.seal(to('b'), body, place))
    expect(opened).toMatchObject({ kind: 'refused', reason: 'invalid-token' })
    const answer = opened?.kind === 'refused' ? opened.answer : undefined
    expect(open(a, 'b', answer === undefined ? [] : [answer])).toMatchObject([
      { kind: 'refused', reason: 'invalid-token', answer: undefined },
    ])
  })

  it('binds every byte: a frame damaged anywhere is refused', () => {
    const [a, b] = [peer('a'), peer('b')]
    const [frame] = shake(a, b)
    const bytes = frame?.bytes ?? new Uint8Array(0)
    for (let i = 0; i < bytes.length; i++) {
      const damaged = bytes.slice()
      damaged[i] = (damaged[i] ?? 0) ^ 0x40
      const [opened] = open(b, 'a', [{ to: to('b').address, bytes: damaged }])
      expect(opened?.kind).toBe('refused')
    }
    expect(open(b, 'a', [{ to: to('b').address, bytes }])).toMatchObject([{ kind: 'body' }])
  })

  it('is not the same for another cluster name', () => {
    const secret = new TextEncoder().encode('a shared secret')
    const [one, other] = ['one', 'two'].map((name) => keyRing(crypto, name, secret).signing)
    expect(one && other && crypto.mac(one, body)).not.toEqual(
      one && other && crypto.mac(other, body),
    )
  })
})

describe('limits', () => {
  it('refuses a frame larger than the transport carries', () => {
    const [opened] = open(peer('b'), 'a', [{ to: to('b').address, bytes: new Uint8Array(1_001) }])
    expect(opened).toMatchObject({ kind: 'refused', reason: 'too-large' })
  })

  it('forgets a body that waited too long: its sender has given up since', () => {
    const [a, b] = [peer('a'), peer('b')]
    a.seal(to('b'), Uint8Array.of(1), { ...place, at: 0 })
    const later = { ...place, at: waitingAgeMaxMs + 1 }
    const hello = a.seal(to('b'), Uint8Array.of(2), later)
    const [answered] = open(b, 'a', hello)
    const welcomed = framesOf(answered).map(({ bytes }) =>
      a.open({ from: to('b').address, bytes }, later),
    )
    const bodies = open(b, 'a', framesOf(welcomed[0])).map((opened) =>
      opened.kind === 'body' ? [...opened.body] : [],
    )
    expect(bodies).toEqual([[2]])
  })

  it('keeps the newest bodies while it waits for a nonce', () => {
    const [a, b] = [peer('a'), peer('b')]
    const hello = a.seal(to('b'), body, place)
    for (let i = 0; i < waitingMax; i++) a.seal(to('b'), Uint8Array.of(i), place)
    const [answered] = open(b, 'a', hello)
    const [welcomed] = open(a, 'b', framesOf(answered))
    const bodies = open(b, 'a', framesOf(welcomed)).map((opened) =>
      opened.kind === 'body' ? opened.body[0] : undefined,
    )
    expect(bodies).toEqual(Array.from({ length: waitingMax }, (_, i) => i))
  })

  it('answers only so many hellos a second', () => {
    const b = peer('b')
    const hello = peer('a').seal(to('b'), body, place)
    const frames = Array.from({ length: answersPerSecondMax + 1 }, () => hello).flat()
    const answered = open(b, 'a', frames).filter((opened) => framesOf(opened).length > 0)
    expect(answered).toHaveLength(answersPerSecondMax)
  })

  it('answers few hellos that do not prove the secret, and honest ones all the same', () => {
    const b = peer('b')
    const forged = peer('x', 'another secret').seal(to('b'), body, place)
    const frames = Array.from({ length: answersPerSecondMax + 1 }, () => forged).flat()
    const answered = open(b, 'x', frames).filter(
      (opened) => opened.kind === 'refused' && opened.answer !== undefined,
    )
    expect(answered).toHaveLength(unprovenAnswersPerSecondMax)
    expect(framesOf(open(b, 'a', peer('a').seal(to('b'), body, place))[0])).toHaveLength(1)
  })

  it('forgets all sessions by taking a new nonce, so that no old frame comes back in', () => {
    const [a, b] = [peer('a'), peer('b')]
    const frames = shake(a, b)
    open(b, 'a', frames)
    for (let i = 0; i < sessionsMax; i++)
      b.seal({ name: undefined, address: `x${i}` as Address }, body, place)
    expect(open(b, 'a', frames)).toMatchObject([{ kind: 'refused', reason: 'stale-session' }])
  })
})
