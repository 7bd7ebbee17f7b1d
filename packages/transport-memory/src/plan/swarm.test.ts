import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyedChoices } from './choices.ts'
import { familiesOf, FaultDraw, type FaultScope } from './fault-draw.ts'
import { fault, type FaultKind, faultKinds, furtherKinds } from './fault-mix.ts'
import { type FaultOp, isFault, namesIn, type PlannedOp } from './op.ts'
import type { Plan } from './plan.ts'
import { planOf, type PlanShape } from './swarm.ts'

const shape: PlanShape = {
  members: 'any',
  start: 'either',
  runMs: 120_000,
  faults: fault.swarm(),
  uses: [
    { name: 'put', weight: 3 },
    { name: 'delete', weight: 1 },
  ],
  usesPerMinute: 30,
  pctDepth: 0,
}

const plans = (count: number, change: Partial<PlanShape> = {}): readonly Plan[] =>
  Array.from({ length: count }, (_, nth) => planOf(`swarm ${nth}`, { ...shape, ...change }))

const kindsIn = ({ ops }: Plan): ReadonlySet<string> => new Set(ops.map(({ kind }) => kind))

/** What an operation must be in any plan. */
function isInBounds(op: PlannedOp, { members, runMs }: Plan): boolean {
  const isInTime = op.atMs >= 0 && op.atMs <= runMs && Number.isInteger(op.atMs)
  const isOfRun = namesIn(op).every((name) => members.includes(name))
  return isInTime && isOfRun && (!isFault(op) || isFaultInBounds(op))
}

function isFaultInBounds(op: FaultOp): boolean {
  const lasts = op.kind === 'rot' ? op.forMs === 0 : op.forMs >= 300 && op.forMs <= 60_000
  return lasts && detailInBounds(op)
}

/** A whole number, as JSON gives it back, at most so far from 0. */
const isWhole = (value: number, most: number): boolean =>
  Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= most

function detailInBounds(op: FaultOp): boolean {
  switch (op.kind) {
    case 'cut':
    case 'clog': {
      const both = [...op.side, ...op.other]
      return op.side.length > 0 && op.other.length > 0 && new Set(both).size === both.length
    }
    case 'noise':
      return op.share >= 0.01 && op.share <= 0.64
    case 'narrow':
      return op.bytesPerSecond >= 1000 && op.bytesPerSecond <= 32_000 && op.queueBytesMax > 0
    case 'slow':
      return op.busyMs >= 1 && op.busyMs <= 40
    case 'clock':
      return isWhole(op.offsetMs, 30_000) && isWhole(op.driftPpm, 10_000)
    case 'crash':
      return op.back.as !== 'backup' || (op.back.ageMs >= 1000 && op.back.ageMs <= 21_000)
    case 'crash-at':
      return Number.isInteger(op.nth) && op.nth >= 1 && op.nth <= (op.isRestarted ? 120 : 24)
    case 'rot':
      return op.bits >= 1 && op.bits <= 8
    default:
      return true
  }
}

