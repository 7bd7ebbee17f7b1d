import { describe, expect, it } from 'vitest'
import type { Claim, LiveReport } from '../../model/index.ts'
import { claim, down, ejected, otherCluster, sender, tagFor } from '../cluster.fixture.ts'
import { Scene } from '../scene.fixture.ts'
import { reportClaimsMax } from './exchange.ts'

const members = ['a', 'b', 'c', 'd', 'e']
const heard = (): Scene => new Scene({ members }).heard()
const reports = (scene: Scene): (LiveReport & { readonly to: string })[] =>
  scene.sent.flatMap(([to, message]) =>
    message.kind === 'live-report' ? [{ ...message, to }] : [],
  )
/** `b failed 1.0`, in order. */
const words = (claims: readonly Claim[] = []): string[] =>
  claims
    .map(({ about, status, incarnation, refutations }) => {
      const name = members.find((each) => tagFor(each) === about) ?? about
      return `${name} ${status} ${incarnation}.${refutations}`
    })
    .toSorted()
const answer = (scene: Scene): string[] | undefined => {
  const [report] = reports(scene)
  return report === undefined ? undefined : words(report.claims)
}

describe('who is pinged', () => {
  it('says nothing of the others to one that thinks the same of them', () => {
    expect(reports(heard().ping('b'))).toEqual([])
    expect(reports(heard().failed('c').ping('b'))).toEqual([])
  })

  it('tells one that thinks otherwise who is not alive, behind the ack, and asks for better', () => {
    const scene = heard()
      .failed('c')
      .gossip('d', claim('e', 'suspect', { by: 'd', observers: 2 }))
    scene.ping('b', { liveHash: 0 })
    expect(scene.sent.map(([to, { kind }]) => [to, kind])).toEqual([
      ['at-b', 'ack'],
      ['at-b', 'live-report'],
    ])
    const [report] = reports(scene)
    expect(report?.asks).toBe('unwell')
    expect(report?.claims).toContainEqual(claim('e', 'suspect', { by: 'd', observers: 2 }))
    expect(words(report?.claims)).toEqual(['c failed 1.0', 'e suspect 1.0'])
  })

  it('asks one that thinks otherwise also if all are alive here', () => {
    expect(answer(heard().ping('b', { liveHash: 1 }))).toEqual([])
  })

  it('asks nobody who is not known yet', () => {
    const joining = new Scene({ members, process: { store: undefined } })
    expect(joining.ping('b', { liveHash: 1 }).sentTo('live-report')).toEqual([])
  })
})

describe('a report that asks for what is better known', () => {
  it.each<[string, Claim[], string[] | undefined]>([
    ['nothing differs', [claim('c', 'failed')], undefined],
    ['it names who is alive here', [claim('c', 'failed'), claim('d', 'failed')], undefined],
    ['it lacks who has failed here', [], ['c failed 1.0']],
    ['it suspects who has failed here', [claim('c', 'suspect')], ['c failed 1.0']],
    ['it knows of a refutation', [claim('c', 'failed', { refutations: 1 })], undefined],
    ['it speaks of an older life', [claim('c', 'failed', { incarnation: 0 })], ['c failed 1.0']],
    [
      'it speaks of an older life of one alive',
      [claim('c', 'failed'), claim('d', 'suspect', { incarnation: 0.5 })],
      ['d alive 1.0'],
    ],
    ['it accuses this member', [claim('c', 'failed'), claim('a', 'suspect')], ['a alive 7.0']],
    [
      'it accuses this life of it',
      [claim('c', 'failed'), claim('a', 'failed', { incarnation: 7 })],
      ['a alive 7.1'],
    ],
  ])('when %s: %j is answered by %j', (_, claims, expected) => {
    const scene = heard().failed('c').report('b', claims)
    expect(answer(scene)).toEqual(expected)
    expect(reports(scene).every(({ to, asks }) => to === 'at-b' && asks === 'nothing')).toBe(true)
  })

  it('is answered also about one whose life nobody knows: else the two would never agree', () => {
    const scene = new Scene({ members }).failed('c').report('b', [])
    expect(answer(scene)).toEqual(['c failed 0.0'])
  })

  it('an answer is not answered', () => {
    const scene = heard().failed('c')
    expect(reports(scene.report('b', [], 'nothing'))).toEqual([])
    expect(reports(scene.report('b', [claim('a', 'suspect')], 'nothing'))).toEqual([])
  })
})

