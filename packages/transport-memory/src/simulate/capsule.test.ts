import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { anyPlan } from '../plans.fixture.ts'
import { calmSurroundings, type Plan, type PlannedOp } from '../plan/index.ts'
import { BadCapsule, type Capsule, capsuleText, parseCapsule } from './capsule.ts'
import { readCapsule, regressionsOf, writeCapsule } from './capsule-files.ts'

const at = { atMs: 10, forMs: 300 }

/** One of each. */
const ops: readonly PlannedOp[] = [
  { kind: 'use', use: 'put', id: 0, atMs: 10 },
  { kind: 'cut', side: ['a'], other: ['b'], isOneWay: true, id: 1, ...at },
  { kind: 'clog', side: ['a'], other: ['b'], id: 2, ...at },
  { kind: 'noise', of: 'loss', share: 0.5, id: 3, ...at },
  { kind: 'narrow', bytesPerSecond: 1000, queueBytesMax: 10, id: 4, ...at },
  { kind: 'pause', name: 'a', id: 5, ...at },
  { kind: 'slow', name: 'a', busyMs: 3, id: 6, ...at },
  { kind: 'crash', name: 'a', lose: 'all', isTorn: false, back: { as: 'same' }, id: 7, ...at },
  { kind: 'clock', name: 'a', offsetMs: -5, driftPpm: 3, id: 8, ...at },
  { kind: 'disk', name: 'a', fault: 'full', id: 9, ...at },
  { kind: 'rot', name: 'a', bits: 2, id: 10, atMs: 10, forMs: 0 },
  {
    kind: 'crash-at',
    name: 'a',
    point: 'fs:sync',
    nth: 2,
    when: 'after',
    isRestarted: true,
    lose: 'unsynced',
    isTorn: true,
    id: 11,
    ...at,
  },
  { kind: 'clone', name: 'a', id: 12, ...at },
]

const plan: Plan = {
  format: 1,
  seed: 'ab.1',
  members: ['a', 'b'],
  isJoined: true,
  core: ['a', 'b'],
  runMs: 60_000,
  surroundings: { ...calmSurroundings, syncMs: { min: 1, max: 40 } },
  ops,
  overrides: { 'pick/0/0': 1 },
}

const capsule: Capsule = {
  format: 1,
  title: 'no job is lost',
  plan,
  failure: { invariant: 'S4', detail: 'a and b differ', atMs: 17.5 },
  hash: '0123456789abcdef',
  commit: 'c0ffee',
  node: '20.20.0',
}

/** What is said of a capsule in which one thing is another; undefined: nothing is wrong. */
function wrongWith(path: readonly (string | number)[], value: unknown): string | undefined {
  const spoilt = structuredClone(capsule) as unknown
  let place = spoilt as { [key: string | number]: unknown }
  for (const step of path.slice(0, -1)) place = place[step] as typeof place
  const last = path.at(-1) ?? ''
  if (value === undefined) Reflect.deleteProperty(place, last)
  else place[last] = value
  try {
    parseCapsule(JSON.stringify(spoilt))
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(BadCapsule)
    return (error as BadCapsule).message
  }
}

