import { isDeepStrictEqual } from 'node:util'
import type { LogEntry, Member, MemberVersion, StreamId } from '@quorate/core'
import { libraryScenario, planOf, runPlan, shapeOf } from '@quorate/transport-memory'
import { describe, expect, it } from 'vitest'

const idOf = ({ stream, seq }: LogEntry): string => `${stream}.${seq}`

interface Shown {
  readonly version: MemberVersion
  readonly info: unknown
}

/** What a member showed, and what it told, in the order it did. */
class Witnessed {
  readonly shown: Shown[] = []
  readonly told: string[] = []
  readonly #member: Member

  constructor(member: Member) {
    this.#member = member
    member.stateInfo$.subscribe((info) => this.shown.push({ version: member.version(), info }))
    member.log$.subscribe((entry) => this.told.push(idOf(entry)))
  }

  /** The states that its log still reaches: it holds every entry that they were made of. */
  get reached(): readonly Shown[] {
    const { vector: held } = this.#member.version()
    const isHeld = ([stream, count]: readonly [StreamId, number]): boolean =>
      count <= (held.get(stream) ?? 0)
    return this.shown.filter(
      ({ version: { vector } }) => vector.size > 0 && [...vector].every(isHeld),
    )
  }

  /** Those of them that it says were another. */
  get mistaken(): readonly Shown[] {
    return this.reached.filter(
      ({ version, info }) => !isDeepStrictEqual(this.#member.at(version).stateInfo, info),
    )
  }
}

describe.each([1, 2, 3, 4])('seed %i: members of a cluster that breaks', (seed) => {
  it('know every state of their log that they showed, and told each entry of it once', async () => {
    const scenario = { ...libraryScenario(), run: '2m' } as const
    const all = new Map<string, Witnessed>()
    const plan = planOf(`past ${seed}`, shapeOf(scenario))
    const { machines, failure } = await runPlan(plan, scenario, {
      onStarted: (name, member) => all.set(name, new Witnessed(member)),
    })
    expect(failure).toBeUndefined()
    let reached = 0
    for (const { name, member } of machines) {
      const its = all.get(name)
      if (member === undefined || its === undefined) continue
      const log = member.log().map(idOf)
      // Who joined has set aside what it told before.
      expect(its.told.slice(-log.length).toSorted()).toEqual(log.toSorted())
      expect(its.mistaken).toEqual([])
      reached += its.reached.length
    }
    expect(reached).toBeGreaterThan(50)
  }, 120_000)
})
