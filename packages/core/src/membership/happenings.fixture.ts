/**
 * Anything that may happen to a member, drawn at random: what others say, true or not, what time
 * does, what becomes of the roster and of the own link.
 */
import fc from 'fast-check'
import type { Claim, Message } from '../model/index.ts'
import { at, claim, down, ejected, joined, named, sender, storeOf } from './cluster.fixture.ts'
import type { Scene } from './scene.fixture.ts'

export interface Happening {
  readonly what: string
  readonly to: (scene: Scene) => void
}

const others = ['b', 'c', 'd', 'e'] as const
const other = fc.constantFrom(...others)
const anybody = fc.constantFrom('a', ...others, 'x')
const life = fc.record({
  incarnation: fc.constantFrom(0, 1, 1, 1, 2, 7),
  refutations: fc.constantFrom(0, 0, 0, 1, 2),
})

const claims: fc.Arbitrary<Claim> = fc
  .record({
    about: anybody,
    status: fc.constantFrom('alive', 'suspect', 'suspect', 'failed'),
    by: anybody,
    observers: fc.nat({ max: 4 }),
    life,
  })
  .map(({ about, status, life: its, ...more }) =>
    claim(about, status, status === 'alive' ? its : { ...its, ...more }),
  )

const happening = <T>(
  arbitrary: fc.Arbitrary<T>,
  of: (drawn: T) => readonly [what: string, to: (scene: Scene) => void],
): fc.Arbitrary<Happening> =>
  arbitrary.map((drawn) => {
    const [what, to] = of(drawn)
    return { what, to, toString: () => what, [fc.toStringMethod]: () => what } as Happening
  })

const words = (all: readonly Claim[]): string =>
  all
    .map(
      (each) => `${each.about.slice(0, 2)} ${each.status} ${each.incarnation}.${each.refutations}`,
    )
    .join(', ')

const someClaims = fc.array(claims, { minLength: 1, maxLength: 3 })

const gossip = happening(fc.tuple(other, someClaims), ([from, its]) => [
  `${from} tells ${words(its)}`,
  (scene) => scene.gossip(from, ...its),
])
const report = happening(
  fc.tuple(other, someClaims, fc.constantFrom('nothing', 'unwell', 'all')),
  ([from, its, asks]) => [
    `${from} reports ${words(its)} asking ${asks}`,
    (scene) => scene.report(from, its, asks),
  ],
)
const ping = happening(fc.tuple(other, fc.boolean()), ([from, agrees]) => [
  `${from} pings, agreeing: ${agrees}`,
  (scene) => scene.ping(from, agrees ? {} : { liveHash: scene.local.liveHash + 1 }),
])
const ack = happening(fc.tuple(other, life), ([from, its]) => [
  `${from} acks ${its.incarnation}.${its.refutations}`,
  (scene) => scene.ack(from, its),
])
const lateAck = happening(fc.tuple(other, fc.nat({ max: 20 })), ([from, probe]) => [
  `${from} acks ${probe}`,
  (scene) => scene.ack(from, { probe }),
])
const refuted = happening(other, (from) => [`${from} refutes`, (scene) => scene.refutes(from)])
const pingReport = happening(
  fc.tuple(other, other, fc.constantFrom('heard', 'silent', 'silent', 'unreachable')),
  ([from, about, finding]) => [
    `${from} finds ${about} ${finding}`,
    (scene) => scene.pingReport(from, about, { finding }),
  ],
)
const pingRequest = happening(fc.tuple(other, anybody), ([from, about]) => [
  `${from} asks to ask ${about}`,
  (scene) => scene.pingRequest(from, about),
])
const nack: Message = { kind: 'nack', about: 'ping', refusal: 'not-member' }
const refused = happening(other, (from) => [
  `${from} nacks`,
  (scene) => scene.hear(sender(from), nack),
])
const hint = happening(other, (name) => [`nobody at ${name}`, (scene) => scene.hint(name)])

/** The timer that is due first; undefined: none is armed. */
const firstDue = (scene: Scene): string | undefined =>
  [...scene.timers].toSorted((a, b) => a[1] - b[1])[0]?.[0]

const turn = happening(fc.constantFrom(0, 0, 0, 0, 101, 5_000), (lateMs) => [
  `the next timer is due, and fires ${lateMs} ms late`,
  (scene) => {
    const timer = firstDue(scene)
    const deadline = timer === undefined ? undefined : scene.timers.get(timer)
    if (timer === undefined || deadline === undefined) return
    scene.now = Math.max(scene.now, deadline) + lateMs
    scene.fire(timer, scene.now - deadline)
  },
])
const link = happening(fc.constantFrom('up', 'down'), (to) => [
  `the own link is ${to}`,
  (scene) => scene.give({ kind: 'link-changed', link: to }),
])
const pause = happening(fc.boolean(), (running) => [
  running ? 'resumed' : 'paused',
  (scene) => scene.command(1, { kind: 'set-housekeeping', running }),
])
const roster = happening(
  fc.oneof(
    other.map((name) => [`${name} joins`, joined(name)] as const),
    anybody.map((name) => [`${name} is ejected`, ejected(name)] as const),
    other.map((name) => [`${name} is down`, down(name)] as const),
    other.map((name) => {
      const up = { kind: 'member-up', store: storeOf(name), incarnation: 1 } as const
      return [`${name} is up`, up] as const
    }),
    other.map((name) => [`${name} is replaced`, joined(name, 'x', storeOf(name))] as const),
    other.map((name) => [`${name} joins elsewhere too`, joined(name, 'y')] as const),
  ),
  ([what, event]) => [what, (scene) => scene.learn('a', event)],
)
const moved = happening(fc.tuple(other, fc.constantFrom('p', 'q')), ([name, to]) => [
  `${name} moves to ${to}`,
  (scene) => scene.learn(name, { kind: 'member-moved', address: at(to) }),
])
const held = happening(other, (name) => [
  `somebody wants the name ${name}`,
  (scene) =>
    scene.hear(
      { ...sender(name), cluster: 'elsewhere' },
      {
        kind: 'join-request',
        name: named(name),
        address: at(name),
        store: storeOf('z'),
        previous: null,
      },
    ),
])

/** Mostly time and what others say of others. */
export const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 12, arbitrary: turn },
  { weight: 4, arbitrary: gossip },
  { weight: 2, arbitrary: report },
  { weight: 1, arbitrary: ping },
  { weight: 3, arbitrary: ack },
  { weight: 1, arbitrary: lateAck },
  { weight: 1, arbitrary: refuted },
  { weight: 2, arbitrary: pingReport },
  { weight: 1, arbitrary: pingRequest },
  { weight: 1, arbitrary: refused },
  { weight: 1, arbitrary: hint },
  { weight: 1, arbitrary: link },
  { weight: 1, arbitrary: pause },
  { weight: 1, arbitrary: roster },
  { weight: 1, arbitrary: moved },
  { weight: 1, arbitrary: held },
)