describe('a plan from a seed', () => {
  it('is the same for the same seed and shape, and another for another', () => {
    expect(planOf('one', shape)).toEqual(planOf('one', shape))
    expect(planOf('one', shape)).not.toEqual(planOf('two', shape))
  })

  it('is plain data: what is written to a file and read again is the same', () => {
    for (const plan of plans(40)) expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  it('has everything in bounds: times, lengths, strengths, names', () => {
    const wrong = plans(400).flatMap((plan) => plan.ops.filter((op) => !isInBounds(op, plan)))
    expect(wrong).toEqual([])
  })

  it('is in order of time, and no two operations have one id', () => {
    for (const { ops } of plans(100)) {
      expect(ops.map(({ atMs }) => atMs)).toEqual(ops.map(({ atMs }) => atMs).toSorted(ascending))
      expect(new Set(ops.map(({ id }) => id)).size).toBe(ops.length)
    }
  })

  it('lets every fault end before the run does', () => {
    const ends = plans(200).flatMap(({ ops, runMs }) =>
      ops.filter((op) => isFault(op) && op.atMs + op.forMs > runMs),
    )
    expect(ends).toEqual([])
  })

  it('has one to seven members, most often three or five', () => {
    const sizes = plans(700).map(({ members }) => members.length)
    const counts = [1, 2, 3, 4, 5, 6, 7].map(
      (size) => sizes.filter((drawn) => drawn === size).length,
    )
    expect(counts.every((count) => count > 20)).toBe(true)
    const common = Math.min(counts[2] ?? 0, counts[4] ?? 0)
    expect(common).toBeGreaterThan(Math.max(...counts.filter((_, at) => at !== 2 && at !== 4)))
  })

  it('has a core of members that is all of them, or a majority', () => {
    const cores = plans(300).map(({ members, core }) => {
      expect(core.every((name) => members.includes(name))).toBe(true)
      expect(core.length * 2).toBeGreaterThan(members.length)
      return core.length === members.length
    })
    expect(new Set(cores)).toEqual(new Set([true, false]))
  })

  it('leaves each kind of fault out of about every second run, and has no faults in one of 8', () => {
    const drawn = plans(400, { members: ['a', 'b', 'c'] }).map(kindsIn)
    for (const kind of ['cut', 'pause', 'crash', 'clock', 'disk', 'slow', 'rot', 'clog']) {
      const share = drawn.filter((kinds) => kinds.has(kind)).length / drawn.length
      expect([kind, share > 0.3 && share < 0.6]).toEqual([kind, true])
    }
    const calm = drawn.filter((kinds) => [...kinds].every((kind) => kind === 'use')).length
    expect(calm / 400).toBeGreaterThan(0.08)
    expect(calm / 400).toBeLessThan(0.2)
  })

  it('has all of the kinds that are asked for, and no others', () => {
    for (const plan of plans(20, { faults: fault.only('pause', 'cut'), members: ['a', 'b'] }))
      expect(kindsIn(plan)).toEqual(new Set(['use', 'pause', 'cut']))
    for (const plan of plans(20, { faults: fault.none() }))
      expect(kindsIn(plan)).toEqual(new Set(['use']))
  })

  it('breaks nothing between members when there is only one', () => {
    for (const plan of plans(50, { members: ['a'], faults: fault.only('cut', 'one-way', 'clog') }))
      expect(kindsIn(plan)).toEqual(new Set(['use']))
  })

  it('has a third to all of the uses that are asked for, by weight', () => {
    const drawn = plans(60, { faults: fault.none() })
    for (const { ops } of drawn) {
      expect(ops.length).toBeGreaterThanOrEqual(20)
      expect(ops.length).toBeLessThanOrEqual(60)
    }
    const uses = drawn.flatMap(({ ops }) => ops.map((op) => (op.kind === 'use' ? op.use : '')))
    const puts = uses.filter((use) => use === 'put').length / uses.length
    expect(Math.abs(puts - 0.75)).toBeLessThan(0.05)
  })

  it('begins apart in some runs, if it may', () => {
    const either = new Set(plans(60).map(({ isJoined }) => isJoined))
    expect(either).toEqual(new Set([true, false]))
    const joined = new Set(plans(60, { start: 'joined' }).map(({ isJoined }) => isJoined))
    expect(joined).toEqual(new Set([true]))
  })
})

const ascending = (a: number, b: number): number => a - b

describe('the draw of a fault', () => {
  const scope: FaultScope = {
    members: ['a', 'b', 'c', 'd', 'e'],
    mover: 'b',
    kinds: new Set(faultKinds),
    longestMs: 20_000,
  }
  const draw = (id: number, family: (typeof all)[number], change: Partial<FaultScope> = {}) =>
    new FaultDraw(keyedChoices('faults'), id, { ...scope, ...change }).of(family)
  const all = familiesOf([...faultKinds, ...furtherKinds])

  it.each(all)('%s is in bounds and depends on its id alone', (family) => {
    fc.assert(
      fc.property(fc.nat(1e6), (id) => {
        const op = draw(id, family)
        expect(isFaultInBounds(op)).toBe(true)
        expect(draw(id, family)).toEqual(op)
      }),
    )
  })

  it('does ways of breaking only if their kind is there', () => {
    const without = (kind: FaultKind): Partial<FaultScope> => ({
      kinds: new Set(faultKinds.filter((other) => other !== kind)),
    })
    const drawn = (kind?: FaultKind): readonly string[] => [
      ...new Set(
        Array.from({ length: 300 }, (_, id) => id).flatMap((id) => {
          const change = kind === undefined ? {} : without(kind)
          const crash = draw(id, 'crash', change)
          const cut = draw(id, 'cut', change)
          return crash.kind === 'crash' && cut.kind === 'cut'
            ? [
                crash.back.as,
                crash.isTorn ? 'torn' : '',
                crash.lose === 'all' ? 'lost' : '',
                cut.isOneWay ? 'one-way' : '',
              ]
            : []
        }),
      ),
    ]
    for (const way of ['moved', 'backup', 'torn', 'lost', 'one-way'] as const) {
      expect(drawn()).toContain(way)
      expect(drawn(way)).not.toContain(way)
    }
  })

  it('crashes at any call, at its first or at a later one, of a process that was started for it', () => {
    const drawn = Array.from({ length: 400 }, (_, id) => draw(id, 'crash-at'))
    const crashes = drawn.flatMap((op) => (op.kind === 'crash-at' ? [op] : []))
    const points = new Set(crashes.map(({ point }) => point))
    for (const point of ['fs:*', 'fs:write', 'fs:sync', 'fs:rename', 'fs:sync-folder'] as const)
      expect(points).toContain(point)
    for (const isRestarted of [true, false]) {
      const some = crashes.filter((op) => op.isRestarted === isRestarted)
      expect(Math.min(...some.map(({ nth }) => nth))).toBe(1)
      expect(Math.max(...some.map(({ nth }) => nth))).toBeGreaterThan(15)
      expect(new Set(some.map(({ when, lose, isTorn }) => `${when} ${lose} ${isTorn}`)).size).toBe(
        8,
      )
    }
  })

  it.each(furtherKinds)('has %s in no run that does not ask for it', (kind) => {
    const asking = plans(40, { faults: fault.only(kind) }).map(kindsIn)
    expect(asking).toEqual(asking.map(() => new Set(['use', kind])))
    expect(plans(100).some((plan) => kindsIn(plan).has(kind))).toBe(false)
  })

  it('moves only the one that may move', () => {
    for (let id = 0; id < 300; id++) {
      const op = draw(id, 'crash')
      if (op.kind === 'crash' && op.back.as === 'moved') expect(op.name).toBe('b')
    }
  })
})
