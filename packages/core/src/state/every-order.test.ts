import { describe, expect, it } from 'vitest'
import { AppendVector } from '../collections/index.ts'
import type { ClusterEvent, LogEntry } from '../model/index.ts'
import { advance, emptyCheckpoints, foldLog } from './checkpoint.ts'
import type { ClusterState } from './cluster-state.ts'
import { down, ejected, joined, put, Scribe } from './entries.fixture.ts'
import { sameStates } from './same-states.fixture.ts'
import { memberNamed, rosterOf } from './select.ts'
import { StateDraft } from './state-draft.ts'

/**
 * Exhaustive, not sampled: three authors, five kinds of events each, in every order. The rules treat
 * authors alike, so that of three orders that differ in who is who only the one is looked at whose
 * first entry is by `a`: a third of all, and nothing is left out.
 */
const authors = ['a', 'b', 'c'] as const
const next = (by: string, step: number): string =>
  ['a', 'b', 'c', 'a', 'b'][['a', 'b', 'c'].indexOf(by) + step] ?? ''
const kinds: readonly ((by: string) => ClusterEvent)[] = [
  () => put('k', 1),
  (by) => ejected(next(by, 1)),
  (by) => ejected(next(by, 2)),
  (by) => joined({ a: 'd', b: 'e', c: 'f' }[by] ?? '', next(by, 1), next(by, 1)),
  (by) => down(next(by, 1)),
]

/** What may be said as the n-th after the founding; one entry each, whatever came before. */
function choicesAt(scribe: Scribe, depth: number): readonly LogEntry[] {
  const wall = 10_000 + depth
  return authors.flatMap((by) => kinds.map((kind) => scribe.write(by, kind(by), wall)))
}

interface Visit {
  readonly log: readonly LogEntry[]
  readonly state: ClusterState
  readonly before: ClusterState
}

/** Visits every order of up to `length` entries after the founding; returns how many there were. */
function visitOrders(length: number, visit: (at: Visit) => void): number {
  const scribe = new Scribe()
  const log: LogEntry[] = scribe.cluster('b', 'c')
  const choices = Array.from({ length }, (_, depth) => choicesAt(scribe, depth))
  let visited = 0
  const descend = (depth: number, before: ClusterState): void => {
    const all = choices[depth] ?? []
    for (const entry of depth === 0 ? all.slice(0, kinds.length) : all) {
      const draft = new StateDraft(before)
      draft.fold(entry)
      const state = draft.finish()
      log.push(entry)
      visited++
      visit({ log, state, before })
      descend(depth + 1, state)
      log.pop()
    }
  }
  descend(0, foldLog(log))
  return visited
}

/** What S15 and the roster's own parts say of each other. */
function rosterProblem({ state, before }: Visit): string | undefined {
  if (state.memberCount < 1) return 'S15: the roster is empty'
  // What did not change was looked at already.
  if (state.stores === before.stores && state.names === before.names) return undefined
  const roster = rosterOf(state)
  if (roster.length !== state.memberCount) return 'memberCount is not how many members there are'
  const stray = roster.find((record) => memberNamed(state, record.name)?.store !== record.store)
  if (stray !== undefined) return `${stray.name} is not found under its name`
  const held = [...state.names.values()].filter((holder) => holder !== null)
  return held.length === roster.length ? undefined : 'a name is held by no member'
}

/** The newest two arrive the other way round: the newest first, then the one below it. */
function swapped(log: readonly LogEntry[]): ClusterState {
  const late = log.length - 2
  const early = AppendVector.of(log.toSpliced(late, 1))
  const { checkpoints } = advance(emptyCheckpoints, early, 0)
  return advance(checkpoints, AppendVector.of(log), late).checkpoints.state
}

const orderOf = (...events: readonly (readonly [string, ClusterEvent])[]): ClusterState => {
  const scribe = new Scribe()
  const log = scribe.cluster('b', 'c')
  return foldLog([...log, ...events.map(([by, event]) => scribe.write(by, event))])
}

it('states that differ are told apart', () => {
  const [one, other] = [['a', put('k', 1)] as const, ['b', ejected('a')] as const]
  expect(sameStates(orderOf(one, other), orderOf(one, other))).toBe(false)
  const state = orderOf(one, other)
  expect(sameStates(state, { ...state })).toBe(true)
  expect(sameStates(state, orderOf(other, one))).toBe(false)
  expect(sameStates(state, { ...state, outcomes: orderOf(other, one).outcomes })).toBe(false)
})

const sum = (length: number): number =>
  Array.from({ length }, (_, i) => 5 * 15 ** i).reduce((total, count) => total + count, 0)

describe('every order of few entries by three authors', () => {
  it('S15: all 11,390,625 orders of 6 leave a roster, and so do all shorter ones', () => {
    const problems = new Set<string>()
    const visited = visitOrders(6, (at) => {
      const problem = rosterProblem(at)
      if (problem !== undefined) problems.add(problem)
    })
    expect([...problems]).toEqual([])
    expect(visited).toBe(sum(6))
  }, 300_000)

  it('S9: all 759,375 orders of 5 mean the same when two neighbours arrive swapped', () => {
    const different: string[] = []
    const visited = visitOrders(5, ({ log, state }) => {
      if (!sameStates(swapped(log), state))
        different.push(log.map(({ event }) => event.kind).join())
    })
    expect(different.slice(0, 3)).toEqual([])
    expect(visited).toBe(sum(5))
  }, 300_000)
})