describe('a report that asks for all', () => {
  it('is answered with every life that is known here, one’s own among them', () => {
    const scene = heard()
      .failed('c')
      .report('b', [claim('b', 'alive')], 'all')
    expect(answer(scene)).toEqual(['a alive 7.0', 'c failed 1.0', 'd alive 1.0', 'e alive 1.0'])
  })

  it('is answered with nobody’s life that is not known', () => {
    const scene = new Scene({ members }).report('b', [claim('b', 'alive')], 'all')
    expect(answer(scene)).toEqual(['a alive 7.0'])
    expect(scene.viewOf('b')?.incarnation).toBe(1)
  })
})

describe('one that a report says has failed, alive here', () => {
  it('is a suspect, is told, and refutes', () => {
    const scene = heard().report('b', [claim('c', 'failed', { by: 'b' })])
    expect(scene.statusOf('c')).toBe('suspect')
    const accused = { kind: 'gossip', claims: [claim('c', 'suspect', { by: 'b' })] }
    expect(scene.sent).toContainEqual(['at-c', accused])
    scene.refutes('c')
    expect(scene.statusOf('c')).toBe('alive')
  })
})

describe('lives that are not known', () => {
  const asks = (scene: Scene): string[] =>
    reports(scene)
      .filter((report) => report.asks === 'all')
      .map(({ to }) => to)
  const turn = (scene: Scene): Scene => scene.due('membership/period').due('membership/period')

  it('are asked for in each turn, of whoever is asked then, until all are known', () => {
    const scene = turn(new Scene({ members }))
    const [to = ''] = scene.sentTo('ping')
    expect(asks(scene)).toEqual([to])
    expect(reports(scene)[0]?.claims).toEqual([claim('a', 'alive', { incarnation: 7 })])
    scene.heard().due('membership/period')
    expect([scene.sentTo('ping').length, asks(scene)]).toEqual([1, []])
  })

  it('are not asked for when only the dead have one: perhaps nobody knows it', () => {
    const scene = new Scene({ members }).learn('b', down('e'))
    const rest = ['b', 'c', 'd'].map((name) => claim(name, 'alive'))
    scene.report('b', rest, 'nothing').failed('e')
    expect(scene.viewOf('e')).toMatchObject({ status: 'failed', incarnation: 0 })
    for (let i = 0; i < 8; i++) expect(asks(scene.due('membership/period'))).toEqual([])
  })
})

describe('a stranger', () => {
  it.each([
    ['another cluster’s member', sender('b', otherCluster)],
    ['nobody’s name', sender('x')],
    ['a client', { ...sender('b'), cluster: '' }],
  ])('(%s) is not believed: its news and reports are refused, and it is said so', (_, from) => {
    const claims = [claim('b', 'failed'), claim('a', 'failed')]
    for (const message of [
      { kind: 'gossip', claims },
      { kind: 'live-report', claims, asks: 'all' },
    ] as const) {
      const scene = heard()
      const before = scene.local
      scene.hear(from, message)
      expect(scene.local).toBe(before)
      expect(scene.sent).toEqual([])
      const refusal = { kind: 'not-member' }
      expect(scene.notices).toMatchObject([
        { kind: 'message-refused', from: from.name, message: message.kind, refusal },
      ])
    }
  })

  it('is one that was a member', () => {
    const scene = heard().learn('c', ejected('b'))
    expect(scene.gossip('b', claim('d', 'failed')).statusOf('d')).toBe('alive')
  })
})

describe('a report', () => {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCodePoint(97 + i))
  const pairs = letters.flatMap((x) => letters.map((y) => x + y))
  const many = pairs.flatMap((pair) => [`m${pair}`, `n${pair}`]).slice(0, reportClaimsMax + 100)
  const crowd = new Scene({ members: ['a', 'b', ...many] })
  crowd.gossip('b', ...many.map((name) => claim(name, 'failed')))
  const asked = {
    'whoever thinks otherwise': () => crowd.ping('b', { liveHash: 0 }),
    'whoever asks for all': () => crowd.report('b', [], 'all'),
  } as const

  it.each(Object.entries(asked))(`for %s has at most ${reportClaimsMax} claims (M31)`, (_, ask) => {
    expect(reports(ask())[0]?.claims).toHaveLength(reportClaimsMax)
  })

  it.each(Object.entries(asked))('for %s leaves out others each time', (_, ask) => {
    const told = new Set<string>()
    for (let i = 0; i < 20; i++)
      for (const { about } of reports(ask())[0]?.claims ?? []) told.add(about)
    expect(told.size).toBeGreaterThanOrEqual(many.length)
  })
})
