import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppendVector } from '../collections/index.ts'
import type { ClusterEvent, LogEntry } from '../model/index.ts'
import { sameEntry } from '../model/index.ts'
import { advance, emptyCheckpoints, foldLog } from './checkpoint.ts'
import type { ClusterState } from './cluster-state.ts'
import { emptyState } from './cluster-state.ts'
import { down, ejected, joined, put, Scribe } from './entries.fixture.ts'
import { someLog } from './logs.fixture.ts'
import { memberNamed, rosterOf, stateAsValue } from './select.ts'
import { StateDraft } from './state-draft.ts'

const text = (state: ClusterState): string => JSON.stringify(stateAsValue(state))

/** What S15 and the roster's own parts say of each other. */
function rosterProblem(state: ClusterState): string | undefined {
  const roster = rosterOf(state)
  if (roster.length === 0) return 'S15: the roster is empty'
  if (roster.length !== state.memberCount) return 'memberCount is not how many members there are'
  const stray = roster.find((record) => memberNamed(state, record.name)?.store !== record.store)
  if (stray !== undefined) return `${stray.name} is not found under its name`
  const held = [...state.names.values()].filter((holder) => holder !== null)
  return held.length === roster.length ? undefined : 'a name is held by no member'
}

/** The orders in which `length` of the things each of three authors may say can stand. */
function* orders(length: number): Generator<LogEntry[]> {
  const authors = ['a', 'b', 'c']
  const next = (by: string, step: number): string =>
    authors[(authors.indexOf(by) + step) % authors.length] ?? ''
  const kinds: ((by: string) => ClusterEvent)[] = [
    () => put('k', 1),
    (by) => ejected(next(by, 1)),
    (by) => ejected(next(by, 2)),
    (by) => joined(by === 'a' ? 'd' : by === 'b' ? 'e' : 'f', next(by, 1), next(by, 1)),
    (by) => down(next(by, 1)),
  ]
  const choices = authors.flatMap((by) => kinds.map((kind) => ({ by, event: kind(by) })))
  const count = choices.length ** length
  for (let number = 0; number < count; number++) {
    const scribe = new Scribe()
    const log = scribe.cluster('b', 'c')
    for (let rest = number, i = 0; i < length; i++, rest = Math.floor(rest / choices.length)) {
      const choice = choices[rest % choices.length]
      if (choice !== undefined) log.push(scribe.write(choice.by, choice.event))
    }
    yield log
  }
}

describe('every order of few events by three authors', () => {
  it('S15: leaves a roster that is not empty, each member under a name of its own', () => {
    const problems = new Set<string>()
    let seen = 0
    for (const log of orders(4)) {
      seen++
      const problem = rosterProblem(foldLog(log))
      if (problem !== undefined) problems.add(problem)
    }
    expect([...problems]).toEqual([])
    expect(seen).toBe(50_625)
  })

  it('S9: is folded the same, whichever entry came last', () => {
    let different = 0
    for (const log of orders(3)) {
      const whole = text(foldLog(log))
      for (let late = 0; late < log.length; late++) {
        const before = log.filter((_, index) => index !== late)
        const known = advance(emptyCheckpoints, AppendVector.of(before), 0).checkpoints
        const { checkpoints } = advance(known, AppendVector.of(log), late)
        if (text(checkpoints.state) !== whole) different++
      }
    }
    expect(different).toBe(0)
  })
})

describe('any log', () => {
  it('S15: keeps a roster at every point after the founding', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const problems = log.map((_, index) => rosterProblem(foldLog(log.slice(0, index + 1))))
        expect(problems.filter((problem) => problem !== undefined)).toEqual([])
      }),
    )
  })

  it('S12: each write is void, or has effect until one that knew it, or is lost', () => {
    fc.assert(
      fc.property(someLog, (log) => {
        const draft = new StateDraft(emptyState)
        const replacedBy = new Map<LogEntry, LogEntry>()
        const effective = new Set<LogEntry>()
        for (const entry of log) {
          const written = 'key' in entry.event ? entry.event.key : undefined
          const before = written === undefined ? undefined : draft.valueRecordOf(written)?.set
          draft.fold(entry)
          if (written === undefined || draft.valueRecordOf(written)?.set !== entry) continue
          effective.add(entry)
          if (before !== undefined) replacedBy.set(before, entry)
        }
        const state = draft.finish()
        const silent = log.filter((entry) => {
          if (!('key' in entry.event)) return false
          const outcome = state.outcomes.get(entry)?.kind
          if (!effective.has(entry)) return outcome !== 'void'
          const next = replacedBy.get(entry)
          if (next === undefined) return outcome !== undefined
          const basis = 'basis' in next.event ? (next.event.basis ?? undefined) : undefined
          return (outcome !== 'lost') !== sameEntry(basis, entry)
        })
        expect(silent).toEqual([])
      }),
    )
  })
})