describe('a capsule', () => {
  it('is read as it was written', () => {
    expect(parseCapsule(capsuleText(capsule))).toEqual(capsule)
    fc.assert(
      fc.property(anyPlan, (any) => {
        expect(parseCapsule(capsuleText({ ...capsule, plan: any })).plan).toEqual(any)
      }),
    )
  })

  it.each(['', '{', 'null', '[]', '3', '"text"'])('is not %j', (text) => {
    expect(() => parseCapsule(text)).toThrow(BadCapsule)
  })

  it.each<readonly [string, string, unknown]>([
    ['its format is 2', 'format', 2],
    ['its format is missing', 'format', undefined],
    ['its title is 3', 'title', 3],
    ['its plan is []', 'plan', []],
    ['its failure is null', 'failure', null],
    ['its hash is missing', 'hash', undefined],
    ['its commit is missing', 'commit', undefined],
    ['its node is missing', 'node', undefined],
    ['its failure: invariant is missing', 'failure.invariant', undefined],
    ['its failure: detail is 4', 'failure.detail', 4],
    ['its failure: atMs is "now"', 'failure.atMs', 'now'],
    ['its plan: format is 0', 'plan.format', 0],
    ['its plan: seed is 7', 'plan.seed', 7],
    ['its plan: members is []', 'plan.members', []],
    ['its plan: members is ["a","a"]', 'plan.members', ['a', 'a']],
    ['its plan: members is ["a b"]', 'plan.members', ['a b']],
    ['its plan: isJoined is 1', 'plan.isJoined', 1],
    ['its plan: core is []', 'plan.core', []],
    ['its plan: core names somebody who is no member', 'plan.core', ['a', 'z']],
    ['its plan: runMs is -1', 'plan.runMs', -1],
    ['its plan: surroundings is null', 'plan.surroundings', null],
    [
      'its plan: surroundings: latencyMs is {"min":5,"max":1}',
      'plan.surroundings.latencyMs',
      { min: 5, max: 1 },
    ],
    ['its plan: surroundings: syncMs is missing', 'plan.surroundings.syncMs', undefined],
    ['its plan: surroundings: isUnreachableTold is 0', 'plan.surroundings.isUnreachableTold', 0],
    ['its plan: surroundings: ties is "none"', 'plan.surroundings.ties', 'none'],
    ['its plan: surroundings: salt is null', 'plan.surroundings.salt', null],
    ['its plan: surroundings: pctDepth is 1.5', 'plan.surroundings.pctDepth', 1.5],
    ['its plan: ops is {}', 'plan.ops', {}],
    ['its plan: overrides is {"x":-1}', 'plan.overrides', { x: -1 }],
    ['its plan: operation 0 is no object', 'plan.ops.0', 'put'],
    ['its plan: operation 1 is of the unknown kind swap', 'plan.ops.1.kind', 'swap'],
    ['its plan: two operations have the id 5', 'plan.ops.0.id', 5],
    ['its plan: operation 1 names "z", no member', 'plan.ops.1.side', ['z']],
    ['its plan: operation 5 names "z", no member', 'plan.ops.5.name', 'z'],
    ['its plan: operation 0: use is missing', 'plan.ops.0.use', undefined],
    ['its plan: operation 0: id is -1', 'plan.ops.0.id', -1],
    ['its plan: operation 0: atMs is null', 'plan.ops.0.atMs', null],
    ['its plan: operation 1: other is []', 'plan.ops.1.other', []],
    ['its plan: operation 1: isOneWay is missing', 'plan.ops.1.isOneWay', undefined],
    ['its plan: operation 2: forMs is -300', 'plan.ops.2.forMs', -300],
    ['its plan: operation 3: of is "noise"', 'plan.ops.3.of', 'noise'],
    ['its plan: operation 3: share is 1.1', 'plan.ops.3.share', 1.1],
    ['its plan: operation 4: bytesPerSecond is "fast"', 'plan.ops.4.bytesPerSecond', 'fast'],
    ['its plan: operation 4: queueBytesMax is missing', 'plan.ops.4.queueBytesMax', undefined],
    ['its plan: operation 6: busyMs is -3', 'plan.ops.6.busyMs', -3],
    ['its plan: operation 7: lose is "some"', 'plan.ops.7.lose', 'some'],
    ['its plan: operation 7: isTorn is "no"', 'plan.ops.7.isTorn', 'no'],
    ['its plan: operation 7: back is {"as":"new"}', 'plan.ops.7.back', { as: 'new' }],
    ['its plan: operation 7: back is {"as":"backup"}', 'plan.ops.7.back', { as: 'backup' }],
    ['its plan: operation 8: offsetMs is missing', 'plan.ops.8.offsetMs', undefined],
    ['its plan: operation 8: driftPpm is "1"', 'plan.ops.8.driftPpm', '1'],
    ['its plan: operation 9: fault is "dust"', 'plan.ops.9.fault', 'dust'],
    ['its plan: operation 10: bits is 0.5', 'plan.ops.10.bits', 0.5],
    ['its plan: operation 10: forMs is 5', 'plan.ops.10.forMs', 5],
    ['its plan: operation 11: point is "fs:dance"', 'plan.ops.11.point', 'fs:dance'],
    ['its plan: operation 11: point is "log:append"', 'plan.ops.11.point', 'log:append'],
    ['its plan: operation 11: nth is 0', 'plan.ops.11.nth', 0],
    ['its plan: operation 11: when is "during"', 'plan.ops.11.when', 'during'],
    ['its plan: operation 11: isRestarted is missing', 'plan.ops.11.isRestarted', undefined],
    ['its plan: operation 11: lose is "all"', 'plan.ops.11.lose', 'all'],
    ['its plan: operation 12 names "z", no member', 'plan.ops.12.name', 'z'],
  ])('says that %s', (message, path, value) => {
    const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step))
    expect(wrongWith(steps, value)).toBe(message)
  })

  it('may leave out what is optional, and hold a backup', () => {
    expect(wrongWith(['plan', 'overrides'], undefined)).toBe(undefined)
    expect(wrongWith(['plan', 'ops', 7, 'back'], { as: 'backup', ageMs: 5 })).toBe(undefined)
  })
})

describe('capsules in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'capsules-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('are written under the name and the seed, and read again', () => {
    const file = writeCapsule(capsule, join(folder, 'new'))
    expect(file).toBe(join(folder, 'new', 'no-job-is-lost-ab.1.json'))
    expect(readCapsule(file)).toEqual({ file, capsule })
  })

  it('are the regressions of one simulation, by name of file', () => {
    const kept = join(folder, 'kept')
    for (const seed of ['2', '1']) writeCapsule({ ...capsule, plan: { ...plan, seed } }, kept)
    writeCapsule({ ...capsule, title: 'another' }, kept)
    writeFileSync(join(kept, 'README.md'), 'What is kept here')
    const seeds = regressionsOf('no job is lost', kept).map((each) => each.capsule.plan.seed)
    expect(seeds).toEqual(['1', '2'])
    expect(regressionsOf('no job is lost', join(folder, 'nowhere'))).toEqual([])
  })

  it('that are none are told by their file', () => {
    const file = join(folder, 'broken.json')
    writeFileSync(file, '{"format": 3}')
    expect(() => readCapsule(file)).toThrow(`${file} is no capsule: its format is 3`)
    expect(() => readCapsule(join(folder, 'none.json'))).toThrow('ENOENT')
  })
})
