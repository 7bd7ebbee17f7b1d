import { describe, expect, it } from 'vitest'
import type { Claim, MemberStatus } from '../../model/index.ts'
import type { Decision } from '../../state/index.ts'
import { claim, ejected, joined, sender, storeOf, tagFor } from '../cluster.fixture.ts'
import { GossipQueue } from '../gossip/index.ts'
import type { MembershipLocal } from '../local/index.ts'
import { Scene } from '../scene.fixture.ts'
import { type Heard, takeClaim } from './index.ts'

type Source = Heard['source']
type Decided = Decision<MembershipLocal>

const members = ['a', 'b', 'c', 'd', 'e', 'f']
const sources: readonly Source[] = ['gossip', 'report', 'own']
const statuses: readonly MemberStatus[] = ['alive', 'suspect', 'failed']
const suspicionTimer = 'membership/suspicion/b'

/** b is so in its life 5, in which it refuted twice, as c says; nothing waits to be told. */
const where = (now: MemberStatus): Scene => {
  const life = { incarnation: 5, refutations: 2 }
  const scene = new Scene({ members }).gossip('b', claim('b', 'alive', life))
  if (now !== 'alive') scene.gossip('c', claim('b', now, life))
  scene.local = { ...scene.local, gossip: GossipQueue.empty }
  return scene
}

const take = (scene: Scene, its: Claim, source: Source): Decided =>
  takeClaim(scene.local, scene.context, { claim: its, source })

const viewIn = ({ local }: Decided) => local.live.get(sender('b').name)
const noticesIn = ({ effects }: Decided): string[] =>
  effects.flatMap((effect) => (effect.kind === 'publish' ? [effect.notice.kind] : []))
const toldTo = ({ effects }: Decided): string[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [effect.to.address] : []))
const timersIn = ({ effects }: Decided): string[] =>
  effects.flatMap((effect) =>
    (effect.kind === 'arm' || effect.kind === 'disarm') && effect.timer === suspicionTimer
      ? [effect.kind]
      : [],
  )
const toldOnIn = ({ local }: Decided): string[] =>
  local.gossip.take({ bytesMax: 1_000, limit: 9 }).claims.map(({ status }) => status)

interface Outcome {
  readonly status: MemberStatus
  readonly notices: readonly string[]
  readonly timers: readonly string[]
  readonly toldOn: readonly string[]
}

const outcomes = {
  'is alive': { status: 'alive', notices: [], timers: [], toldOn: [] },
  'is suspect': { status: 'suspect', notices: [], timers: [], toldOn: [] },
  'is failed': { status: 'failed', notices: [], timers: [], toldOn: [] },
  'lives on': { status: 'alive', notices: [], timers: [], toldOn: ['alive'] },
  refutes: {
    status: 'alive',
    notices: ['peer-refuted'],
    timers: ['disarm'],
    toldOn: ['alive'],
  },
  recovers: { status: 'alive', notices: ['peer-recovered'], timers: [], toldOn: ['alive'] },
  'is suspected': {
    status: 'suspect',
    notices: ['peer-suspected'],
    timers: ['arm'],
    toldOn: ['suspect'],
  },
  'is confirmed': {
    status: 'suspect',
    notices: ['peer-confirmed'],
    timers: ['arm'],
    toldOn: ['suspect'],
  },
  'is doubted again': {
    status: 'suspect',
    notices: ['peer-recovered', 'peer-suspected'],
    timers: ['arm'],
    toldOn: ['suspect'],
  },
  fails: { status: 'failed', notices: ['peer-failed'], timers: [], toldOn: ['failed'] },
  'fails in time': {
    status: 'failed',
    notices: ['peer-failed'],
    timers: ['disarm'],
    toldOn: ['failed'],
  },
  'fails on': { status: 'failed', notices: [], timers: [], toldOn: ['failed'] },
} as const satisfies Record<string, Outcome>

type Word = keyof typeof outcomes

