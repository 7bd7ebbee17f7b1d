import type { LogEntry } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import type { Sight } from '../checkers/index.ts'
import { History } from '../histories.fixture.ts'
import type { Cluster } from '../cluster/index.ts'
import type { Checks } from '../scenario/index.ts'
import { Violation, violationOf } from './violation.ts'
import { Watch } from './watch.ts'

const vectorOf = (log: readonly LogEntry[]): ReadonlyMap<string, number> =>
  new Map(log.map(({ stream, seq }) => [stream, seq + 1]))

/** A member as the watch sees it: what it says of itself may be a lie. */
interface Shown {
  readonly log: readonly LogEntry[]
  readonly hash?: string
  readonly members?: readonly string[]
}

function sightOf(
  log: readonly LogEntry[],
  members: readonly string[] = ['a'],
  name: string = 'a',
): Sight {
  const roster = members.map((each) => ({ name: each, address: each }))
  return {
    who: `${name}/1`,
    state: 'operational',
    log,
    vector: vectorOf(log),
    hash: 'h',
    stateInfo: { members: roster, failed: [], replication: 1 },
  } as unknown as Sight
}

/** A cluster of such members at this time; all of them have changed. */
function clusterOf(shown: { readonly [name: string]: Shown }, now: number = 0): Cluster<undefined> {
  const actors = Object.entries(shown).map(([name, { log, hash = 'h', members = [name] }]) => {
    const { who, vector, ...seen } = sightOf(log, members, name)
    return {
      name,
      who,
      member: { version: () => ({ vector, hash }) },
      takeDirty: () => true,
      sight: () => ({ ...seen, who, vector, hash }),
    }
  })
  return {
    now,
    actors: new Map(actors.map((actor) => [actor.name, actor])),
  } as unknown as Cluster<undefined>
}

/** What is violated; undefined: nothing. */
function violated(look: () => void): string | undefined {
  try {
    look()
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(Violation)
    return (error as Violation).invariant
  }
}

const watching = (always: Checks<undefined> = {}): Watch<undefined> => new Watch(always)
const [a, b] = [
  { who: 'a/1', name: 'a' },
  { who: 'b/1', name: 'b' },
]

describe('the watch', () => {
  it('finds nothing wrong with a cluster that is right', () => {
    const { log } = History.of('a')
    const watch = watching()
    watch.began(a, sightOf(log))
    expect(violated(() => watch.lookThoroughly(clusterOf({ a: { log } })))).toBe(undefined)
  })

  it('S1: finds an id with two contents, at once', () => {
    const history = History.of('a')
    const watch = watching()
    watch.began(a, sightOf(history.log))
    const entry = history.put('a', '1')
    for (const own of history.log) watch.admitted(a, own)
    const other = { ...entry, hash: new Uint8Array(32), bytes: Buffer.from('other') }
    watch.admitted(b, other)
    expect(violated(() => watch.look(clusterOf({})))).toBe('S1')
  })

  it('S8: finds an entry that another has before its author has it on disk, at once', () => {
    const history = History.of('a', 'b')
    const watch = watching()
    watch.began(a, sightOf(history.log, ['a', 'b']))
    const entry = history.put('a', '1')
    watch.admitted(b, entry)
    expect(violated(() => watch.look(clusterOf({})))).toBe('S8')
  })

  it('S4: finds two that read one log differently, within 5 seconds', () => {
    const { log } = History.of('a')
    const lie = { a: { log }, b: { log, hash: 'other' } }
    const watch = watching()
    expect(violated(() => watch.look(clusterOf({ a: { log } })))).toBe(undefined)
    expect(violated(() => watch.look(clusterOf(lie, 4999)))).toBe(undefined)
    expect(violated(() => watch.look(clusterOf(lie, 5000)))).toBe('S4')
  })

  it('S9: finds one that says what its log does not mean, within a minute', () => {
    const { log } = History.of('a')
    const lie = { a: { log, members: ['a', 'stranger'] } }
    const watch = watching()
    expect(violated(() => watch.look(clusterOf({ a: { log } })))).toBe(undefined)
    expect(violated(() => watch.look(clusterOf(lie, 59_999)))).toBe(undefined)
    expect(violated(() => watch.look(clusterOf(lie, 65_000)))).toBe('S9')
  })

  it('S9: finds one that begins with what its log does not mean, at once', () => {
    const watch = watching()
    watch.began(a, sightOf(History.of('a').log, ['a', 'stranger']))
    expect(violated(() => watch.look(clusterOf({})))).toBe('S9')
  })

  it('S2: finds a stream that is no chain, when it looks thoroughly', () => {
    const history = History.of('a')
    history.put('a', '1')
    const last = history.put('a', '2')
    const log = history.log.map((entry) =>
      entry === last ? { ...entry, prev: new Uint8Array(32).fill(1) } : entry,
    )
    expect(violated(() => watching().lookThoroughly(clusterOf({ a: { log } })))).toMatch(/^S[23]$/)
  })

  it.each([
    ['is false', () => false, 'does not hold'],
    ['says why not', () => 'two own it', 'two own it'],
    [
      'throws',
      () => {
        throw new Error('not there')
      },
      'not there',
    ],
  ])('finds what must hold always and %s, at once', (_, check, why) => {
    const watch = watching({ fine: () => true, mine: check })
    expect(() => watch.look(clusterOf({}))).toThrow(new Violation('always: mine', why))
    expect(violated(() => watch.look(clusterOf({})))).toBe('always: mine')
  })

  it('tells what others found', () => {
    const watch = watching()
    watch.found('calls: put of a/1 ended with TypeError')
    expect(violated(() => watch.look(clusterOf({})))).toBe('calls')
  })
})

describe('a finding', () => {
  it('is what it violates, and the rest of it', () => {
    const violation = violationOf('S4: a and b: differ')
    expect([violation.invariant, violation.message]).toEqual(['S4', 'a and b: differ'])
    expect(violationOf('without').invariant).toBe('other')
  })
})