/** What b is, what is said of it, and what follows of gossip, of a report, of own evidence. */
const ofTheSame: readonly [MemberStatus, MemberStatus, Word, Word, Word][] = [
  ['alive', 'alive', 'is alive', 'is alive', 'is alive'],
  ['alive', 'suspect', 'is suspected', 'is suspected', 'is suspected'],
  ['alive', 'failed', 'fails', 'is suspected', 'fails'],
  ['suspect', 'alive', 'is suspect', 'is suspect', 'is suspect'],
  ['suspect', 'suspect', 'is confirmed', 'is confirmed', 'is confirmed'],
  ['suspect', 'failed', 'fails in time', 'is confirmed', 'fails in time'],
  ['failed', 'alive', 'is failed', 'is failed', 'is failed'],
  ['failed', 'suspect', 'is failed', 'is failed', 'is failed'],
  ['failed', 'failed', 'is failed', 'is failed', 'is failed'],
]
const ofNewer: readonly [MemberStatus, MemberStatus, Word, Word, Word][] = [
  ['alive', 'alive', 'lives on', 'lives on', 'lives on'],
  ['alive', 'suspect', 'is suspected', 'is suspected', 'is suspected'],
  ['alive', 'failed', 'fails', 'is suspected', 'fails'],
  ['suspect', 'alive', 'refutes', 'refutes', 'refutes'],
  ['suspect', 'suspect', 'is suspected', 'is suspected', 'is suspected'],
  ['suspect', 'failed', 'fails in time', 'is suspected', 'fails in time'],
  ['failed', 'alive', 'recovers', 'recovers', 'recovers'],
  ['failed', 'suspect', 'is doubted again', 'is doubted again', 'is doubted again'],
  ['failed', 'failed', 'fails on', 'fails on', 'fails on'],
]

function expectOutcome(decided: Decided, word: Word): void {
  const { status, notices, timers, toldOn } = outcomes[word]
  expect(viewIn(decided)?.status).toBe(status)
  expect(noticesIn(decided)).toEqual(notices)
  expect(timersIn(decided)).toEqual(timers)
  expect(toldOnIn(decided)).toEqual(toldOn)
}

const same = { incarnation: 5, refutations: 2 }
const newerLives = [
  { incarnation: 5, refutations: 3 },
  { incarnation: 6, refutations: 0 },
]
const olderLives = [
  { incarnation: 5, refutations: 1 },
  { incarnation: 4, refutations: 9 },
]

describe('a claim about the same life, after as many refutations', () => {
  it.each(ofTheSame)('one %s is said to be %s: it %s (gossip), %s (report), %s (own)', (...row) => {
    const [now, status, ...words] = row
    for (const [i, source] of sources.entries()) {
      const decided = take(where(now), claim('b', status, { ...same, by: by(status) }), source)
      expectOutcome(decided, words[i] ?? 'is alive')
    }
  })
})

describe.each(newerLives)('a claim that is newer: $incarnation.$refutations', (life) => {
  it.each(ofNewer)('one %s is said to be %s: it %s (gossip), %s (report), %s (own)', (...row) => {
    const [now, status, ...words] = row
    for (const [i, source] of sources.entries()) {
      const decided = take(where(now), claim('b', status, { ...life, by: by(status) }), source)
      expectOutcome(decided, words[i] ?? 'is alive')
      expect(viewIn(decided)).toMatchObject(life)
    }
  })
})

describe.each(olderLives)('a claim that is older: $incarnation.$refutations', (life) => {
  it('changes nothing, whatever is said of whom by whom', () => {
    for (const now of statuses)
      for (const status of statuses)
        for (const source of sources) {
          const scene = where(now)
          const decided = take(scene, claim('b', status, { ...life, by: by(status) }), source)
          expect(decided.local).toBe(scene.local)
          expect(decided.effects).toEqual([])
        }
  })
})

/** `alive` is its subject's own word; the rest is said by d, which had said nothing before. */
function by(status: MemberStatus): string {
  return status === 'alive' ? 'b' : 'd'
}

describe('the accused', () => {
  it.each([
    ['gossip', []],
    ['report', ['at-b']],
    ['own', ['at-b']],
  ] as const)('that came under suspicion by %s is told by this member: %j', (source, told) => {
    expect(toldTo(take(where('alive'), claim('b', 'suspect', same), source))).toEqual(told)
  })

  it('is told who says so and how many, to answer it', () => {
    const decided = take(where('alive'), claim('b', 'failed', { ...same, observers: 3 }), 'report')
    const claims = [claim('b', 'suspect', { ...same, observers: 3 })]
    const to = { name: 'b', address: 'at-b' }
    const message = { kind: 'gossip', claims }
    expect(decided.effects).toContainEqual({ kind: 'send', to, message })
  })
})

describe('a report of one that has failed', () => {
  it('is asked about before it is believed, and does not begin its time anew (M26)', () => {
    const scene = where('alive').report('c', [claim('b', 'failed', { ...same, observers: 4 })])
    expect(scene.statusOf('b')).toBe('suspect')
    const since = scene.now
    const deadline = scene.timers.get(suspicionTimer) ?? 0
    for (const from of ['c', 'd', 'e']) {
      scene.wait(500).report(from, [claim('b', 'failed', { ...same, observers: 4, by: from })])
      expect(scene.peer('b')?.accusation).toMatchObject({ since })
      expect(scene.timers.get(suspicionTimer)).toBeLessThanOrEqual(deadline)
    }
    scene.ack('b').due(suspicionTimer).due('membership/probe/b')
    expect(scene.statusOf('b')).toBe('failed')
  })
})

describe('a life that is not known (0)', () => {
  const unheard = (): Scene => {
    const scene = new Scene({ members })
    scene.local = { ...scene.local, gossip: GossipQueue.empty }
    return scene
  }
  const none = { incarnation: 0, refutations: 0 }

  it.each<[MemberStatus, Claim['incarnation'], Word, Word, Word]>([
    ['alive', 0, 'is alive', 'is alive', 'is alive'],
    // Lives that everybody learns by asking are not told on: a start would else be all gossip.
    ['alive', 5, 'lives on', 'is alive', 'is alive'],
    ['suspect', 0, 'is suspected', 'is suspected', 'is suspected'],
    ['suspect', 5, 'is suspected', 'is suspected', 'is suspected'],
    ['failed', 0, 'fails', 'is suspected', 'fails'],
    ['failed', 5, 'fails', 'is suspected', 'fails'],
  ])('here, and it is said to be %s in life %i: it %s, %s, %s', (status, incarnation, ...words) => {
    for (const [i, source] of sources.entries()) {
      const its = claim('b', status, { ...none, incarnation, by: by(status) })
      const decided = take(unheard(), its, source)
      expectOutcome(decided, words[i] ?? 'is alive')
      expect(viewIn(decided)?.incarnation).toBe(incarnation)
    }
  })

  it.each<[MemberStatus, MemberStatus, Word]>([
    ['alive', 'alive', 'is alive'],
    ['alive', 'suspect', 'is suspected'],
    ['alive', 'failed', 'is suspected'],
    ['suspect', 'alive', 'is suspect'],
    ['suspect', 'suspect', 'is confirmed'],
    ['suspect', 'failed', 'is confirmed'],
    ['failed', 'alive', 'is failed'],
    ['failed', 'suspect', 'is failed'],
    ['failed', 'failed', 'is failed'],
  ])('to who accuses it is for a suspicion only: one %s said to be %s %s', (now, status, word) => {
    for (const source of sources) {
      const decided = take(where(now), claim('b', status, { ...none, by: by(status) }), source)
      expectOutcome(decided, word)
      expect(viewIn(decided)).toMatchObject(same)
    }
  })
})

describe('nobody is brought back', () => {
  it.each(statuses)('who is out of the roster is nobody, said to be %s', (status) => {
    const scene = new Scene({ members }).heard().learn('c', ejected('b'))
    for (const source of sources) {
      const decided = take(scene, claim('b', status, { incarnation: 9 }), source)
      expect(decided.local).toBe(scene.local)
      expect(decided.effects).toEqual([])
    }
  })

  it('the store that took a name is another than the one that is spoken of', () => {
    const scene = new Scene({ members }).heard().learn('c', joined('b', 'x', storeOf('b')))
    expect(take(scene, claim('b', 'failed'), 'gossip').local).toBe(scene.local)
    const said = { ...claim('b', 'failed', { incarnation: 0 }), about: tagFor('x') }
    expect(viewIn(take(scene, said, 'gossip'))?.status).toBe('failed')
  })
})

it('says who said so, by name where there is one', () => {
  const notices = ({ effects }: Decided): unknown[] =>
    effects.flatMap((effect) => (effect.kind === 'publish' ? [effect.notice] : []))
  for (const [who, says] of [
    ['c', 'c'],
    ['a', 'a'],
    ['x', tagFor('x')],
  ] as const) {
    const its = claim('b', 'suspect', { ...same, by: who })
    const notice = { kind: 'peer-suspected', name: 'b', by: says }
    expect(notices(take(where('alive'), its, 'gossip'))).toEqual([notice])
  }
})

it.each([
  [1, 'found silent by d'],
  [2, 'found silent by d and 1 more'],
  [4, 'found silent by d and 3 more'],
])('a verdict of %i is given with who found it: %s', (observers, reason) => {
  const said = claim('b', 'failed', { ...same, by: 'd', observers })
  expect(viewIn(take(where('alive'), said, 'gossip'))?.reason).toBe(reason)
})
